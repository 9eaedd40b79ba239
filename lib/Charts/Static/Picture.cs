using System.Text.Json.Nodes;

namespace EarlyExit.Charts.Static;

/// <summary>Draws a chart from plotly's JSON: title, legend, and one plot or a grid of them.</summary>
internal static class Picture
{
    private const int Margin = 20;

    internal static string Draw(JsonObject chart, string title)
    {
        var (width, height) = FigureData.Size(chart);
        var svg = new Svg(width, height);
        double top = 14;
        foreach (var line in TextWidth.Wrap(title, Style.TitleSize, bold: true, width - 2 * Margin))
        {
            svg.Text(Margin, top + 17, line, Style.TitleSize, Style.Ink, bold: true);
            top += 22;
        }
        var legend = Legend.Of(chart);
        top += 6;
        legend.Draw(svg, Margin, top, width - 2 * Margin);
        top += legend.Rows(width - 2 * Margin).Count * Legend.RowHeight + 4;
        var plots = new Box(Margin - 8, top, width - 2 * Margin + 8, height - top - 10);

        var layout = chart["layout"]!;
        var shown = chart["data"]!.AsArray().Select((trace, series) => (Trace: trace!, series)).Where(trace => Read.IsShown(trace.Trace)).ToList();
        if (shown.Where(trace => (string?)trace.Trace["type"] == "surface").Select(trace => trace.Trace).ToList() is { Count: > 0 } surfaces)
            new Scene(surfaces, layout["scene"]).Draw(svg, plots);
        else
            DrawPanels(svg, shown, layout, plots);
        return svg.Finish(title);
    }

    private static void DrawPanels(Svg svg, IReadOnlyList<(JsonNode Trace, int Series)> traces, JsonNode layout, Box plots)
    {
        var needs = new Dictionary<string, AxisNeeds>();
        var panels = traces.GroupBy(trace => ((string?)trace.Trace["xaxis"] ?? "x") + ((string?)trace.Trace["yaxis"] ?? "y"))
            .Select(group => new Panel([.. group], layout, needs)).ToList();
        var grid = layout["grid"];
        var (rows, columns) = grid is null ? (1, 1) : ((int)grid["rows"]!, (int)grid["columns"]!);
        var isCoupled = (string?)grid?["pattern"] == "coupled";
        var titles = layout["annotations"]?.AsArray().Select(annotation => (string?)annotation!["text"] ?? "").ToArray() ?? [];
        foreach (var panel in panels)
        {
            var cell = isCoupled ? (Number(panel.YName) - 1) * columns + Number(panel.XName) - 1 : Number(panel.XName) - 1;
            var (row, column) = (cell / columns, cell % columns);
            var fromTop = (string?)grid?["roworder"] == "bottom to top" ? rows - 1 - row : row;
            var box = new Box(
                plots.Left + column * plots.Width / columns + (column > 0 ? 8 : 0), plots.Top + fromTop * plots.Height / rows,
                plots.Width / columns - (column > 0 ? 8 : 0), plots.Height / rows - (fromTop < rows - 1 ? 10 : 0));
            panel.Draw(
                svg, box, cell < titles.Length ? titles[cell] : "", hasXLabels: !isCoupled || fromTop == rows - 1, hasYLabels: !isCoupled || column == 0);
        }
    }

    /// <summary>The number of an axis: 1 for x, 2 for x2.</summary>
    private static int Number(string axis) => axis.Length == 1 ? 1 : int.Parse(axis.AsSpan(1));
}
