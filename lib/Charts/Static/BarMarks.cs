using System.Text.Json.Nodes;

namespace EarlyExit.Charts.Static;

/// <summary>The bars of all bar and histogram traces of a plot, beside or upon each other.</summary>
internal sealed class BarMarks : IMarks
{
    private readonly List<Bar> _bars = [];

    /// <param name="traces">The traces with their numbers, for colours of their own.</param>
    /// <param name="mode">group, stack or overlay, as the layout says.</param>
    /// <param name="x">Grows to what it needs.</param>
    /// <param name="y">Likewise.</param>
    internal BarMarks(IReadOnlyList<(JsonNode Trace, int Series)> traces, string mode, AxisNeeds x, AxisNeeds y)
    {
        var heaps = new Dictionary<(double Place, bool Up), double>();
        foreach (var (order, (trace, series)) in traces.Index())
        {
            var (places, heights, width) = (string?)trace["type"] == "histogram" ? Histogram.Of(trace) : Standing(trace, x);
            var slot = mode == "group" && traces.Count > 1 ? width / traces.Count : width;
            var shift = mode == "group" && traces.Count > 1 ? (order - (traces.Count - 1) / 2.0) * slot : 0;
            var texts = Read.Texts(trace["text"]);
            var colour = ScatterMarks.MarkerColour(trace, Style.Series(series));
            for (var i = 0; i < heights.Length; i++)
            {
                if (!double.IsFinite(heights[i])) continue;
                var key = (places[i], heights[i] >= 0);
                var from = mode == "stack" ? heaps.GetValueOrDefault(key) : 0;
                heaps[key] = from + heights[i];
                _bars.Add(new Bar(
                    places[i] + shift, slot, from, from + heights[i], colour, texts(i), (string?)trace["textposition"] == "outside",
                    (double?)trace["opacity"] ?? 1));
            }
        }
        x.Include(_bars.SelectMany(bar => (double[])[bar.Place - bar.Width / 2, bar.Place + bar.Width / 2]));
        y.Include(_bars.SelectMany(bar => (double[])[0, bar.From, bar.To]));
        y.LeaveRoom(_bars.Any(bar => bar.To < 0) ? .08 : 0, _bars.Any(bar => bar.IsOutside) ? .1 : .04);
    }

    public void Draw(Svg svg, Plane plane)
    {
        foreach (var bar in _bars)
        {
            var (left, right) = (plane.X(bar.Place - bar.Width / 2), plane.X(bar.Place + bar.Width / 2));
            var (top, bottom) = (plane.Y(Math.Max(bar.From, bar.To)), plane.Y(Math.Min(bar.From, bar.To)));
            var box = new Box(left, top, right - left, bottom - top);
            svg.Rect(box, bar.Colour, $" stroke=\"{Style.Card}\" stroke-width=\"0.8\"{(bar.Opacity < 1 ? $" opacity=\"{Svg.Number(bar.Opacity)}\"" : "")}");
            if (bar.Text.Length == 0) continue;
            if (bar.IsOutside) svg.Text(left + box.Width / 2, top - 5, bar.Text, Style.TextSize, Style.Ink, "middle");
            else if (Fits(bar.Text, box)) svg.Text(left + box.Width / 2, top + box.Height / 2 + 4, bar.Text, Style.TextSize, OnTopOf(bar.Colour), "middle");
        }
    }

    private static (double[] Places, double[] Heights, double Width) Standing(JsonNode trace, AxisNeeds x)
    {
        var heights = Read.Numbers(trace["y"]);
        var places = x.Places(trace["x"], heights.Length);
        var apart = places.Order().Zip(places.Order().Skip(1), (a, b) => b - a).Where(distance => distance > 0).DefaultIfEmpty(1).Min();
        return (places, heights, Read.TryNumber(trace["width"], out var width) ? width : .8 * apart);
    }

    private static bool Fits(string text, Box box) => box.Height >= Style.TextSize + 3 && box.Width >= TextWidth.Of(text, Style.TextSize);

    // Black or white, whichever stands out more; other notations than #rrggbb are taken as dark.
    private static string OnTopOf(string colour)
    {
        if (colour is not ['#', .. { Length: 6 }]) return "#ffffff";
        var (r, g, b) = Style.Parts(colour);
        return .299 * r + .587 * g + .114 * b > 150 ? Style.Ink : "#ffffff";
    }

    private readonly record struct Bar(
        double Place, double Width, double From, double To, string Colour, string Text, bool IsOutside, double Opacity);
}

/// <summary>Counts values in bins of a round width, as plotly.js does.</summary>
internal static class Histogram
{
    internal static (double[] Places, double[] Heights, double Width) Of(JsonNode trace)
    {
        double[] values = [.. Read.Numbers(trace["x"]).Where(double.IsFinite)];
        if (values.Length == 0) return ([], [], 1);
        var (low, high) = (values.Min(), values.Max());
        var width = high > low ? Ticks.Step(high - low, (int?)trace["nbinsx"] ?? 20) : 1;
        var first = Math.Floor(low / width);
        var counts = new double[(int)(Math.Floor(high / width) - first) + 1];
        foreach (var value in values) counts[(int)(Math.Floor(value / width) - first)]++;
        var scale = (string?)trace["histnorm"] switch
        {
            "percent" => 100.0 / values.Length,
            "probability" => 1.0 / values.Length,
            _ => 1,
        };
        return ([.. counts.Select((_, i) => (first + i + .5) * width)], [.. counts.Select(count => count * scale)], width);
    }
}
