using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;
using static TorchSharp.torch.nn.functional;

namespace EarlyExit.Models;

/// <summary>
/// The input and, added to it, a branch, with stochastic depth (Huang et al., arXiv:1603.09382): in training each sample skips the
/// branch by chance, and where it does not, the branch counts 1 / (1 - chance), so that the sum's expectation stays.
/// </summary>
internal sealed class ResidualBranch : Module<Tensor, Tensor>
{
    private readonly Module<Tensor, Tensor> branch;
    private readonly double _chance;

    public ResidualBranch(Module<Tensor, Tensor> branch, double chance) : base(nameof(ResidualBranch))
    {
        this.branch = branch;
        _chance = chance;
        RegisterComponents();
    }

    public override Tensor forward(Tensor input)
    {
        var added = branch.call(input);
        if (!training || _chance == 0) return input + added;
        // Dropout of a one for each sample: 0 or 1 / (1 - chance), drawn from torch's generator.
        var weights = dropout(torch.ones([input.shape[0], 1, 1, 1], device: input.device), _chance, training: true);
        return input + weights * added;
    }
}
