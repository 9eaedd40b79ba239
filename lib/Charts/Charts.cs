using System.Text;
using System.Text.Json.Nodes;
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
    private const double Unequal = 1e-5; // of six digits, the last

    private static readonly StyleParam.DrawingStyle[] Dashes =
        [StyleParam.DrawingStyle.Solid, StyleParam.DrawingStyle.Dash, StyleParam.DrawingStyle.Dot, StyleParam.DrawingStyle.DashDot, StyleParam.DrawingStyle.LongDash];

    private static readonly StyleParam.MarkerSymbol[] Symbols =
    [
        StyleParam.MarkerSymbol.Circle, StyleParam.MarkerSymbol.Diamond, StyleParam.MarkerSymbol.Square, StyleParam.MarkerSymbol.TriangleUp, StyleParam.MarkerSymbol.Cross,
        StyleParam.MarkerSymbol.X, StyleParam.MarkerSymbol.TriangleDown,
    ];

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

    /// <summary>A figure whose title is computed. It begins with a capital, as the curve that it names first may not.</summary>
    private static Figure Saying(GenericChart chart, string takeaway, string description) => new(chart, Capitalised(takeaway), Capitalised(description));

    private static string Capitalised(string sentence) =>
        Rune.TryGetRuneAt(sentence, 0, out var first) ? $"{Rune.ToUpperInvariant(first)}{sentence.AsSpan(first.Utf16SequenceLength)}" : sentence;

    /// <summary>A range around equal values, or none, for which the two forms of a figure would choose different ones; nothing where values differ.</summary>
    private static Tuple<double, double>? RoomAround(IEnumerable<double> values)
    {
        double[] finite = [.. values.Where(double.IsFinite)];
        if (finite.Length == 0) return Tuple.Create(0.0, 1.0);
        var (low, high) = (finite.Min(), finite.Max());
        var largest = Math.Max(Math.Abs(low), Math.Abs(high));
        var room = largest > 0 ? .1 * largest : 1;
        return high - low > Unequal * largest ? null : Tuple.Create(low - room, high + room);
    }

    private static GenericChart WithRoomInX(this GenericChart chart, IEnumerable<double> values) =>
        RoomAround(values) is { } range ? chart.WithXAxisStyle<double, double, string>(MinMax: range) : chart;

    private static GenericChart WithRoomInY(this GenericChart chart, IEnumerable<double> values) =>
        RoomAround(values) is { } range ? chart.WithYAxisStyle<double, double, string>(MinMax: range) : chart;

    /// <summary>What the labels of an axis say, and where.</summary>
    private static Figure WithTicks(this Figure figure, string axis, IReadOnlyList<(double Value, string Label)> ticks) => figure.With(chart =>
    {
        chart["layout"]![axis]!["tickmode"] = "array";
        chart["layout"]![axis]!["tickvals"] = new JsonArray([.. ticks.Select(tick => (JsonNode)tick.Value)]);
        chart["layout"]![axis]!["ticktext"] = new JsonArray([.. ticks.Select(tick => (JsonNode)tick.Label)]);
    });

    /// <summary>A sentence on values that cannot be shown, to be added to a description; nothing where there are none.</summary>
    private static string LeftOut(int count, string what) => count switch
    {
        0 => "",
        1 => $" One {what} without a finite value is left out.",
        _ => $" {count} {what}s without a finite value are left out.",
    };

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
