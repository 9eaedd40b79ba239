using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;
using static TorchSharp.torch.nn.functional;

namespace EarlyExit.Models;

/// <summary>Squeeze and excitation (Hu et al., arXiv:1709.01507) on paper: channels weighted by what all of the map shows.</summary>
/// <param name="Map">The map coming in and going out.</param>
/// <param name="Squeezed">Features between the two linear layers.</param>
internal sealed record SqueezePlan(Shape Map, long Squeezed)
{
    public IReadOnlyList<Layer> Layers(string prefix)
    {
        Shape channels = [Map[0]], squeezed = [Squeezed];
        return
        [
            Layer.Free(prefix + "average", channels), Layer.Linear(prefix + "reduce", channels, Squeezed), Layer.Free(prefix + "silu", squeezed),
            Layer.Linear(prefix + "expand", squeezed, Map[0]), Layer.Free(prefix + "sigmoid", channels), Layer.Free(prefix + "scale", Map),
        ];
    }

    public Module<Tensor, Tensor> Build() => new SqueezeExcitation(Map[0], Squeezed);
}

internal sealed class SqueezeExcitation : Module<Tensor, Tensor>
{
    private readonly Linear reduce;
    private readonly Linear expand;

    public SqueezeExcitation(long channels, long squeezed) : base(nameof(SqueezeExcitation))
    {
        reduce = Linear(channels, squeezed);
        expand = Linear(squeezed, channels);
        RegisterComponents();
    }

    public override Tensor forward(Tensor input)
    {
        var weights = expand.call(silu(reduce.call(input.mean([2, 3])))).sigmoid();
        return input * weights.unsqueeze(-1).unsqueeze(-1);
    }
}
