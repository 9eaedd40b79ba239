using EarlyExit.Data;
using EarlyExit.Models;
using EarlyExit.Workbook;

namespace EarlyExit.Analysis;

/// <summary>
/// The losses of all exits on a plane through a network, spanned by two filter-normalised random directions (Li et al.,
/// arXiv:1712.09913). Every point of the grid is one forward pass over the samples: the exits share it.
/// </summary>
/// <param name="Coordinates">Along either direction, 0 in the middle.</param>
/// <param name="Exits">The surface of each exit, L of them.</param>
public sealed record Landscape(IReadOnlyList<double> Coordinates, IReadOnlyList<LossSurface> Exits)
{
    /// <summary>
    /// Evaluates the plane around a network. The network is in evaluation mode and keeps its batch norm statistics at every point; the
    /// centre of the grid is the network itself. A copy is moved about, the network is not touched.
    /// </summary>
    /// <param name="network">The network at the centre.</param>
    /// <param name="samples">What the losses are taken over, the same samples at every point.</param>
    /// <param name="data">The data set that they are a part of; images are normalised by its training part.</param>
    /// <param name="grid">Points along either direction, odd, at least 3.</param>
    /// <param name="radius">How far the grid reaches in each direction; at 1 every filter has moved by its own length.</param>
    /// <param name="moved">Which weights move; everything without vectors when not given.</param>
    /// <param name="seed">Seed of the directions; the second's is the next number's.</param>
    /// <param name="folder">Where finished rows are kept, to go on from after a cancellation; <see cref="Session.AnalysisFolder"/> when not given.</param>
    /// <param name="progress">Told after every point; a line on the console when not given.</param>
    /// <param name="cancellation">Stops between two points.</param>
    /// <exception cref="ArgumentException">The grid is even or below 3, the radius is not above 0, or nothing moves.</exception>
    /// <exception cref="OperationCanceledException">Cancelled; the same call then goes on after the last finished row.</exception>
    public static Landscape Around(
        MultiExitNetwork network, SampleSet samples, IDataSet data, int grid = 25, double radius = 1, MovedWeights? moved = null, int seed = 0,
        string? folder = null, IProgress<AnalysisProgress>? progress = null, CancellationToken cancellation = default)
    {
        if (grid < 3 || grid % 2 == 0)
            throw new ArgumentException($"The grid has {grid} points along a direction, expected an odd number of at least 3, so that the network is on it.", nameof(grid));
        if (!(radius > 0 && double.IsFinite(radius))) throw new ArgumentException($"The radius is {radius}, expected above 0.", nameof(radius));
        moved ??= MovedWeights.Everything.WithoutVectors();
        var copy = WeightSpace.Copy(network);
        var (first, second) = (moved.Draw(copy, 2 * seed), moved.Draw(copy, 2 * seed + 1));
        using var space = new WeightSpace(copy, first.Zip(second, (one, other) => (one.Weight, (TorchSharp.torch.Tensor[])[one.Direction, other.Direction])));
        if (first.Count == 0) throw new ArgumentException($"'{moved.Name}' moves no weight of {network.Architecture.Name}.", nameof(moved));
        double[] coordinates = [.. Enumerable.Range(-(grid / 2), grid).Select(k => radius * k / (grid / 2))];
        var key = FormattableString.Invariant(
            $"landscape 1\n{Fingerprint.Of(network)}\n{Fingerprint.Of(samples, data)}\nradius {radius:R}, moved {moved.Name}, {first.Count} tensors, seed {seed}");
        var points = new PointGrid("loss landscape", key, grid, grid, 2 * network.L).Measure(
            (row, column) =>
            {
                space.MoveTo(coordinates[column], coordinates[row]);
                return space.Measure(samples, data);
            },
            folder ?? Session.AnalysisFolder, progress, cancellation);
        return new(coordinates, [.. Enumerable.Range(0, network.L).Select(exit => new LossSurface(
            $"exit {exit + 1}", coordinates, [.. points.Select(row => (IReadOnlyList<double>)[.. row.Select(point => point[exit])])]))]);
    }

    /// <summary>The surface of each exit, L of them.</summary>
    public IReadOnlyList<LossSurface> PerExit() => Exits;

    /// <summary>The mean over the exits: what joint training with equal weights goes downhill on.</summary>
    public LossSurface Mean() => new("mean over exits", Coordinates,
        [.. Enumerable.Range(0, Coordinates.Count).Select(row => (IReadOnlyList<double>)
            [.. Enumerable.Range(0, Coordinates.Count).Select(column => Exits.Average(exit => exit.Loss[row][column]))])]);
}
