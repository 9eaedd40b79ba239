using EarlyExit.Charts;
using EarlyExit.Charts.Static;
using EarlyExit.Metrics;
using static EarlyExit.Tests.Charts.FigureParts;
using Draw = EarlyExit.Charts.Charts;

namespace EarlyExit.Tests.Charts;

/// <summary>Figures of one's own numbers show these numbers, and say what they leave out.</summary>
public class ChartTests
{
    [Fact]
    public void ReliabilityShowsBinsAndSaysHowFarTheyAreOff()
    {
        // 30 samples .2 too sure and 10 samples .1 too unsure: ECE = (30 x .2 + 10 x .1) / 40 = .175, bias = (6 - 1) / 40 = .125.
        ReliabilityBin[] bins = [new(0, .5, 30, .4, .2), new(.5, .75, 0, double.NaN, double.NaN), new(.75, 1, 10, .8, .9)];
        var figure = Draw.Reliability(("raw", bins));
        Assert.Equal("Raw is over-confident: ECE 0.175, confidence 12.5 points above accuracy on average", figure.Title);
        Assert.Equal([40, 80], Numbers(figure, 1, "x"));
        Assert.Equal([20, 90], Numbers(figure, 1, "y"));
        Assert.Contains("1 of 3 bins have no samples", figure.Alt);
        var sizes = Numbers(Trace(figure, 1)["marker"]!["size"]);
        Assert.Equal(Math.Sqrt(3), (sizes[0] - 4) / (sizes[1] - 4), .02);
        Assert.Equal("x", (string?)Layout(figure)["yaxis"]!["scaleanchor"]);
    }

    [Theory]
    [InlineData(.3, .3, "(calibrated)")]
    [InlineData(.3, .4, "(under-confident)")]
    [InlineData(.4, .3, "(over-confident)")]
    public void ReliabilityNamesTheDirection(double confidence, double accuracy, string word)
    {
        ReliabilityBin[] one = [new(0, 1, 5, confidence, accuracy)], turns = [new(0, .5, 5, .3, .4), new(.5, 1, 5, .8, .7)];
        var title = Draw.Reliability(("a", one), ("b", turns)).Title;
        Assert.Contains(word, title);
        Assert.Contains("0.100 for b (over- and under-confident by turns)", title);
        var many = Draw.Reliability(("a", one), ("b", turns), ("c", one), ("d", [new(0, 1, 5, .9, .4)])).Title;
        Assert.EndsWith("to 0.500 (d, over-confident)", many);
    }

    [Fact]
    public void ReliabilityNeedsSamples() =>
        Assert.Contains("no samples in the bins of 'a'", Assert.Throws<ArgumentException>(() => Draw.Reliability(("a", []))).Message);

    [Fact]
    public void FewPointsAreMarkedAndGapsAreKept()
    {
        var figure = Draw.Lines("t", "temperature", "area", ("a", [1, 2, 3], [5, double.NaN, 7]), ("b", [.. Enumerable.Range(0, 500)], new double[500]));
        Assert.Equal(["lines+markers", "lines"], Traces(figure).Select(trace => (string?)trace["mode"]));
        Assert.Equal([5, double.NaN, 7], Numbers(figure, 0, "y"));
        Assert.Equal([0, 499], Numbers(figure, 1, "x"));
        Assert.Equal("t. Area against temperature for a and b. One point without a finite value is left out.", figure.Alt);
    }

    [Fact]
    public void LongLinesKeepTheirGaps()
    {
        double[] x = [.. Enumerable.Range(0, 100)];
        var figure = Draw.Lines("t", "x", "y", ("a", x, [.. x.Select(v => v is 0 or (> 30 and < 40) ? double.PositiveInfinity : v)]));
        Assert.Equal([1, 30, double.NaN, 40, 99], Numbers(figure, 0, "x"));
        Assert.EndsWith("10 points without a finite value are left out.", figure.Alt);
    }

    [Theory]
    [InlineData(.25, 4, "0.25 0.5 1 2 4")]
    [InlineData(.1, 10, "0.125 0.25 0.5 1 2 4 8")]
    [InlineData(.9, 1.15, "0.9 0.95 1 1.05 1.1 1.15")]
    [InlineData(1.3, 1.3, "1.3")]
    [InlineData(.01, 1000, "0.01 0.1 1 10 100 1,000")]
    public void TemperaturesAreLabelledReadably(double low, double high, string expected)
    {
        var axis = Layout(Draw.LinesOverLog("t", "T", "y", ("a", [low, high], [0, 1])))["xaxis"]!;
        Assert.Equal("log", (string?)axis["type"]);
        Assert.Equal(expected, string.Join(' ', Texts(axis["ticktext"])));
        Assert.All(Texts(axis["ticktext"]).Zip(Numbers(axis["tickvals"])), mark => Assert.Equal(double.Parse(mark.First.Replace(",", "")), mark.Second, 1e-9 * mark.Second));
    }

    [Fact]
    public void LogarithmicAxesNeedValuesAboveZero() => Assert.Contains(
        "'a' has an x of -1, expected values above 0", Assert.Throws<ArgumentException>(() => Draw.LinesOverLog("t", "T", "y", ("a", [1, -1], [0, 1]))).Message);

    [Fact]
    public void CurvesHaveAsManyXAsY() => Assert.Contains(
        "'a' has 2 values of x and 1 of y", Assert.Throws<ArgumentException>(() => Draw.Lines("t", "x", "y", ("a", [1, 2], [0]))).Message);

    [Fact]
    public void ScatterShowsPointsWithTheirTexts()
    {
        var figure = Draw.Scatter("t", "ECE", "area", ("raw", [(.1, 60, "net 1"), (double.NaN, 61, "net 2"), (.3, 62, "net 3")]), ("scaled", [(0, 59, "net 4")]));
        Assert.Equal([.1, .3], Numbers(figure, 0, "x"));
        Assert.Equal([60, 62], Numbers(figure, 0, "y"));
        Assert.Equal(["net 1", "net 3"], Texts(Trace(figure, 0)["text"]));
        Assert.NotEqual((string?)Trace(figure, 0)["marker"]!["symbol"], (string?)Trace(figure, 1)["marker"]!["symbol"]);
        Assert.Equal("t. Area against ECE: 2 points of raw and 1 point of scaled. One point without a finite value is left out.", figure.Alt);
    }

    [Fact]
    public void ScatterHasAsManyGroupsAsColours()
    {
        Figure Of(int groups) => Draw.Scatter("t", "x", "y", [.. Enumerable.Range(0, groups).Select(g => ($"{g}", (IReadOnlyList<(double, double, string)>)[(g, g, "")]))]);
        Assert.Equal(7, Traces(Of(7)).Select(trace => ((string?)trace["marker"]!["symbol"], (string?)trace["marker"]!["color"])).Distinct().Count());
        Assert.Contains("There are 8 groups, expected at most 7", Assert.Throws<ArgumentException>(() => Of(8)).Message);
    }

    [Fact]
    public void IntervalsAreRowsFromTheTop()
    {
        var figure = Draw.Intervals("t", "gain", ("first", new(1, .5, 1.5, .95, 3)), ("second", new(-1, -3, 1, .95, 3)), ("seed", Interval.OfMean([2])), ("none", new(double.NaN, double.NaN, double.NaN, .95, 0)));
        Assert.Equal([.5, 1.5, double.NaN, -3, 1, double.NaN], Numbers(figure, 0, "x"));
        Assert.Equal([1, -1, 2], Numbers(figure, 1, "x"));
        Assert.Equal([0, 1, 2], Numbers(figure, 1, "y"));
        var (x, y) = (Layout(figure)["xaxis"]!, Layout(figure)["yaxis"]!);
        Assert.Equal(["first", "second", "seed", "none"], Texts(y["ticktext"]));
        Assert.Equal([3.5, -.5], Numbers(y["range"]));
        Assert.Equal([-3.25, 2.25], Numbers(x["range"]), Close);
        Assert.True((bool)x["zeroline"]!);
        Assert.Contains("first: 1.00 [0.50, 1.50]; second: -1.0 [-3.0, 1.0]; seed: 2.0000; none: NaN. One interval without a finite value is left out.", figure.Alt);
    }

    [Fact]
    public void SeriesOfARowLieBesideEachOther()
    {
        Interval one = new(1, 0, 2, .95, 3);
        var figure = Draw.Intervals("t", "gain", ("first", [("a", one), ("b", one)]), ("second", [("b", one)]));
        var dots = Traces(figure).Where(trace => (string?)trace["mode"] == "markers").ToArray();
        Assert.Equal([("a", true), ("b", true)], dots.Select(trace => ((string)trace["name"]!, (bool)trace["showlegend"]!)));
        Assert.Equal([-.12, .12, 1.12], [.. Numbers(dots[0]["y"]), .. Numbers(dots[1]["y"])], Close);
    }

    [Fact]
    public void ColumnsShowValuesInTheirCategories()
    {
        var figure = Draw.Columns("t", "ECE", ["exit 1", "exit 2"], ("raw", [.1, double.NaN]), ("scaled", [.02, -.01]));
        Assert.Equal(["exit 1", "exit 2"], Texts(Trace(figure, 1)["x"]));
        Assert.Equal([.1, double.NaN], Numbers(figure, 0, "y"));
        Assert.Equal([.02, -.01], Numbers(figure, 1, "y"));
        Assert.Equal("t. ECE of raw and scaled for exit 1 and exit 2. One column without a finite value is left out.", figure.Alt);
        Assert.Contains("'raw' has 1 values, expected 2", Assert.Throws<ArgumentException>(() => Draw.Columns("t", "y", ["a", "b"], ("raw", [1]))).Message);
        Assert.Contains("'a' occurs twice", Assert.Throws<ArgumentException>(() => Draw.Columns("t", "y", ["a", "a"], ("raw", [1, 2]))).Message);
    }

    [Fact]
    public void TitlesOfOnesOwnStayAsTheyAre() => Assert.Equal("t = 1 is best", Draw.Lines("t = 1 is best", "x", "y", ("a", [1], [2])).Title);

    [Fact]
    public void GivenMarksAreWhereTheirValuesAre()
    {
        var axis = new AxisNeeds().ToAxis(System.Text.Json.Nodes.JsonNode.Parse("""{"type": "log", "range": [-1, 1], "tickvals": [0.1, 1, 100], "ticktext": ["a", "b", "c"]}"""));
        Assert.Equal([(0, "a"), (.5, "b")], axis.Marks(5));
    }
}
