using EarlyExit.Data;
using EarlyExit.Models;
using EarlyExit.Regimes;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace EarlyExit.Analysis;

/// <summary>
/// A flat piece of weight space: an origin and directions from it. A network of its own is moved about there in place, so that those
/// that the origin and the directions came from are never touched, whatever happens on the way.
/// </summary>
internal sealed class WeightSpace : IDisposable
{
    private readonly (Parameter Weight, Tensor Origin, Tensor[] Directions)[] _parts;

    /// <param name="network">Moved about; belongs to this from now on.</param>
    /// <param name="directions">For each parameter that moves its directions, equally many; its value now is the origin.</param>
    public WeightSpace(MultiExitNetwork network, IEnumerable<(Parameter Weight, Tensor[] Directions)> directions)
    {
        Network = network;
        _parts = [.. directions.Select(part => (part.Weight, part.Weight.detach().clone().DetachFromDisposeScope(), part.Directions))];
    }

    /// <summary>The network where it was moved to last.</summary>
    public MultiExitNetwork Network { get; }

    /// <summary>Moves the weights to origin + sum of coordinate times direction. At coordinates 0 they are the origin's, bit for bit.</summary>
    public void MoveTo(params ReadOnlySpan<double> coordinates)
    {
        using var scope = NewDisposeScope();
        using var nothing = no_grad();
        foreach (var (weight, origin, directions) in _parts)
        {
            weight.copy_(origin);
            for (var k = 0; k < coordinates.Length; k++)
                if (coordinates[k] != 0) weight.add_(directions[k], alpha: coordinates[k]);
        }
    }

    /// <summary>The L2 norm of a direction over all weights that move.</summary>
    public double Length(int direction)
    {
        using var scope = NewDisposeScope();
        using var nothing = no_grad();
        return Math.Sqrt(_parts.Sum(part => part.Directions[direction].to_type(ScalarType.Float64).square().sum().ToDouble()));
    }

    /// <summary>Loss and accuracy of every exit where the network is: the L losses, then the L accuracies, from one pass over the samples.</summary>
    public double[] Measure(SampleSet samples, IDataSet data)
    {
        var found = Evaluation.Of(Network, samples, data);
        return [.. found.Loss, .. found.Accuracy];
    }

    public void Dispose()
    {
        Network.Dispose();
        foreach (var (_, origin, directions) in _parts)
        {
            origin.Dispose();
            foreach (var direction in directions) direction.Dispose();
        }
    }

    /// <summary>A second network with the same blueprint, weights, buffers and device, in evaluation mode.</summary>
    public static MultiExitNetwork Copy(MultiExitNetwork network)
    {
        var copy = network.Architecture.Build(seed: 0);
        copy.to(network.Device);
        copy.load_state_dict(network.state_dict());
        copy.eval();
        return copy;
    }
}
