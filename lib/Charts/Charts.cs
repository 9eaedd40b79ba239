using Plotly.NET.CSharp;
using Chart = Plotly.NET.CSharp.Chart;
using Color = Plotly.NET.Color;
using GenericChart = Plotly.NET.GenericChart;
using StyleParam = Plotly.NET.StyleParam;

namespace EarlyExit.Charts;

/// <summary>
/// The workbook's figures, one function each. Every figure comes with a takeaway that is computed from its data; <see cref="Figure.Titled"/>
/// gives it another.
/// </summary>
public static partial class Charts
{
    private static readonly StyleParam.DrawingStyle[] Dashes =
        [StyleParam.DrawingStyle.Solid, StyleParam.DrawingStyle.Dash, StyleParam.DrawingStyle.Dot, StyleParam.DrawingStyle.DashDot, StyleParam.DrawingStyle.LongDash];

    private static readonly StyleParam.MarkerSymbol[] Symbols =
        [StyleParam.MarkerSymbol.Circle, StyleParam.MarkerSymbol.Diamond, StyleParam.MarkerSymbol.Square, StyleParam.MarkerSymbol.TriangleUp, StyleParam.MarkerSymbol.Cross];

    /// <summary>A line of a series: its colour, and its dashes for those to whom colours look alike.</summary>
    private static GenericChart Line(int series, string name, double[] x, double[] y) => Chart.Line<double, double, string>(
        x, y, Name: name, LineColor: SeriesColour(series), LineWidth: 2.2, LineDash: Dashes[series % Dashes.Length], UseDefaults: false);

    /// <summary>A line through few points, each marked.</summary>
    private static GenericChart MarkedLine(int series, string name, double[] x, double[] y) => Chart.Line<double, double, string>(
        x, y, ShowMarkers: true, Name: name, LineColor: SeriesColour(series), LineWidth: 2, LineDash: Dashes[series % Dashes.Length],
        MarkerColor: SeriesColour(series), MarkerSymbol: Symbols[series % Symbols.Length], UseDefaults: false);

    /// <summary>The area between two lines.</summary>
    private static GenericChart Band(int series, double[] x, IEnumerable<double> low, IEnumerable<double> high) => Chart.Line<double, double, string>(
        [.. x, .. x.Reverse()], [.. low, .. high.Reverse()], ShowLegend: false, LineWidth: 0, Fill: StyleParam.Fill.ToSelf,
        FillColor: Color.fromString(Style.Faint(Style.Series(series))), UseDefaults: false);

    private static GenericChart WithAxes(this GenericChart chart, string x, string y) => chart
        .WithXAxisStyle<double, double, string>(TitleText: x)
        .WithYAxisStyle<double, double, string>(TitleText: y);

    private static Color SeriesColour(int series) => Color.fromString(Style.Series(series));

    private static double[] Percent(this IEnumerable<double> shares) => [.. shares.Select(share => 100 * share)];

    private static string Say(FormattableString text) => FormattableString.Invariant(text);

    /// <summary>As "three curves: a, b and c".</summary>
    private static string List(IEnumerable<string> names) =>
        names.ToArray() is [.. var first, var last] && first.Length > 0 ? $"{string.Join(", ", first)} and {last}" : string.Concat(names);

    private static void RequireSome<T>(IReadOnlyCollection<T> items, string what)
    {
        if (items.Count == 0) throw new ArgumentException($"There are no {what}, expected at least one.");
    }
}
