using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using EarlyExit.Charts;

namespace EarlyExit.Tests.Charts;

/// <summary>
/// The picture shows the numbers that the live figure has: pixels read back out of the SVG are one straight-line function of them on each axis,
/// to the tenth of a pixel in which they are written.
/// </summary>
public partial class SameDataTests
{
    [Theory]
    [InlineData("lines")]
    [InlineData("few points")]
    [InlineData("many points")]
    [InlineData("gaps")]
    [InlineData("to zero")]
    [InlineData("large numbers")]
    public void Lines_go_through_the_same_points(string name)
    {
        var figure = SampleFigures.All[name]();
        var drawn = XElement.Parse(figure.ToSvg()).Descendants().Where(IsLine).Select(path => Points((string)path.Attribute("d")!)).ToArray();
        var live = FigureParts.Traces(figure).Select(Finite).ToArray();
        Assert.Equal(live.Select(points => points.Length), drawn.Select(points => points.Length));
        AssertStraight([.. live.SelectMany(points => points).Select(point => point.X)], [.. drawn.SelectMany(points => points).Select(point => point.X)]);
        AssertStraight([.. live.SelectMany(points => points).Select(point => point.Y)], [.. drawn.SelectMany(points => points).Select(point => point.Y)]);
    }

    [Theory]
    [InlineData("grouped columns")]
    [InlineData("negative columns")]
    [InlineData("columns")]
    public void Columns_have_the_same_heights(string name)
    {
        var figure = SampleFigures.All[name]();
        var traces = FigureParts.Traces(figure);
        var live = traces.SelectMany(trace => FigureParts.Numbers(trace["y"])).Where(double.IsFinite).Select(Math.Abs).Order().ToArray();
        var fills = traces.Select((trace, series) => (string?)trace["marker"]?["color"] ?? Style.Series(series)).ToHashSet();
        var drawn = XElement.Parse(figure.ToSvg()).Descendants().Where(e => e.Name.LocalName == "rect" && e.Attribute("stroke-width") is not null && fills.Contains((string)e.Attribute("fill")!))
            .Select(rect => (double)rect.Attribute("height")!).Order().ToArray();
        Assert.Equal(live.Length, drawn.Length);
        var scale = drawn[^1] / live[^1];
        Assert.All(live.Zip(drawn), pair => Assert.Equal(pair.First * scale, pair.Second, .2));
    }

    private static bool IsLine(XElement element) =>
        element.Name.LocalName == "path" && (string?)element.Attribute("fill") == "none" && element.Attribute("stroke") is not null;

    private static (double X, double Y)[] Points(string path) =>
        [.. Pair().Matches(path).Select(pair => (Number(pair.Groups[1].Value), Number(pair.Groups[2].Value)))];

    private static (double X, double Y)[] Finite(JsonNode trace) =>
        [.. FigureParts.Numbers(trace["x"]).Zip(FigureParts.Numbers(trace["y"])).Where(point => double.IsFinite(point.First + point.Second))];

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);

    // The map is read off the extreme values and must then fit all others.
    private static void AssertStraight(double[] values, double[] pixels)
    {
        var (low, high) = (Array.IndexOf(values, values.Min()), Array.IndexOf(values, values.Max()));
        Assert.True(values[high] > values[low]);
        var scale = (pixels[high] - pixels[low]) / (values[high] - values[low]);
        Assert.True(Math.Abs(pixels[high] - pixels[low]) > 50);
        Assert.All(values.Zip(pixels), pair => Assert.Equal(pixels[low] + scale * (pair.First - values[low]), pair.Second, .16));
    }

    [GeneratedRegex(@"[ML](-?[\d.]+) (-?[\d.]+)")]
    private static partial Regex Pair();
}
