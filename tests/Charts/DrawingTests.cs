using System.Text.Json.Nodes;
using EarlyExit.Charts.Static;

namespace EarlyExit.Tests.Charts;

/// <summary>The geometry of pictures against closed forms and counting.</summary>
public class DrawingTests
{
    [Theory]
    [InlineData(0, 1, 5)]
    [InlineData(-3.7, 12.1, 8)]
    [InlineData(1e-9, 3e-9, 4)]
    [InlineData(99.95, 100.05, 6)]
    [InlineData(-1e12, 5e12, 6)]
    public void TicksAreRoundInsideAndFewEnough(double low, double high, int most)
    {
        var ticks = Ticks.Linear(low, high, most).Select(tick => tick.Value).ToArray();
        Assert.InRange(ticks.Length, 2, most + 1);
        Assert.All(ticks, tick => Assert.InRange(tick, low - 1e-9 * (high - low), high + 1e-9 * (high - low)));
        var step = ticks[1] - ticks[0];
        var mantissa = step / Math.Pow(10, Math.Floor(Math.Log10(step) + 1e-6));
        Assert.Contains(new[] { 1.0, 2, 5 }, round => Math.Abs(mantissa - round) < 1e-3);
    }

    [Theory]
    [InlineData(0, 1, 6, "0,0.2,0.4,0.6,0.8,1")]
    [InlineData(0, 100, 6, "0,20,40,60,80,100")]
    [InlineData(-1, 1, 4, "−1,−0.5,0,0.5,1")]
    [InlineData(0, 60000, 4, "0,20,000,40,000,60,000")]
    public void LabelsSayWhatTheyMean(double low, double high, int most, string expected) =>
        Assert.Equal(expected, string.Join(",", Ticks.Linear(low, high, most).Select(tick => tick.Label)));

    [Fact]
    public void LogarithmicTicksArePowersAndTheirMultiples()
    {
        var ticks = Ticks.Logarithmic(-2, 1, 8);
        Assert.Equal(["0.01", "0.02", "0.05", "0.1", "0.2", "0.5", "1", "2", "5", "10"], ticks.Select(tick => tick.Label));
        Assert.All(ticks, tick => Assert.Equal(double.Parse(tick.Label), Math.Pow(10, tick.Value), 1e-12));
    }

    [Fact]
    public void HistogramCountsEveryValueOnce()
    {
        var random = new Random(1);
        double[] values = [.. Enumerable.Range(0, 500).Select(_ => random.NextDouble() * random.NextDouble() * 7)];
        var (places, heights, width) = Histogram.Of(new JsonObject { ["x"] = new JsonArray([.. values.Select(v => (JsonNode)v)]), ["nbinsx"] = 15 });
        Assert.Equal(500, heights.Sum());
        Assert.All(places.Zip(heights), bin =>
            Assert.Equal(values.Count(v => v >= bin.First - width / 2 - 1e-12 && v < bin.First + width / 2 - 1e-12), bin.Second));
    }

    [Theory]
    [InlineData(0, 0, 1, 1, .3, .7)] // a ramp from left to right
    [InlineData(1, 0, 1, 0, .6, .16)] // a saddle with a middle of 0.5, below the level: two triangles with legs of 0.4
    [InlineData(1, 0, 1, 0, .4, .84)] // and above it: all but two such triangles
    [InlineData(2, 2, 2, 2, .5, 1)]
    [InlineData(0, 0, 0, 0, .5, 0)]
    public void PartOfACellAboveALevelHasTheRightArea(double a, double b, double c, double d, double level, double expected)
    {
        // Corners in order: (0, 0), (1, 0), (1, 1), (0, 1); the ramp rises along x.
        (double, double, double)[] corners = a == 0 && b == 0 && c == 1 ? [(0, 0, 0), (1, 0, 1), (1, 1, 1), (0, 1, 0)] : [(0, 0, a), (1, 0, b), (1, 1, c), (0, 1, d)];
        Assert.Equal(expected, ContourMarks.PartAbove(corners, level).Sum(Area), 1e-9);
    }

    [Fact]
    public void ContourOfAConeIsACircle()
    {
        const int Cells = 80;
        double area = 0;
        for (var row = 0; row < Cells; row++)
            for (var column = 0; column < Cells; column++)
                area += ContourMarks.PartAbove([At(row, column), At(row, column + 1), At(row + 1, column + 1), At(row + 1, column)], -.7).Sum(Area);
        Assert.Equal(Math.PI * .49, area, 2e-3);

        static (double, double, double) At(int row, int column)
        {
            var (x, y) = (2.0 * column / Cells - 1, 2.0 * row / Cells - 1);
            return (x, y, -Math.Sqrt(x * x + y * y));
        }
    }

    [Fact]
    public void WrappedTextFitsAndLosesNoWord()
    {
        const string Text = "Joint training leads at every budget below three quarters of the backbone's cost";
        var lines = TextWidth.Wrap(Text, 16, true, 240);
        Assert.Equal(Text, string.Join(' ', lines));
        Assert.All(lines, line => Assert.True(TextWidth.Of(line, 16, true) <= 240));
        Assert.True(lines.Count is > 2 and < 6);
    }

    [Fact]
    public void ShortenedTextFitsAndKeepsWholeCharacters()
    {
        var shortened = TextWidth.Shorten(string.Concat(Enumerable.Repeat("𝛼x", 100)), 12, false, 100);
        Assert.True(TextWidth.Of(shortened, 12) <= 100);
        Assert.EndsWith("…", shortened);
        Assert.DoesNotContain(shortened.EnumerateRunes(), rune => rune.Value == 0xFFFD);
    }

    private static double Area((double X, double Y)[] polygon)
    {
        double twice = 0;
        for (var i = 0; i < polygon.Length; i++)
        {
            var (a, b) = (polygon[i], polygon[(i + 1) % polygon.Length]);
            twice += a.X * b.Y - b.X * a.Y;
        }
        return Math.Abs(twice) / 2;
    }
}
