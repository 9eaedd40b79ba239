using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using EarlyExit.Charts.Static;

namespace EarlyExit.Tests.Charts;

/// <summary>Every picture can be read: well-formed, inside its frame, in legible letters, without anything active.</summary>
public partial class PictureTests
{
    public static TheoryData<string> Names => SampleFigures.Names;

    [Theory, MemberData(nameof(Names))]
    public void IsWellFormedAndPassive(string name)
    {
        var svg = Picture(name);
        string[] allowed = ["svg", "title", "rect", "line", "path", "text", "g", "clipPath"];
        Assert.All(svg.DescendantsAndSelf(), element => Assert.Contains(element.Name.LocalName, allowed));
        Assert.DoesNotContain(svg.DescendantsAndSelf().Attributes(), attribute =>
            attribute.Name.LocalName is "href" or "src" || attribute.Name.LocalName.StartsWith("on", StringComparison.OrdinalIgnoreCase));
    }

    [Theory, MemberData(nameof(Names))]
    public void LettersAreAtLeast11Pixels(string name) =>
        Assert.All(Picture(name).Descendants().Where(e => e.Name.LocalName == "text"), text => Assert.True((int)text.Attribute("font-size")! >= 11));

    [Theory, MemberData(nameof(Names))]
    public void NothingLiesOutside(string name)
    {
        var svg = Picture(name);
        var (width, height) = ((double)svg.Attribute("width")!, (double)svg.Attribute("height")!);
        Assert.Equal($"0 0 {width} {height}", (string?)svg.Attribute("viewBox"));
        foreach (var element in svg.Descendants().Where(e => e.Name.LocalName is not ("svg" or "title" or "g" or "clipPath")))
        {
            var clipped = element.Ancestors().Any(e => e.Attribute("clip-path") is not null);
            foreach (var (x, y) in clipped ? [] : Corners(element))
                Assert.True(x >= -.01 && x <= width + .01 && y >= -.01 && y <= height + .01, $"{name}: ({x}, {y}) of {element} is outside {width} x {height}");
        }
    }

    [Theory, MemberData(nameof(Names))]
    public void BytesAreTheSameInEveryCulture(string name)
    {
        var svg = SampleFigures.All[name]().ToSvg();
        var culture = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        (culture.NumberFormat.NumberDecimalSeparator, culture.NumberFormat.NumberGroupSeparator, culture.NumberFormat.NegativeSign) = (",", ".", "~");
        var before = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = culture;
        try
        {
            Assert.Equal(svg, SampleFigures.All[name]().ToSvg());
            Assert.DoesNotContain("~", SampleFigures.All[name]().ToPlotlyJson());
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Theory, MemberData(nameof(Names))]
    public void IsSmall(string name) => Assert.InRange(Encoding.UTF8.GetByteCount(SampleFigures.All[name]().ToSvg()), 500, 60_000);

    [Fact]
    public void HostileTextsAreShownAsTheyAre()
    {
        var texts = Picture("hostile texts").Descendants().Where(e => e.Name.LocalName == "text").Select(e => e.Value).ToArray();
        Assert.Contains(texts, text => text.Contains("<script>alert('x')</script> & \"quoted\" ]]> \uFFFD \uFFFD"));
    }

    [Fact]
    public void ImageIsOneSafeTag()
    {
        var html = SampleFigures.All["hostile texts"]().ToHtml();
        var tag = XElement.Parse(html);
        Assert.Equal("img", tag.Name.LocalName);
        Assert.Contains("<script>", (string)tag.Attribute("alt")!);
        Assert.StartsWith("data:image/svg+xml;base64,", (string)tag.Attribute("src")!);
        Assert.DoesNotContain("<script", html);
    }

    [Fact]
    public void ALineGoesWhereItsPointsAre()
    {
        var figure = new EarlyExit.Charts.Figure(
            global::Plotly.NET.CSharp.GenericChartExtensions.WithXAxisStyle<double, double, string>(
                global::Plotly.NET.CSharp.GenericChartExtensions.WithYAxisStyle<double, double, string>(
                    global::Plotly.NET.CSharp.Chart.Line<double, double, string>([0, 5, 10], [0, 25, 100], UseDefaults: false), MinMax: Tuple.Create(0.0, 100.0)),
                MinMax: Tuple.Create(0.0, 10.0)),
            "t", "d");
        var svg = XElement.Parse(figure.ToSvg());
        var frame = svg.Descendants().Single(e => e.Name.LocalName == "clipPath").Elements().Single();
        var (left, top) = ((double)frame.Attribute("x")!, (double)frame.Attribute("y")! + 1);
        var (width, height) = ((double)frame.Attribute("width")!, (double)frame.Attribute("height")! - 2);
        var line = svg.Descendants().Single(e => e.Name.LocalName == "path" && (string?)e.Attribute("fill") == "none");
        (double, double)[] expected = [(left, top + height), (left + width / 2, top + .75 * height), (left + width, top)];
        Assert.All(expected.Zip(Corners(line)), pair =>
        {
            Assert.Equal(pair.First.Item1, pair.Second.X, .11);
            Assert.Equal(pair.First.Item2, pair.Second.Y, .11);
        });
    }

    private static XElement Picture(string name) => XElement.Parse(SampleFigures.All[name]().ToSvg());

    /// <summary>Points between which an element lies; of texts by their estimated width.</summary>
    private static IEnumerable<(double X, double Y)> Corners(XElement element)
    {
        double Number(string attribute) => double.Parse((string)element.Attribute(attribute)!, CultureInfo.InvariantCulture);
        switch (element.Name.LocalName)
        {
            case "rect":
                return [(Number("x"), Number("y")), (Number("x") + Number("width"), Number("y") + Number("height"))];
            case "line":
                return [(Number("x1"), Number("y1")), (Number("x2"), Number("y2"))];
            case "text":
                var size = (int)Number("font-size");
                var width = TextWidth.Of(element.Value, size, element.Attribute("font-weight") is not null);
                var start = (string?)element.Attribute("text-anchor") switch { "middle" => -width / 2, "end" => -width, _ => 0 };
                (double X, double Y)[] corners = [(start, -size * .8), (start + width, size * .25)];
                return element.Attribute("transform") is null
                    ? corners.Select(c => (Number("x") + c.X, Number("y") + c.Y))
                    : corners.Select(c => (Number("x") + c.Y, Number("y") - c.X)); // turned by a quarter
            default:
                return PathPoint().Matches((string)element.Attribute("d")!)
                    .Select(m => (double.Parse(m.Groups[1].Value, CultureInfo.InvariantCulture), double.Parse(m.Groups[2].Value, CultureInfo.InvariantCulture)));
        }
    }

    [GeneratedRegex(@"[ML](-?[\d.]+) (-?[\d.]+)")]
    private static partial Regex PathPoint();
}
