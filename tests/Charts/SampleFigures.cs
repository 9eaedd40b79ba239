using EarlyExit.Charts;
using Plotly.NET.CSharp;
using Chart = Plotly.NET.CSharp.Chart;
using Color = Plotly.NET.Color;
using GenericChart = Plotly.NET.GenericChart;
using StyleParam = Plotly.NET.StyleParam;

namespace EarlyExit.Tests.Charts;

/// <summary>One figure of each kind, with long, empty and hostile texts among them.</summary>
internal static class SampleFigures
{
    internal const string Hostile = "<script>alert('x')</script> & \"quoted\" ]]> \u0001 \ud800 <br>";
    private static readonly double[] X = [.. Enumerable.Range(0, 60).Select(i => i * .5)];
    private static readonly double[] Y = [.. X.Select(x => 60 + 20 * Math.Sin(x / 5) + x)];
    private static readonly double[][] Z = [.. Enumerable.Range(0, 12).Select(row => Enumerable.Range(0, 15).Select(column => Math.Sin(row / 3.0) * Math.Cos(column / 4.0)).ToArray())];
    private static readonly string[] Keys = ["exit 1", "a much longer name of an exit than there is room for", Hostile];

    internal static IReadOnlyDictionary<string, Func<Figure>> All { get; } = new Dictionary<string, Func<Figure>>(SampleCharts.All)
    {
        ["lines"] = () => Of(Chart.Combine([Curve("one", 0), Curve("two", 1)])),
        ["long texts"] = () => new Figure(
            Chart.Combine([Curve(new string('w', 300), 0), Curve("two", 1)])
                .WithXAxisStyle<double, double, string>(TitleText: string.Concat(Enumerable.Repeat("a long title ", 20)))
                .WithYAxisStyle<double, double, string>(TitleText: string.Concat(Enumerable.Repeat("another long title ", 20))),
            string.Concat(Enumerable.Repeat("Early exits save half of the cost, and ", 6)), "x"),
        ["hostile texts"] = () => new Figure(
            Chart.Combine([Curve(Hostile, 0), Curve(Hostile, 1)]).WithXAxisStyle<double, double, string>(TitleText: Hostile), Hostile, Hostile),
        ["gaps"] = () => Of(Chart.Line<double, double, string>([1, 2, 3, 4, 5], [1, double.NaN, 3, 4, double.PositiveInfinity], UseDefaults: false)),
        ["one point"] = () => Of(Chart.Point<double, double, string>([3], [7], UseDefaults: false)),
        ["no point"] = () => Of(Chart.Point<double, double, string>([], [], UseDefaults: false)),
        ["texts"] = () => Of(Chart.Scatter<double, double, string>(
            X[..5], Y[..5], StyleParam.Mode.Markers_Text, MultiText: new[] { "a", "b", Hostile, "d", "e" }, TextPosition: StyleParam.TextPosition.TopRight, UseDefaults: false)),
        ["symbols"] = () => Of(Chart.Combine(new[]
            {
                StyleParam.MarkerSymbol.Circle, StyleParam.MarkerSymbol.Square, StyleParam.MarkerSymbol.Diamond, StyleParam.MarkerSymbol.Cross,
                StyleParam.MarkerSymbol.X, StyleParam.MarkerSymbol.TriangleUp, StyleParam.MarkerSymbol.TriangleDown,
            }.Select((symbol, i) => Chart.Point<double, double, string>([i], [i], Name: $"{i}", MarkerSymbol: symbol, Opacity: .5, UseDefaults: false)).ToArray())),
        ["range"] = () => Of(Chart.Range<double, double, string>(
            X, Y, [.. Y.Select(y => y + 3)], [.. Y.Select(y => y - 3)], StyleParam.Mode.Lines, RangeColor: Color.fromString(Style.Faint(Style.Series(0))), UseDefaults: false)),
        ["to zero"] = () => Of(Chart.Line<double, double, string>(X, Y, Fill: StyleParam.Fill.ToZero_y, UseDefaults: false)),
        ["logarithmic"] = () => Of(Chart.Line<double, double, string>([1, 10, 1000, 2e6], [.5, .02, 1e-5, 3e-7], UseDefaults: false)
            .WithXAxisStyle<double, double, string>(AxisType: StyleParam.AxisType.Log).WithYAxisStyle<double, double, string>(AxisType: StyleParam.AxisType.Log)),
        ["large numbers"] = () => Of(Chart.Line<double, double, string>([1, 2, 3], [-4e9, 0, 6e12], UseDefaults: false)),
        ["columns"] = () => Of(Chart.Combine(Enumerable.Range(0, 3).Select(i => Chart.Column<double, string, string>(
            [60 + i, 70 - i, -5], Keys: Keys, Name: $"regime {i}", MultiText: new[] { "60", "70", "-5" }, TextPosition: StyleParam.TextPosition.Outside, UseDefaults: false)).ToArray())),
        ["stacked columns"] = () => Of(Chart.Combine(Enumerable.Range(0, 12).Select(i => Chart.StackedColumn<double, string, string>(
            [8, 9, 7], Keys: Keys, Name: $"exit {i + 1}", MarkerColor: Color.fromString(Style.Steps(12)[i]), MultiText: new[] { "8 %", "9 %", "7 %" }, UseDefaults: false)).ToArray())),
        ["many columns"] = () => Of(Chart.Column<double, string, string>(
            [.. Enumerable.Range(0, 80).Select(i => (double)i)], Keys: Enumerable.Range(0, 80).Select(i => $"layer {i}").ToArray(), UseDefaults: false)),
        ["histogram"] = () => Of(Chart.Histogram<double, double, string>(X: Y, NBinsX: 12, HistNorm: StyleParam.HistNorm.Percent, UseDefaults: false)),
        ["heatmap"] = () => Of(Chart.Heatmap<double, double, double, string>(Z, UseDefaults: false)),
        ["heatmap of categories"] = () => Of(Chart.Heatmap<double, string, string, string>(
            [[1, 2, 3], [4, double.NaN, 6]], X: Keys, Y: new[] { "layer 1", "layer 2" }, ReverseYAxis: true, ReverseScale: true, UseDefaults: false)),
        ["contour"] = () => Of(Chart.Contour<double, double, double, string>(Z, NContours: 8, UseDefaults: false)),
        ["surface"] = () => Of(Chart.Surface<double, double, double, string>(Z, UseDefaults: false)),
        ["grid"] = () => Of(Chart.Grid(Enumerable.Range(0, 5).Select(i => Curve("one", i)), 2, 3, SubPlotTitles: new[] { "first", Hostile, "a very long title of a subplot" })),
        ["coupled grid"] = () => Of(Chart.Grid(Enumerable.Range(0, 6).Select(i => Curve("one", i)), 2, 3, Pattern: StyleParam.LayoutGridPattern.Coupled)),
        ["small"] = () => Of(Curve("one", 0).WithSize(260, 180)),
        ["large"] = () => Of(Curve("one", 0).WithSize(1400, 900)),
    };

    internal static TheoryData<string> Names => [.. All.Keys];

    private static GenericChart Curve(string name, int series) => Chart.Line<double, double, string>(
        X, [.. Y.Select(y => y - 4 * series)], Name: name, LineColor: Color.fromString(Style.Series(series)), LineDash: StyleParam.DrawingStyle.Dash, UseDefaults: false);

    private static Figure Of(GenericChart chart) => new(chart.WithXAxisStyle<double, double, string>(TitleText: "x").WithYAxisStyle<double, double, string>(TitleText: "y"), "A takeaway", "A description.");
}
