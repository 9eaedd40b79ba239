using EarlyExit.Models;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace EarlyExit.Analysis;

/// <summary>Which weights a random direction of a landscape moves.</summary>
/// <param name="Name">In words.</param>
/// <param name="Of">From a network to its parameters that move.</param>
public sealed record MovedWeights(string Name, Func<MultiExitNetwork, IEnumerable<Parameter>> Of)
{
    /// <summary>Stem, stages and all heads.</summary>
    public static MovedWeights Everything { get; } = new("everything", network => network.parameters());

    /// <summary>Stem, stages and the classifier.</summary>
    public static MovedWeights Backbone { get; } = new("backbone", network => network.BackboneParameters);

    /// <summary>The early heads.</summary>
    public static MovedWeights Heads { get; } = new("early heads", network => Enumerable.Range(0, network.L - 1).SelectMany(network.HeadParameters));

    /// <summary>
    /// Without parameters of one dimension: biases, scales and shifts of normalisation layers, the mix of pooled heads. They have no
    /// filters to be normalised by, so that Li et al. leave them in place (their <c>xignore = biasbn</c>).
    /// </summary>
    public MovedWeights WithoutVectors() =>
        new($"{Name} without vectors", network => Of(network).Where(parameter => parameter.ndim > 1));

    /// <summary>
    /// A Gaussian direction for each parameter, filter by filter as long as the weights there (filter normalisation; Li et al.,
    /// arXiv:1712.09913, section 4). A filter is what makes one output channel or feature; a parameter of one dimension, where these
    /// move at all, is one filter as a whole.
    /// </summary>
    internal IReadOnlyList<(Parameter Weight, Tensor Direction)> Draw(MultiExitNetwork network, int seed)
    {
        using var random = new SeededScope(seed);
        using var nothing = no_grad();
        return [.. Of(network).Select(weight => (weight, Normalised(torch.randn(weight.shape).to(weight.device), weight)))];
    }

    private static Tensor Normalised(Tensor direction, Parameter weight)
    {
        using var scope = NewDisposeScope();
        var filters = weight.ndim > 1 ? weight.shape[0] : 1;
        var (drawn, own) = (direction.reshape(filters, -1), weight.detach().reshape(filters, -1));
        var scale = own.norm(1, true, 2f) / drawn.norm(1, true, 2f).clamp(min: 1e-12);
        return (drawn * scale).reshape(weight.shape).MoveToOuterDisposeScope();
    }
}
