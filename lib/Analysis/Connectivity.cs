using EarlyExit.Data;
using EarlyExit.Models;
using EarlyExit.Workbook;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace EarlyExit.Analysis;

/// <summary>
/// Whether networks lie in one basin of the loss: the straight line between two and the plane through three (arXiv:2407.14320, mode
/// connectivity). Weights are interpolated, batch norm statistics never: they are measured anew at every point, the ends included.
/// </summary>
public static class Connectivity
{
    /// <summary>How far the loss rises on the straight line between two networks, in nats; see <see cref="LossPath.Barrier"/>.</summary>
    /// <inheritdoc cref="Path"/>
    public static double Barrier(
        MultiExitNetwork first, MultiExitNetwork second, SampleSet samples, IDataSet data, PathLoss? loss = null, int points = 11, SampleSet? statistics = null,
        string? folder = null, IProgress<AnalysisProgress>? progress = null, CancellationToken cancellation = default) =>
        Path(first, second, samples, data, loss, points, statistics, folder, progress, cancellation).Barrier;

    /// <summary>Loss and accuracy along the straight line between two networks, which are not touched.</summary>
    /// <param name="first">Where the line begins.</param>
    /// <param name="second">Where it ends; its weights that move have the names and shapes of the first's.</param>
    /// <param name="samples">What the loss is taken over.</param>
    /// <param name="data">The data set that they are a part of; images are normalised by its training part.</param>
    /// <param name="loss">Which loss, and what moves; the last exit's when not given.</param>
    /// <param name="points">How many points, both ends included, at least 3.</param>
    /// <param name="statistics">What batch norm statistics are taken over; the first 1,000 training samples when not given.</param>
    /// <param name="folder">Where finished points are kept, to go on from after a cancellation; <see cref="Session.AnalysisFolder"/> when not given.</param>
    /// <param name="progress">Told after every point; a line on the console when not given.</param>
    /// <param name="cancellation">Stops between two points.</param>
    /// <exception cref="ArgumentException">There are fewer than 3 points, or the networks have different weights.</exception>
    /// <exception cref="OperationCanceledException">Cancelled; the same call then goes on after the last finished point.</exception>
    public static LossPath Path(
        MultiExitNetwork first, MultiExitNetwork second, SampleSet samples, IDataSet data, PathLoss? loss = null, int points = 11, SampleSet? statistics = null,
        string? folder = null, IProgress<AnalysisProgress>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(points, 3);
        (loss, statistics) = (loss ?? PathLoss.LastExit, statistics ?? BatchNormStatistics.Samples(data));
        using var space = Span(loss, first, second);
        var key = $"path 1\n{loss.Name}\n{Fingerprint.Of(first)}\n{Fingerprint.Of(second)}\n{Fingerprint.Of(samples, data)}\nstatistics {Fingerprint.Of(statistics, data)}";
        var found = new PointGrid("path between two networks", key, points, 1, 2).Measure(
            (k, _) => MeasureAt(space, samples, statistics, data, (double)k / (points - 1)), folder ?? Session.AnalysisFolder, progress, cancellation);
        return new([.. found.Select((point, k) => new PathPoint((double)k / (points - 1), point[0][0], point[0][1]))], Distance(first, second, loss));
    }

    /// <summary>
    /// The loss on the plane through three networks, on a grid that reaches beyond them by a fifth on each side. The axes are
    /// orthogonal (Gram and Schmidt) and in units of weight distance, so that distances in the picture are those of the weights.
    /// </summary>
    /// <param name="networks">Names and networks: the first is the origin, the second on the x axis, the third above it.</param>
    /// <param name="samples">What the loss is taken over.</param>
    /// <param name="data">The data set that they are a part of; images are normalised by its training part.</param>
    /// <param name="loss">Which loss, and what moves; the last exit's when not given.</param>
    /// <param name="grid">Points along each axis, at least 3.</param>
    /// <param name="statistics">What batch norm statistics are taken over; the first 1,000 training samples when not given.</param>
    /// <param name="folder">Where finished rows are kept, to go on from after a cancellation; <see cref="Session.AnalysisFolder"/> when not given.</param>
    /// <param name="progress">Told after every point; a line on the console when not given.</param>
    /// <param name="cancellation">Stops between two points.</param>
    /// <exception cref="ArgumentException">There are not three networks, they have different weights, or they lie on one line.</exception>
    public static LossPlane Plane(
        IReadOnlyList<(string Name, MultiExitNetwork Network)> networks, SampleSet samples, IDataSet data, PathLoss? loss = null, int grid = 21,
        SampleSet? statistics = null, string? folder = null, IProgress<AnalysisProgress>? progress = null, CancellationToken cancellation = default)
    {
        if (networks.Count != 3) throw new ArgumentException($"There are {networks.Count} networks, expected 3.", nameof(networks));
        ArgumentOutOfRangeException.ThrowIfLessThan(grid, 3);
        (loss, statistics) = (loss ?? PathLoss.LastExit, statistics ?? BatchNormStatistics.Samples(data));
        var (a, b, c) = (networks[0].Network, networks[1].Network, networks[2].Network);
        var (ab, ac, bc) = (Distance(a, b, loss), Distance(a, c, loss), Distance(b, c, loss));
        var along = ab > 0 ? (ab * ab + ac * ac - bc * bc) / (2 * ab) : 0;
        var above = Math.Sqrt(Math.Max(0, ac * ac - along * along));
        if (!(above > 1e-4 * ab))
            throw new ArgumentException($"{networks[0].Name}, {networks[1].Name} and {networks[2].Name} lie on one line in weight space, expected three that span a plane.", nameof(networks));
        PlanePlace[] places = [new(networks[0].Name, 0, 0), new(networks[1].Name, ab, 0), new(networks[2].Name, along, above)];
        var (xs, ys) = (Axis([.. places.Select(place => place.X)], grid), Axis([.. places.Select(place => place.Y)], grid));
        using var space = Span(loss, a, b, c);
        var key = $"plane 1\n{loss.Name}\n{string.Join('\n', networks.Select(one => Fingerprint.Of(one.Network)))}\n{Fingerprint.Of(samples, data)}\nstatistics {Fingerprint.Of(statistics, data)}";
        var found = new PointGrid("plane through three networks", key, grid, grid, 2).Measure(
            (row, column) =>
            {
                // The point as a + s (b - a) + t (c - a).
                var t = ys[row] / above;
                return MeasureAt(space, samples, statistics, data, (xs[column] - t * along) / ab, t);
            },
            folder ?? Session.AnalysisFolder, progress, cancellation);
        return new(xs, ys, [.. found.Select(row => (IReadOnlyList<double>)[.. row.Select(point => point[0])])], places);
    }

    /// <summary>L2 norm of the difference of all weights that move.</summary>
    /// <inheritdoc cref="Path"/>
    public static double Distance(MultiExitNetwork first, MultiExitNetwork second, PathLoss? loss = null)
    {
        using var space = Span(loss ?? PathLoss.LastExit, first, second);
        return space.Length(0);
    }

    /// <summary>The network that moves, at the first of the given ones, with a direction from there to each other one.</summary>
    private static WeightSpace Span(PathLoss loss, MultiExitNetwork first, params ReadOnlySpan<MultiExitNetwork> others)
    {
        var moving = loss.On(first.Architecture).Build(seed: 0);
        moving.to(first.Device);
        moving.eval();
        using var nothing = no_grad();
        var sources = others.ToArray();
        return new(moving, [.. moving.named_parameters().Select(part =>
        {
            using var scope = NewDisposeScope();
            var origin = Weight(first, part.name, part.parameter);
            part.parameter.copy_(origin);
            return (part.parameter, sources.Select(source => (Weight(source, part.name, part.parameter) - origin).MoveToOuterDisposeScope().DetachFromDisposeScope()).ToArray());
        })]);
    }

    private static Parameter Weight(MultiExitNetwork network, string name, Parameter like) =>
        network.get_parameter(name) is { } found && found.shape.AsSpan().SequenceEqual(like.shape)
            ? found
            : throw new ArgumentException(
                $"{network.Architecture.Name} has no weight {name} [{string.Join(", ", like.shape)}]; networks on a path have the same weights, as those that PathLoss.LastExit moves are where only heads differ.");

    /// <summary>Loss and accuracy, means over the exits, with batch norm statistics measured there.</summary>
    private static double[] MeasureAt(WeightSpace space, SampleSet samples, SampleSet statistics, IDataSet data, params ReadOnlySpan<double> coordinates)
    {
        space.MoveTo(coordinates);
        BatchNormStatistics.Recompute(space.Network, statistics, data);
        var found = space.Measure(samples, data);
        return [found[..space.Network.L].Average(), found[space.Network.L..].Average()];
    }

    private static double[] Axis(double[] places, int grid)
    {
        var margin = .2 * (places.Max() - places.Min());
        var (low, high) = (places.Min() - margin, places.Max() + margin);
        return [.. Enumerable.Range(0, grid).Select(k => low + (high - low) * k / (grid - 1))];
    }
}
