using Plotly.NET.CSharp;
using Color = Plotly.NET.Color;
using GenericChart = Plotly.NET.GenericChart;
using StyleParam = Plotly.NET.StyleParam;

namespace EarlyExit.Tests.Plotly;

/// <summary>
/// One chart for each part of Plotly.NET that the figures use. The same file, compiled against the original, made
/// <c>golden/plotly/charts.json</c>.
/// </summary>
public static class ReferenceCharts
{
    private static readonly double[] X = [1, 2, 3];
    private static readonly double[] Y = [.1, .5, .2];
    private static readonly double[][] Z = [[1, 2, 3], [.1, .5, .2]];
    private static readonly string[] Keys = ["a", "b", "c"];
    private static readonly Color Blue = Color.fromHex("#0072b2");
    private static readonly Color Pale = Color.fromString("rgba(0,0,0,.2)");

    public static IEnumerable<(string Name, string Json)> All() => Charts().Select(c => (c.Name, GenericChart.toJson(c.Chart)));

    private static IEnumerable<(string Name, GenericChart Chart)> Charts()
    {
        yield return ("line", Chart.Line<double, double, string>(X, Y, Name: "a", LineColor: Blue, LineWidth: 2, UseDefaults: false));
        yield return ("line with markers and texts", Chart.Line<double, double, string>(
            X, Y, ShowMarkers: true, ShowLegend: false, Opacity: .5, MultiText: Keys, TextPosition: StyleParam.TextPosition.TopCenter,
            MarkerColor: Blue, MarkerSymbol: StyleParam.MarkerSymbol.Diamond, LineDash: StyleParam.DrawingStyle.Dash, UseDefaults: false));
        yield return ("point", Chart.Point<double, double, string>(
            X, Y, MultiOpacity: Y, MultiText: Keys, MultiTextPosition: new[] { StyleParam.TextPosition.TopLeft }, UseDefaults: false));
        yield return ("point of categories", Chart.Point<string, int, string>(Keys, [1, 2, 3], UseDefaults: false));
        yield return ("scatter", Chart.Scatter<double, double, string>(
            X, Y, StyleParam.Mode.Lines, Fill: StyleParam.Fill.ToSelf, FillColor: Pale, UseDefaults: false));
        yield return ("webgl", Chart.Scatter<double, double, string>(X, Y, StyleParam.Mode.Markers, UseWebGL: true, UseDefaults: false));
        yield return ("stack group", Chart.Line<double, double, string>(X, Y, StackGroup: "one", UseDefaults: false));
        yield return ("range", Chart.Range<double, double, string>(
            X, Y, upper: X, lower: Y, StyleParam.Mode.Lines, Name: "m", RangeColor: Pale, UseDefaults: false));
        yield return ("range in a group", Chart.Range<double, double, string>(
            X, Y, X, Y, StyleParam.Mode.Lines, GroupName: "g", ShowMarkers: true, ShowLegend: false, LowerName: "l", UpperName: "u",
            LineColor: Blue, LineWidth: 3, UseDefaults: false));
        yield return ("column", Chart.Column<double, string, string>(
            Y, Keys: Keys, Name: "q", MultiText: Keys, TextPosition: StyleParam.TextPosition.Outside, MarkerColor: Blue, Width: .5,
            UseDefaults: false));
        yield return ("stacked column", Chart.StackedColumn<double, string, string>(Y, Keys: Keys, UseDefaults: false));
        yield return ("histogram", Chart.Histogram<double, double, string>(
            X: X, NBinsX: 10, HistNorm: StyleParam.HistNorm.Percent, MarkerColor: Blue, UseDefaults: false));
        yield return ("heatmap", Chart.Heatmap<double, string, string, string>(
            Z, X: Keys, ColorScale: StyleParam.Colorscale.Viridis, ShowScale: true, ReverseYAxis: true, UseDefaults: false));
        yield return ("contour", Chart.Contour<double, double, double, string>(
            Z, X: X, ColorScale: StyleParam.Colorscale.NewCustom([Tuple.Create(0.0, Blue), Tuple.Create(1.0, Pale)]), NContours: 5,
            UseDefaults: false));
        yield return ("surface", Chart.Surface<double, double, double, string>(Z, X: X, ShowScale: false, UseDefaults: false));
        yield return ("gaps", Chart.Line<double, double, string>(X, [1, double.NaN, double.PositiveInfinity], UseDefaults: false));
        yield return ("defaults", Chart.Point<double, double, string>(X, Y));
        yield return ("combined and styled", Chart.Combine([Curve(), Bars()])
            .WithTraceInfo(Name: "n", Visible: StyleParam.Visible.LegendOnly, ShowLegend: true, LegendRank: 2)
            .WithSize(400, 300)
            .WithXAxisStyle<double, double, string>(TitleText: "tx", MinMax: Tuple.Create(0.0, 1.0), AxisType: StyleParam.AxisType.Log, ShowGrid: false)
            .WithYAxisStyle<double, double, string>(TitleText: "ty", Side: StyleParam.Side.Right, ZeroLine: true, TitleStandoff: 5)
            .WithLegendStyle(X: .5, Y: 1.0, XAnchor: StyleParam.XAnchorPosition.Right, YAnchor: StyleParam.YAnchorPosition.Top,
                Orientation: StyleParam.Orientation.Horizontal));
        yield return ("styled twice", Curve()
            .WithXAxisStyle<double, double, string>(TitleText: "first", ShowLine: true)
            .WithXAxisStyle<double, double, string>(TitleText: "second", GridColor: Blue));
        yield return ("layouts combined", Chart.Combine([
            Curve().WithXAxisStyle<double, double, string>(TitleText: "first", ShowLine: true).WithSize(Width: 100),
            Bars().WithXAxisStyle<double, double, string>(TitleText: "second").WithSize(200, 300),
        ]));
        yield return ("grid", Chart.Grid(
            [Curve().WithXAxisStyle<double, double, string>(TitleText: "tx"), Bars(), Curve()], 2, 2, SubPlotTitles: new[] { "A", "B", "C" }));
        yield return ("coupled grid", Chart.Grid([Curve(), Bars()], 1, 2, Pattern: StyleParam.LayoutGridPattern.Coupled, XGap: .05));
        yield return ("grid from the bottom", Chart.Grid(
            [Curve(), Bars()], 2, 1, SubPlotTitles: new[] { "A", "B" }, SubPlotTitleOffset: .1,
            RowOrder: StyleParam.LayoutGridRowOrder.BottomToTop, YGap: .2));
    }

    private static GenericChart Curve() => Chart.Line<double, double, string>(X, Y, UseDefaults: false);

    private static GenericChart Bars() => Chart.Column<double, string, string>(Y, UseDefaults: false);
}
