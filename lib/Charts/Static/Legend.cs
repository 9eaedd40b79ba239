using System.Text.Json.Nodes;

namespace EarlyExit.Charts.Static;

/// <summary>The names of the traces with a sample of each, in rows under the title.</summary>
internal sealed class Legend
{
    internal const int RowHeight = 22;
    private const int Swatch = 30;
    private const int Gap = 20;
    private readonly IReadOnlyList<Item> _items;

    private Legend(IReadOnlyList<Item> items) => _items = items;

    /// <summary>The legend of a chart: of traces that have a name, unless they or the layout say no, or there is only one.</summary>
    internal static Legend Of(JsonObject chart) => new(
        [.. chart["data"]!.AsArray().Index().Where(trace => Lists(chart, trace.Item!)).Select(trace => Item.Of(trace.Item!, trace.Index))]);

    /// <summary>Whether the legend of a chart names one of its traces.</summary>
    internal static bool Lists(JsonObject chart, JsonNode trace)
    {
        var traces = chart["data"]!.AsArray();
        var wanted = (bool?)chart["layout"]!["showlegend"] ?? (traces.Count > 1 || (bool?)traces.FirstOrDefault()?["showlegend"] == true);
        return wanted && Read.IsShown(trace) && (bool?)trace["showlegend"] != false && trace["name"] is not null;
    }

    /// <summary>The items in as many rows as a width needs.</summary>
    internal IReadOnlyList<IReadOnlyList<Item>> Rows(double width)
    {
        var rows = new List<IReadOnlyList<Item>>();
        var row = new List<Item>();
        double used = 0;
        foreach (var item in _items.Select(item => item with { Name = TextWidth.Shorten(item.Name, Style.TextSize, false, width - Swatch) }))
        {
            if (row.Count > 0 && used + item.Width > width)
            {
                rows.Add(row);
                (row, used) = ([], 0);
            }
            row.Add(item);
            used += item.Width + Gap;
        }
        if (row.Count > 0) rows.Add(row);
        return rows;
    }

    internal void Draw(Svg svg, double left, double top, double width)
    {
        foreach (var row in Rows(width))
        {
            var x = left;
            foreach (var item in row)
            {
                item.Draw(svg, x, top + RowHeight / 2.0);
                x += item.Width + Gap;
            }
            top += RowHeight;
        }
    }

    /// <param name="Name">What it says.</param>
    /// <param name="Line">The line, if one is drawn.</param>
    /// <param name="Fill">The colour of points or boxes.</param>
    /// <param name="Symbol">The points' shape; null for a box, "" for none.</param>
    internal sealed record Item(string Name, Pen? Line, string Fill, string? Symbol)
    {
        internal double Width => Swatch + TextWidth.Of(Name, Style.TextSize);

        internal static Item Of(JsonNode trace, int series)
        {
            var name = trace["name"]!.ToString();
            if ((string?)trace["type"] != "scatter") return new Item(name, null, ScatterMarks.MarkerColour(trace, Style.Series(series)), null);
            var pen = ScatterMarks.LinePen(trace, series);
            var mode = (string?)trace["mode"] ?? "lines";
            var fill = (string?)trace["fill"] is not (null or "none");
            if (fill && (pen.Width <= 0 || !mode.Contains("lines"))) return new Item(name, null, (string?)trace["fillcolor"] ?? pen.Colour, null);
            return new Item(
                name, mode.Contains("lines") ? pen : null, ScatterMarks.MarkerColour(trace, pen.Colour),
                mode.Contains("markers") ? (string?)trace["marker"]?["symbol"] ?? "circle" : "");
        }

        internal void Draw(Svg svg, double x, double y)
        {
            if (Symbol is null) svg.Rect(new Box(x + 9, y - 6, 12, 12), Fill, " rx=\"2\"");
            if (Line is { } line) svg.Line(x, y, x + Swatch - 6, y, line);
            if (Symbol is { Length: > 0 }) svg.Path(Drawing.Symbol(Symbol, x + (Swatch - 6) / 2.0, y, Drawing.MarkerSize), Fill);
            svg.Text(x + Swatch, y + 4, Name, Style.TextSize, Style.Ink);
        }
    }
}
