using System.Text.Json.Nodes;

namespace EarlyExit.Charts.Static;

/// <summary>One pair of axes with the traces on it.</summary>
internal sealed class Panel
{
    private const int TickLength = 5;
    private const double MostLabel = .4;
    private readonly List<IMarks> _marks = [];
    private readonly AxisNeeds _xNeeds;
    private readonly AxisNeeds _yNeeds;
    private readonly JsonNode? _xLayout;
    private readonly JsonNode? _yLayout;

    /// <param name="traces">The traces on these axes with their numbers.</param>
    /// <param name="layout">The layout of the chart.</param>
    /// <param name="needs">What is needed of axes by their names; plots side by side may share some.</param>
    internal Panel(IReadOnlyList<(JsonNode Trace, int Series)> traces, JsonNode layout, Dictionary<string, AxisNeeds> needs)
    {
        XName = (string?)traces[0].Trace["xaxis"] ?? "x";
        YName = (string?)traces[0].Trace["yaxis"] ?? "y";
        (_xLayout, _yLayout) = (layout[$"xaxis{XName[1..]}"], layout[$"yaxis{YName[1..]}"]);
        (_xNeeds, _yNeeds) = (Needs((string?)_xLayout?["matches"] ?? XName), Needs((string?)_yLayout?["matches"] ?? YName));
        foreach (var (trace, _) in Of("heatmap")) _marks.Add(Scale(new HeatmapMarks(trace, _xNeeds, _yNeeds), trace, m => m.Colours));
        foreach (var (trace, _) in Of("contour")) _marks.Add(Scale(new ContourMarks(trace, _xNeeds, _yNeeds), trace, m => m.Colours));
        if (Of("bar", "histogram") is { Count: > 0 } bars)
            _marks.Add(new BarMarks(bars, (string?)layout["barmode"] ?? "group", _xNeeds, _yNeeds));
        ScatterMarks? before = null;
        foreach (var (trace, series) in Of("scatter")) _marks.Add(before = new ScatterMarks(trace, before, series, _xNeeds, _yNeeds));

        IReadOnlyList<(JsonNode Trace, int Series)> Of(params string[] types) => [.. traces.Where(t => types.Contains((string?)t.Trace["type"]))];

        AxisNeeds Needs(string name) => needs.TryGetValue(name, out var known) ? known : needs[name] = new AxisNeeds();

        T Scale<T>(T marks, JsonNode trace, Func<T, Colours> colours)
        {
            if ((bool?)trace["showscale"] != false) Colours = colours(marks);
            return marks;
        }
    }

    /// <summary>The name of its x axis, such as x2.</summary>
    internal string XName { get; }

    /// <summary>The name of its y axis.</summary>
    internal string YName { get; }

    /// <summary>The colours that a strip explains, if there are any.</summary>
    internal Colours? Colours { get; private set; }

    /// <param name="svg">The picture.</param>
    /// <param name="outside">The room for the plot with its labels and titles.</param>
    /// <param name="title">Above it, or nothing.</param>
    /// <param name="hasXLabels">Whether the x axis says anything; where plots share it only the lowest does.</param>
    /// <param name="hasYLabels">Likewise for the y axis and the leftmost.</param>
    internal void Draw(Svg svg, Box outside, string title, bool hasXLabels, bool hasYLabels)
    {
        var (x, y) = (_xNeeds.ToAxis(_xLayout), _yNeeds.ToAxis(_yLayout));
        var yMarks = y.Marks((int)Math.Max(3, outside.Height / 46));
        var mostLabel = MostLabel * outside.Width;
        var top = outside.Top + (title.Length > 0 ? 24 : 6);
        var yTitle = hasYLabels ? TextWidth.Wrap(y.Title, Style.LabelSize, false, outside.Bottom - top) : [""];
        var left = outside.Left + (hasYLabels ? TickLength + 4 + yMarks.Select(mark => Math.Min(mostLabel, TextWidth.Of(mark.Label, Style.TextSize))).DefaultIfEmpty(0).Max() : 6)
            + (yTitle[0].Length > 0 ? 4 + 17 * yTitle.Count : 0);
        var right = outside.Right - 14 - (Colours is { } scale ? ColourBar.Room(scale) : 0);
        var xMarks = x.Marks((int)Math.Max(3, (right - left) / 85));
        var xLabels = XLabels(x, xMarks, right - left);
        var xTitle = hasXLabels ? TextWidth.Wrap(x.Title, Style.LabelSize, false, right - left) : [""];
        var bottom = outside.Bottom - (hasXLabels ? TickLength + 3 + 15 * xLabels.Max(label => label.Lines.Count) : 6)
            - (xTitle[0].Length > 0 ? 5 + 17 * xTitle.Count : 0);
        var plane = new Plane(x, y, WithEqualUnits(new Box(left, top, right - left, bottom - top), x, y));
        (top, right) = (plane.Box.Top, plane.Box.Right);

        if (title.Length > 0) svg.Text(left, top - 8, TextWidth.Shorten(title, Style.LabelSize, true, outside.Right - left), Style.LabelSize, Style.Ink, bold: true);
        DrawGrid(svg, plane, x.HasGrid && x.Kind != AxisKind.Category ? xMarks : [], y.HasGrid && y.Kind != AxisKind.Category ? yMarks : []);
        DrawZeroLines(svg, plane);
        svg.Clip($"{XName}{YName}", new Box(left, top - 1, plane.Box.Width, plane.Box.Height + 2));
        foreach (var marks in _marks) marks.Draw(svg, plane);
        svg.Close();
        svg.Line(left, bottom, right, bottom, new Pen(Style.Axis, 1));
        svg.Line(left, top, left, bottom, new Pen(Style.Axis, 1));
        if (hasXLabels) DrawXLabels(svg, plane, xLabels, xTitle, outside);
        if (hasYLabels) DrawYLabels(svg, plane, [.. yMarks.Select(mark => (mark.Share, TextWidth.Shorten(mark.Label, Style.TextSize, false, mostLabel)))], yTitle, outside);
        if (Colours is { } colours) ColourBar.Draw(svg, colours, right + 12, top, plane.Box.Height);
    }

    /// <summary>The box, or the part of it at the left and the bottom in which a unit of y is as long as one of x, where the layout wants that.</summary>
    private Box WithEqualUnits(Box box, Axis x, Axis y)
    {
        if ((string?)_yLayout?["scaleanchor"] != XName) return box;
        var unit = Math.Min(box.Width / (x.High - x.Low), box.Height / (y.High - y.Low));
        var (width, height) = (unit * (x.High - x.Low), unit * (y.High - y.Low));
        return new Box(box.Left, box.Bottom - height, width, height);
    }

    private void DrawZeroLines(Svg svg, Plane plane)
    {
        var (zeroX, zeroY, box) = (plane.X(0), plane.Y(0), plane.Box);
        if (Wanted(_xLayout) is { } xPen && zeroX >= box.Left && zeroX <= box.Right) svg.Line(zeroX, box.Top, zeroX, box.Bottom, xPen);
        if (Wanted(_yLayout) is { } yPen && zeroY >= box.Top && zeroY <= box.Bottom) svg.Line(box.Left, zeroY, box.Right, zeroY, yPen);

        static Pen? Wanted(JsonNode? axis) =>
            (bool?)axis?["zeroline"] == true ? new Pen((string?)axis["zerolinecolor"] ?? Style.Axis, 1) : null;
    }

    /// <summary>Labels in lines as wide as there is room; of too many categories only every second, third ...</summary>
    private static IReadOnlyList<(double Share, IReadOnlyList<string> Lines)> XLabels(Axis x, IReadOnlyList<(double Share, string Label)> marks, double width)
    {
        if (x.Kind != AxisKind.Category) return [.. marks.Select(mark => (mark.Share, (IReadOnlyList<string>)[mark.Label]))];
        var slot = width / Math.Max(1, marks.Count);
        var every = (int)Math.Ceiling(34 / slot);
        return [.. marks.Index().Where(mark => mark.Index % every == 0).Select(mark =>
            (mark.Item.Share, TextWidth.Wrap(mark.Item.Label, Style.TextSize, false, slot * every - 6, most: 3)))];
    }

    private static void DrawGrid(
        Svg svg, Plane plane, IReadOnlyList<(double Share, string Label)> xMarks, IReadOnlyList<(double Share, string Label)> yMarks)
    {
        var (box, pen) = (plane.Box, new Pen(Style.Grid, 1));
        foreach (var (share, _) in xMarks) svg.Line(box.Left + share * box.Width, box.Top, box.Left + share * box.Width, box.Bottom, pen);
        foreach (var (share, _) in yMarks) svg.Line(box.Left, box.Bottom - share * box.Height, box.Right, box.Bottom - share * box.Height, pen);
    }

    private static void DrawXLabels(
        Svg svg, Plane plane, IReadOnlyList<(double Share, IReadOnlyList<string> Lines)> labels, IReadOnlyList<string> title, Box outside)
    {
        foreach (var (share, lines) in labels)
        {
            var x = plane.Box.Left + share * plane.Box.Width;
            svg.Line(x, plane.Box.Bottom, x, plane.Box.Bottom + TickLength, new Pen(Style.Axis, 1));
            foreach (var (i, line) in lines.Index())
            {
                var half = TextWidth.Of(line, Style.TextSize) / 2;
                var inside = Math.Max(outside.Left + half, Math.Min(outside.Right - half, x));
                svg.Text(inside, plane.Box.Bottom + TickLength + 13 + 15 * i, line, Style.TextSize, Style.Muted, "middle");
            }
        }
        foreach (var (i, line) in title.Index())
            svg.Text(plane.Box.Left + plane.Box.Width / 2, outside.Bottom - 5 - 17 * (title.Count - 1 - i), line, Style.LabelSize, Style.Ink, "middle");
    }

    private static void DrawYLabels(
        Svg svg, Plane plane, IReadOnlyList<(double Share, string Label)> marks, IReadOnlyList<string> title, Box outside)
    {
        foreach (var (share, label) in marks)
        {
            var y = plane.Box.Bottom - share * plane.Box.Height;
            svg.Line(plane.Box.Left - TickLength, y, plane.Box.Left, y, new Pen(Style.Axis, 1));
            svg.Text(plane.Box.Left - TickLength - 3, y + 4, label, Style.TextSize, Style.Muted, "end");
        }
        foreach (var (i, line) in title.Index())
            svg.Text(outside.Left + 13 + 17 * i, plane.Box.Top + plane.Box.Height / 2, line, Style.LabelSize, Style.Ink, "middle", turn: -90);
    }
}
