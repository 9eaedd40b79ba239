using System.Text.Json.Nodes;
using EarlyExit.Charts.Static;

namespace EarlyExit.Charts;

/// <summary>
/// Charts in the cells of a grid, as one chart. Plotly.NET's Chart.Grid does this before a figure is made; by then ours have been changed in
/// ways that it does not know.
/// </summary>
internal static class FigureGrid
{
    private const int RowHeight = 300;
    private const double RowGap = 84;
    private const double ColumnGap = 36;
    private const double WidestLabel = .4; // of a cell, as in our own picture
    private const double Margins = 88;
    private static readonly string[] Kinds = ["scatter", "bar", "histogram"];

    internal static JsonObject Of(IReadOnlyList<(string Name, JsonObject Chart)> cells)
    {
        var columns = cells.Count is 2 or 4 ? 2 : 3;
        var rows = (cells.Count + columns - 1) / columns;
        foreach (var (name, chart) in cells) RequireOnePlot(name, chart);
        var width = columns == 2 ? Style.Width : 960;
        var layout = new JsonObject { ["width"] = width, ["height"] = RowHeight * rows + 100 };
        if (BarMode(cells) is { } mode) layout["barmode"] = mode;
        var places = Places(cells, rows, columns, width - Margins, RowHeight * rows - Margins);
        AddAxes(layout, cells, columns, places);
        layout["grid"] = new JsonObject { ["rows"] = rows, ["columns"] = columns, ["pattern"] = "independent", ["roworder"] = "top to bottom" };
        layout["annotations"] = new JsonArray([.. cells.Select((cell, i) => Title(
            TextWidth.Shorten(cell.Name, Style.LabelSize, true, (width - Margins) * (places[i].Right - places[i].Left)), places[i]))]);
        var data = Traces(cells);
        layout["showlegend"] = data.Any(trace => (bool)trace!["showlegend"]!);
        return new JsonObject { ["data"] = data, ["layout"] = layout };
    }

    private static void RequireOnePlot(string name, JsonObject chart)
    {
        if (chart["layout"]!["grid"] is not null) throw new ArgumentException($"'{name}' is several plots itself, expected a figure with one pair of axes.");
        // A scale of colours would stand in the middle of the grid.
        if (chart["data"]!.AsArray().FirstOrDefault(trace => !Kinds.Contains((string?)trace!["type"]) && !(HasColours(trace) && (bool?)trace["showscale"] == false)) is { } other)
            throw new ArgumentException($"'{name}' shows a {other["type"]}, expected lines, points, columns or colours without a scale.");
    }

    private static bool HasColours(JsonNode trace) => (string?)trace["type"] is "contour" or "heatmap";

    /// <summary>How columns stand: one word for all plots of a chart.</summary>
    private static string? BarMode(IReadOnlyList<(string Name, JsonObject Chart)> cells)
    {
        var modes = cells.Where(cell => cell.Chart["data"]!.AsArray().Any(trace => (string?)trace!["type"] == "bar"))
            .Select(cell => (cell.Name, Mode: (string?)cell.Chart["layout"]!["barmode"] ?? "group")).ToArray();
        foreach (var (name, mode) in modes)
            if (mode != modes[0].Mode) throw new ArgumentException($"Columns of '{modes[0].Name}' {Stand(modes[0].Mode)} and those of '{name}' {Stand(mode)}, expected the same.");
        return modes.Length > 0 ? modes[0].Mode : null;

        static string Stand(string mode) => mode == "stack" ? "stand upon each other" : "stand beside each other";
    }

    private static void AddAxes(JsonObject layout, IReadOnlyList<(string Name, JsonObject Chart)> cells, int columns, Place[] places)
    {
        foreach (var axis in (string[])["x", "y"])
        {
            JsonObject[] axes = [.. cells.Select(cell => cell.Chart["layout"]![$"{axis}axis"]?.DeepClone().AsObject() ?? [])];
            var isSame = Read.Title(axes[0]) is { Length: > 0 } title && axes.All(one => Read.Title(one) == title);
            var isShared = isSame && axes.All(one => HasFreeScale(one) && (string?)one["type"] == (string?)axes[0]["type"]);
            foreach (var (i, one) in axes.Index())
            {
                if (isShared && i > 0) one["matches"] = axis;
                if (one["scaleanchor"] is not null) one["scaleanchor"] = Numbered("x", i);
                var isTitledElsewhere = axis == "x" ? i + columns < cells.Count : i % columns > 0;
                if (isSame && isTitledElsewhere) one.Remove("title");
                one["domain"] = axis == "x" ? Range(places[i].Left, places[i].Right) : Range(places[i].Bottom, places[i].Top);
                if (axis == "y" && one["ticktext"] is JsonArray labels) one["ticktext"] = Shortened(labels, (int)layout["width"]! / (double)columns);
                layout[Numbered($"{axis}axis", i)] = one;
            }
        }
    }

    private static JsonArray Range(double from, double to) => new(Math.Round(from, 4), Math.Round(to, 4));

    private static JsonArray Shortened(JsonArray labels, double cell) =>
        new([.. labels.Select(label => (JsonNode)TextWidth.Shorten(label!.ToString(), Style.TextSize, false, WidestLabel * cell - 12))]);

    private static bool HasFreeScale(JsonObject axis) => axis["range"] is null && axis["tickvals"] is null && axis["scaleanchor"] is null;

    /// <summary>
    /// Where the plots lie, in shares of the room for all. Plots are equally large; between them there is room for labels and titles, which at the
    /// left and at the bottom lie in the margin of the figure. Our own picture places plots by itself, in the same cells.
    /// </summary>
    private static Place[] Places(IReadOnlyList<(string Name, JsonObject Chart)> cells, int rows, int columns, double width, double height)
    {
        double[] before =
        [
            .. Enumerable.Range(0, columns).Select(column => column == 0 ? 0
                : (ColumnGap + cells.Where((_, i) => i % columns == column).Max(cell => LabelWidth(cell.Chart, width / columns))) / width),
        ];
        var across = (1 - before.Sum()) / columns;
        var below = RowGap / height;
        var high = (1 - below * (rows - 1)) / rows;
        return
        [
            .. cells.Select((_, i) =>
            {
                var (column, row) = (i % columns, i / columns);
                var left = column * across + before.Take(column + 1).Sum();
                var top = 1 - row * (high + below);
                return new Place(left, left + across, top - high, top);
            }),
        ];
    }

    /// <summary>How many pixels the labels of the y axis need; where they are numbers, as many as usual.</summary>
    private static double LabelWidth(JsonObject chart, double cell) => chart["layout"]!["yaxis"]?["ticktext"] is JsonArray labels
        ? Math.Min(WidestLabel * cell, labels.Select(label => TextWidth.Of(label!.ToString(), Style.TextSize)).DefaultIfEmpty(0).Max())
        : 40;

    /// <summary>All traces on their own axes; of those that look and are called the same only the first is in the legend.</summary>
    private static JsonArray Traces(IReadOnlyList<(string Name, JsonObject Chart)> cells)
    {
        var listed = new HashSet<Legend.Item>();
        var all = new JsonArray();
        foreach (var (i, (_, chart)) in cells.Index())
            foreach (var (series, trace) in chart["data"]!.AsArray().Index())
            {
                var one = trace!.DeepClone();
                (one["xaxis"], one["yaxis"]) = (Numbered("x", i), Numbered("y", i));
                one["showlegend"] = Legend.Lists(chart, trace) && listed.Add(Legend.Item.Of(trace, series));
                if (one["name"] is { } name) one["legendgroup"] = name.ToString(); // a click hides it everywhere
                all.Add(one);
            }
        return all;
    }

    private readonly record struct Place(double Left, double Right, double Bottom, double Top);

    private static JsonObject Title(string text, Place place) => new()
    {
        ["text"] = text,
        ["showarrow"] = false,
        ["font"] = new JsonObject { ["size"] = Style.LabelSize, ["weight"] = 700 },
        ["x"] = Math.Round(place.Left, 4),
        ["xref"] = "paper",
        ["xanchor"] = "left",
        ["y"] = Math.Round(place.Top, 4),
        ["yref"] = "paper",
        ["yanchor"] = "bottom",
    };

    private static string Numbered(string name, int cell) => cell == 0 ? name : $"{name}{cell + 1}";
}
