using EarlyExit.Analysis;
using Plotly.NET.CSharp;
using Chart = Plotly.NET.CSharp.Chart;
using Color = Plotly.NET.Color;
using GenericChart = Plotly.NET.GenericChart;

namespace EarlyExit.Charts;

public static partial class Charts
{
    private const double ShownShare = .75;

    /// <summary>The loss on the plane through three networks, which are marked; the quarter of the plane where the loss is highest has one colour.</summary>
    /// <param name="title">The takeaway, computed from the data.</param>
    /// <param name="plane">From <see cref="Connectivity.Plane"/>.</param>
    public static Figure LossOnPlane(string title, LossPlane plane)
    {
        var (shown, cap) = Capped(plane.Loss);
        var chart = Chart.Combine(
        [
            Chart.Contour<double, double, double, string>(shown, X: plane.X.ToArray(), Y: plane.Y.ToArray(), NContours: 14, ShowLegend: false, UseDefaults: false),
            .. plane.Networks.Select((place, i) => Chart.Point<double, double, string>(
                [place.X], [place.Y], Name: place.Name, MultiText: new[] { place.Name }, MarkerColor: SeriesColour(Marks[i]), MarkerSymbol: Symbols[i], UseDefaults: false)),
        ]).WithAxes("weight distance from the first network to the second", "at right angles to it").WithRange(plane.X, plane.Y);
        return new Figure(chart, title, Say(
            $"Loss on the plane through {List(plane.Networks.Select(place => place.Name))}, from {plane.Loss.SelectMany(row => row).Where(double.IsFinite).Min():G3} (light) to {cap:G3} and more (dark)."))
            .With(figure =>
            {
                foreach (var trace in figure["data"]!.AsArray().Skip(1)) trace!["marker"]!["size"] = 12;
            });
    }

    /// <summary>The surfaces of up to six exits side by side, each with its own colours from its lowest loss to where a quarter of it is higher, its network in the middle.</summary>
    /// <param name="title">The takeaway, computed from the data.</param>
    /// <param name="surfaces">Names and surfaces, two to six.</param>
    /// <exception cref="ArgumentException">There are fewer than two or more than six.</exception>
    public static Figure LossSurfaces(string title, params IReadOnlyList<(string Name, LossSurface Surface)> surfaces) =>
        SmallMultiples(title, [.. surfaces.Select(one => (one.Name, SurfaceOf(one.Surface)))]);

    private static readonly int[] Marks = [1, 4, 3];

    private static Figure SurfaceOf(LossSurface surface)
    {
        double[] at = [.. surface.Coordinates];
        var (shown, cap) = Capped(surface.Loss);
        var chart = Chart.Combine(
        [
            Chart.Contour<double, double, double, string>(shown, X: at, Y: at, NContours: 12, ShowScale: false, ShowLegend: false, UseDefaults: false),
            Chart.Point<double, double, string>(
                [0.0], [0.0], Name: "the network", ShowLegend: false, MarkerColor: Color.fromString(Style.Series(1)), MarkerSymbol: Symbols[0], UseDefaults: false),
        ]).WithAxes("first direction", "second direction").WithRange(at, at);
        return new Figure(chart, surface.Name, Say($"loss {surface.Centre:G3} in the middle, to {cap:G3} and more."));
    }

    /// <summary>As far as the grid reaches: beyond it there is no loss to be painted.</summary>
    private static GenericChart WithRange(this GenericChart chart, IReadOnlyList<double> x, IReadOnlyList<double> y) => chart
        .WithXAxisStyle<double, double, string>(MinMax: Tuple.Create(x[0], x[^1]))
        .WithYAxisStyle<double, double, string>(MinMax: Tuple.Create(y[0], y[^1]));

    private static (IEnumerable<IEnumerable<double>> Shown, double Cap) Capped(IReadOnlyList<IReadOnlyList<double>> loss)
    {
        double[] sorted = [.. loss.SelectMany(row => row).Where(double.IsFinite).Order()];
        if (sorted.Length == 0) throw new ArgumentException("No loss is finite, expected some.");
        var cap = sorted[(int)(ShownShare * (sorted.Length - 1))];
        return (loss.Select(row => row.Select(value => double.IsFinite(value) ? Math.Min(value, cap) : cap).ToArray()).ToArray(), cap);
    }
}
