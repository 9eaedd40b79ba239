using Plotly.NET.LayoutObjects;

namespace Plotly.NET.CSharp;

public static partial class Chart
{
    /// <summary>All charts on the same axes.</summary>
    public static GenericChart Combine(IEnumerable<GenericChart> gCharts) => GenericChart.combine(gCharts);

    /// <summary>Charts beside and below each other, row by row; each brings one pair of axes.</summary>
    public static GenericChart Grid(
        IEnumerable<GenericChart> gCharts, int nRows, int nCols, Optional<IEnumerable<string>> SubPlotTitles = default,
        Optional<Font> SubPlotTitleFont = default, Optional<double> SubPlotTitleOffset = default,
        Optional<Tuple<StyleParam.LinearAxisId, StyleParam.LinearAxisId>[][]> SubPlots = default,
        Optional<StyleParam.LinearAxisId[]> XAxes = default, Optional<StyleParam.LinearAxisId[]> YAxes = default,
        Optional<StyleParam.LayoutGridRowOrder> RowOrder = default, Optional<StyleParam.LayoutGridPattern> Pattern = default,
        Optional<double> XGap = default, Optional<double> YGap = default, Optional<Domain> Domain = default,
        Optional<StyleParam.LayoutGridXSide> XSide = default, Optional<StyleParam.LayoutGridYSide> YSide = default)
    {
        var pattern = Pattern.IsSome ? Pattern.Value : StyleParam.LayoutGridPattern.Independent;
        var order = RowOrder.IsSome ? RowOrder.Value : StyleParam.LayoutGridRowOrder.TopToBottom;
        var coupled = pattern == StyleParam.LayoutGridPattern.Coupled;
        var chart = GenericChart.combine(gCharts.Take(nRows * nCols).ToArray().Select((cell, i) =>
            coupled ? InCell(cell, i + 1, (i % nCols) + 1, (i / nCols) + 1) : InCell(cell, i + 1, i + 1, i + 1)));
        var columns = Cells(nCols, XGap.IsSome ? XGap.Value : coupled ? .1 : .2);
        var rows = Cells(nRows, YGap.IsSome ? YGap.Value : coupled ? .1 : .3);
        if (order == StyleParam.LayoutGridRowOrder.TopToBottom) Array.Reverse(rows);
        var offset = SubPlotTitleOffset.IsSome ? SubPlotTitleOffset.Value : 0;
        var titles = SubPlotTitles.IsSome ? SubPlotTitles.Value : [];
        chart.Layout.SetProperty("annotations", titles.Select((title, i) => new Annotation()
            .With("text", title).With("showarrow", false).With("font", SubPlotTitleFont)
            .With("x", (columns[i % nCols].Start + columns[i % nCols].End) / 2).With("xref", "paper").With("xanchor", "center")
            .With("y", rows[i / nCols].End + offset).With("yref", "paper").With("yanchor", "bottom")).ToArray());
        chart.Layout.SetProperty("grid", new LayoutGrid().With("rows", nRows).With("columns", nCols)
            .With("roworder", order).With("pattern", pattern).With("subplots", Named(SubPlots)).With("xaxes", XAxes).With("yaxes", YAxes)
            .With("xgap", XGap).With("ygap", YGap).With("domain", Domain).With("xside", XSide).With("yside", YSide));
        return chart;
    }

    /// <summary>Hands the chart's own axes to its cell, and its traces to the cell's axes.</summary>
    private static GenericChart InCell(GenericChart chart, int cell, int column, int row)
    {
        if (chart.Traces.FirstOrDefault(trace => trace is not Trace2D) is { } other)
            throw new NotSupportedException($"A grid takes charts with x and y axes; chart {cell} has a trace of type '{other.Properties["type"]}'.");
        var x = chart.Layout.Properties.GetValueOrDefault("xaxis") ?? new LinearAxis();
        var y = chart.Layout.Properties.GetValueOrDefault("yaxis") ?? new LinearAxis();
        foreach (var axis in chart.Layout.Properties.Keys.Where(name => name.StartsWith("xaxis") || name.StartsWith("yaxis")).ToArray())
            chart.Layout.RemoveProperty(axis);
        chart.Layout.With(StyleParam.SubPlotId.NewXAxis(cell).ToString(), x).With(StyleParam.SubPlotId.NewYAxis(cell).ToString(), y);
        foreach (var trace in chart.Traces)
            trace.With("xaxis", StyleParam.LinearAxisId.NewX(column)).With("yaxis", StyleParam.LinearAxisId.NewY(row));
        return chart;
    }

    /// <summary>Where the cells begin and end along one side, in fractions, as plotly.js places them.</summary>
    private static (double Start, double End)[] Cells(int count, double gap)
    {
        var step = 1 / (count - gap);
        return [.. Enumerable.Range(0, count).Select(i => (step * i, (step * i) + (step * (1 - gap))))];
    }

    private static Optional<string[][]> Named(Optional<Tuple<StyleParam.LinearAxisId, StyleParam.LinearAxisId>[][]> subplots) =>
        subplots.IsSome ? subplots.Value.Select(row => row.Select(pair => $"{pair.Item1}{pair.Item2}").ToArray()).ToArray() : default(Optional<string[][]>);
}
