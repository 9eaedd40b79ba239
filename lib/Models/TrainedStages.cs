using System.Security.Cryptography;
using System.Text;
using TorchSharp;
using static TorchSharp.torch;

namespace EarlyExit.Models;

/// <summary>Weights and buffers of a stem and its stages, copied from a trained network, for another one to start from.</summary>
public sealed class TrainedStages
{
    private readonly IReadOnlyDictionary<string, Tensor> _tensors;

    private TrainedStages(IReadOnlyDictionary<string, Tensor> tensors) => (_tensors, Sha256) = (tensors, Hash(tensors));

    /// <summary>Of names, shapes and values: trained networks are cached by it.</summary>
    public string Sha256 { get; }

    /// <summary>Those of the stem and stages of a backbone, from a network that has them all.</summary>
    /// <exception cref="ArgumentException">The network lacks one, or has one of another shape.</exception>
    internal static TrainedStages Of(MultiExitNetwork trained, Backbone backbone)
    {
        string[] parts = [.. from stage in (Stage?[])[backbone.Stem, .. backbone.Stages] where stage is not null select stage.Name + "."];
        using var alone = backbone.Alone.Build(seed: 0);
        var found = trained.state_dict();
        var tensors = new SortedDictionary<string, Tensor>(StringComparer.Ordinal);
        foreach (var (name, expected) in alone.state_dict())
        {
            if (!parts.Any(part => name.StartsWith(part, StringComparison.Ordinal))) continue;
            if (!found.TryGetValue(name, out var tensor))
                throw new ArgumentException($"{trained.Architecture.Name} has no {name}, which {backbone.Name} has.", nameof(trained));
            if (!tensor.shape.SequenceEqual(expected.shape))
                throw new ArgumentException(
                    $"{name} of {trained.Architecture.Name} is [{string.Join(", ", tensor.shape)}], {backbone.Name} has [{string.Join(", ", expected.shape)}].", nameof(trained));
            tensors.Add(name, tensor.detach().cpu().clone().DetachFromDisposeScope());
        }
        return new(tensors);
    }

    /// <summary>Puts them in the place of a network's own.</summary>
    internal void CopyInto(MultiExitNetwork network)
    {
        using var nothing = no_grad();
        foreach (var (name, tensor) in network.state_dict())
            if (_tensors.TryGetValue(name, out var trained)) tensor.copy_(trained);
    }

    private static string Hash(IReadOnlyDictionary<string, Tensor> tensors)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var (name, tensor) in tensors)
        {
            hash.AppendData(Encoding.UTF8.GetBytes($"{name} {tensor.dtype} [{string.Join(", ", tensor.shape)}]\n"));
            using var flat = tensor.contiguous();
            hash.AppendData(flat.bytes);
        }
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
