using EarlyExit.Charts.Static;
using Plotly.NET.CSharp;
using Chart = Plotly.NET.CSharp.Chart;
using GenericChart = Plotly.NET.GenericChart;
using StyleParam = Plotly.NET.StyleParam;

namespace EarlyExit.Charts;

public static partial class Charts
{
    private const int MostMarked = 20;

    /// <summary>Curves; up to 20 points of a curve are marked. Where x or y is not finite the curve has a gap.</summary>
    /// <param name="title">The takeaway, computed from the data.</param>
    /// <param name="x">The title of the x axis.</param>
    /// <param name="y">The title of the y axis.</param>
    /// <param name="curves">Names and points, X and Y equally long, in the order in which they are joined.</param>
    /// <exception cref="ArgumentException">There is no curve, or X and Y of one differ in length.</exception>
    public static Figure Lines(string title, string x, string y, params IReadOnlyList<(string Name, double[] X, double[] Y)> curves)
    {
        RequireCurves(curves);
        return new Figure(
            Chart.Combine(curves.Select((curve, series) => Curve(series, curve.Name, curve.X, curve.Y)).ToArray()).WithAxes(x, y)
                .WithRoomInX(curves.SelectMany(curve => curve.X))
                .WithRoomInY(curves.SelectMany(curve => curve.Y)),
            title, LinesInWords(x, y, curves));
    }

    /// <summary>Curves over a logarithmic axis, labelled 0.25, 0.5, 1, 2, 4 as suits temperatures; otherwise as <see cref="Lines"/>.</summary>
    /// <inheritdoc cref="Lines"/>
    /// <exception cref="ArgumentException">There is no curve, X and Y of one differ in length, or an x is 0 or below.</exception>
    public static Figure LinesOverLog(string title, string x, string y, params IReadOnlyList<(string Name, double[] X, double[] Y)> curves)
    {
        RequireCurves(curves);
        foreach (var (name, xs, _) in curves)
            if (xs.FirstOrDefault(value => value <= 0, double.NaN) is <= 0 and var bad)
                throw new ArgumentException($"'{name}' has an x of {bad}, expected values above 0 for a logarithmic axis.", nameof(curves));
        var lines = curves.Select((curve, series) => curve.X.Length <= MostMarked
            ? Curve(series, curve.Name, curve.X, curve.Y)
            : OverLog(series, curve.Name, curve.X, curve.Y));
        double[] shown = [.. curves.SelectMany(curve => curve.X).Where(double.IsFinite)];
        return new Figure(
            Chart.Combine(lines.ToArray()).WithAxes(x, y).WithXAxisStyle<double, double, string>(AxisType: StyleParam.AxisType.Log)
                .WithRoomInY(curves.SelectMany(curve => curve.Y)),
            title, LinesInWords($"{x} (logarithmic)", y, curves))
            .WithTicks("xaxis", shown.Length > 0 ? Ticks.Ratios(shown.Min(), shown.Max()) : []);
    }

    private static GenericChart Curve(int series, string name, double[] x, double[] y)
    {
        if (x.Length <= MostMarked) return MarkedLine(series, name, x, y);
        var (simpleX, simpleY) = Polyline.SimplifyParts(x, y);
        return Line(series, name, simpleX, simpleY);
    }

    // What can be left out of a line depends on how it is drawn.
    private static GenericChart OverLog(int series, string name, double[] x, double[] y)
    {
        var (logs, simpleY) = Polyline.SimplifyParts([.. x.Select(Math.Log10)], y);
        return Line(series, name, [.. logs.Select(log => Math.Pow(10, log))], simpleY);
    }

    private static void RequireCurves(IReadOnlyList<(string Name, double[] X, double[] Y)> curves)
    {
        RequireSome(curves, "curves");
        foreach (var (name, x, y) in curves)
            if (x.Length != y.Length) throw new ArgumentException($"'{name}' has {x.Length} values of x and {y.Length} of y, expected equally many.", nameof(curves));
    }

    private static string LinesInWords(string x, string y, IReadOnlyList<(string Name, double[] X, double[] Y)> curves) => Capitalised(
        $"{y} against {x} for {List(curves.Select(curve => curve.Name))}."
        + LeftOut(curves.Sum(curve => curve.X.Zip(curve.Y).Count(point => !double.IsFinite(point.First) || !double.IsFinite(point.Second))), "point"));
}
