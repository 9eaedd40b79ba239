using EarlyExit.Metrics;

namespace EarlyExit.Tests.Metrics;

public class IntervalTests
{
    private sealed record IntervalCase(double[] Values, double[] Expected);

    [Fact]
    public void EqualsSciPy()
    {
        foreach (var golden in Golden.Read<IntervalCase[]>("intervals.json"))
        {
            var (at95, at99) = (Interval.OfMean(golden.Values), Interval.OfMean(golden.Values, .99));
            Assert.Equal(golden.Expected[0], at95.Mean, 1e-12);
            Assert.Equal(golden.Expected[1], at95.Low, 1e-9);
            Assert.Equal(golden.Expected[2], at95.High, 1e-9);
            Assert.Equal(golden.Expected[3], at99.Low, 1e-9);
            Assert.Equal(golden.Expected[4], at99.High, 1e-9);
            Assert.Equal((golden.Values.Length, .99), (at99.Count, at99.Level));
        }
    }

    [Fact]
    public void OneValueSaysNothingOfTheSpread()
    {
        var interval = Interval.OfMean([.5]);
        Assert.Equal((.5, double.NegativeInfinity, double.PositiveInfinity), (interval.Mean, interval.Low, interval.High));
        Assert.Equal("0.5000", interval.ToString());
    }

    [Fact]
    public void EqualValuesHaveNoWidth() => Assert.Equal(new Interval(2, 2, 2, .95, 3), Interval.OfMean([2.0, 2, 2]));

    [Fact]
    public void PairsAreDifferencesAfterLessBefore()
    {
        var gain = Interval.Paired([1, 2, 3], [2, 3.5, 5]);
        Assert.Equal(Interval.OfMean([1, 1.5, 2]), gain);
        Assert.True(gain.IsPositive && !gain.IsNegative);
        Assert.Equal(Interval.OfMean([1.0, -1, 2]), Interval.Paired(["a", "bb", "ccc"], ["aa", "b", "ccccc"], text => text.Length));
        Assert.Throws<ArgumentException>(() => Interval.Paired([1.0], [1.0, 2]));
    }

    [Theory]
    [InlineData(63.12, 62.01, 64.23, "63.1 [62.0, 64.2]")]
    [InlineData(.6312, .6201, .6423, "0.631 [0.620, 0.642]")]
    [InlineData(1234.4, 1200, 1270, "1234 [1200, 1270]")]
    [InlineData(.5, .5, .5, "0.5000 [0.5000, 0.5000]")]
    public void WritesAsManyDecimalsAsItsWidthDeserves(double mean, double low, double high, string text) =>
        Assert.Equal(text, new Interval(mean, low, high, .95, 5).ToString());

    [Fact]
    public void FollowsAFormat() => Assert.Equal("0.63 [0.62, 0.64]", $"{new Interval(.6312, .6201, .6423, .95, 5):F2}");

    [Fact]
    public void RefusesNonsense()
    {
        Assert.Throws<ArgumentException>(() => Interval.OfMean([]));
        Assert.Contains("Value 1 is NaN", Assert.Throws<ArgumentException>(() => Interval.OfMean([1, double.NaN])).Message);
        Assert.Throws<ArgumentException>(() => Interval.OfMean([1.0, 2], level: 1));
        Assert.Throws<ArgumentException>(() => Interval.OfMean([1.0, 2], level: double.NaN));
    }
}
