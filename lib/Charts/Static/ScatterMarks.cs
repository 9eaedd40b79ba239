using System.Text;
using System.Text.Json.Nodes;

namespace EarlyExit.Charts.Static;

/// <summary>Lines, points, areas and texts of one scatter trace.</summary>
internal sealed class ScatterMarks : IMarks
{
    private readonly JsonNode _trace;
    private readonly ScatterMarks? _before;
    private readonly double[] _x;
    private readonly double[] _y;
    private readonly string _mode;

    /// <param name="trace">The trace.</param>
    /// <param name="before">The trace drawn before, to which this one may fill.</param>
    /// <param name="series">Its number, for a colour of its own.</param>
    /// <param name="x">Grows to what it needs.</param>
    /// <param name="y">Likewise.</param>
    internal ScatterMarks(JsonNode trace, ScatterMarks? before, int series, AxisNeeds x, AxisNeeds y)
    {
        (_trace, _before) = (trace, before);
        var count = Math.Max((trace["x"] as JsonArray)?.Count ?? 0, (trace["y"] as JsonArray)?.Count ?? 0);
        (_x, _y) = (x.Places(trace["x"], count), y.Places(trace["y"], count));
        _mode = (string?)trace["mode"] ?? (count < 20 ? "lines+markers" : "lines");
        Pen = LinePen(trace, series);
        x.Include(_x);
        y.Include(_y);
        y.LeaveRoom(.05, .05);
        if (_mode.Contains("markers")) x.LeaveRoom(.03, .03);
        if (_mode.Contains("text")) x.LeaveRoom(.06, .06);
        if ((string?)trace["fill"] == "tozeroy") y.Include(0);
    }

    internal Pen Pen { get; }

    public void Draw(Svg svg, Plane plane)
    {
        var opacity = (double?)_trace["opacity"] ?? 1;
        if (opacity < 1) svg.Fade(opacity);
        if ((string?)_trace["fill"] is { } fill and not "none") svg.Path(Area(plane, fill), (string?)_trace["fillcolor"] ?? Style.Faint(Style.Series(0)));
        if (_mode.Contains("lines")) svg.Path(plane.Path(_x, _y), "none", Pen, " stroke-linejoin=\"round\"");
        if (_mode.Contains("markers")) svg.Path(Points(plane), MarkerColour(_trace, Pen.Colour), new Pen(Style.Card, .8));
        if (_mode.Contains("text")) DrawTexts(svg, plane);
        if (opacity < 1) svg.Close();
    }

    internal static Pen LinePen(JsonNode trace, int series) => new(
        (string?)trace["line"]?["color"] ?? (string?)trace["marker"]?["color"] ?? Style.Series(series),
        (double?)trace["line"]?["width"] ?? 2, (string?)trace["line"]?["dash"] ?? "solid");

    internal static string MarkerColour(JsonNode trace, string otherwise) =>
        trace["marker"]?["color"] is JsonValue colour ? colour.ToString() : otherwise;

    private string Area(Plane plane, string fill)
    {
        if (fill == "toself") return plane.Path(_x, _y) + "z";
        var (x, y) = fill == "tonexty" && _before is not null ? (_before._x, _before._y) : (_x, new double[_x.Length]);
        return plane.Path([.. _x, .. x.Reverse()], [.. _y, .. y.Reverse()]) + "z";
    }

    private string Points(Plane plane)
    {
        var path = new StringBuilder();
        var symbol = (string?)_trace["marker"]?["symbol"];
        var size = Read.Sizes(_trace["marker"]?["size"]);
        foreach (var (x, y, i) in Shown(plane)) path.Append(Drawing.Symbol(symbol, x, y, size(i)));
        return path.ToString();
    }

    private void DrawTexts(Svg svg, Plane plane)
    {
        var texts = Read.Texts(_trace["text"]);
        var places = Read.Texts(_trace["textposition"]);
        foreach (var (x, y, i) in Shown(plane))
        {
            var place = places(i);
            var anchor = place.EndsWith("left") ? "end" : place.EndsWith("right") ? "start" : "middle";
            var above = place.StartsWith("top") ? -8 : place.StartsWith("bottom") ? 8 + Style.TextSize * .75 : Style.TextSize * .35;
            svg.Text(x + (anchor == "end" ? -7 : anchor == "start" ? 7 : 0), y + above, texts(i), Style.TextSize, Style.Ink, anchor);
        }
    }

    private IEnumerable<(double X, double Y, int Point)> Shown(Plane plane)
    {
        for (var i = 0; i < _x.Length; i++)
        {
            var (x, y) = (plane.X(_x[i]), plane.Y(_y[i]));
            if (x >= plane.Box.Left - 1 && x <= plane.Box.Right + 1 && y >= plane.Box.Top - 1 && y <= plane.Box.Bottom + 1) yield return (x, y, i);
        }
    }
}
