using EarlyExit.Metrics;

namespace EarlyExit.Tests.Metrics;

public class BootstrapTests
{
    private static readonly double[] Values = [.. Enumerable.Range(0, 400).Select(n => Math.Sin(n * n) + .01 * n)];

    [Fact]
    public void ComesNearStudentForTheMean()
    {
        var (student, drawn) = (Interval.OfMean(Values), Bootstrap.OfMean(Values, resamples: 4000));
        Assert.Equal(student.Mean, drawn.Mean, 1e-12);
        Assert.Equal(student.Low, drawn.Low, (student.High - student.Low) * .05);
        Assert.Equal(student.High, drawn.High, (student.High - student.Low) * .05);
    }

    [Fact]
    public void IsTheSameForTheSameSeed()
    {
        Assert.Equal(Bootstrap.OfMean(Values, seed: 3), Bootstrap.OfMean(Values, seed: 3));
        Assert.NotEqual(Bootstrap.OfMean(Values, seed: 3), Bootstrap.OfMean(Values, seed: 4));
    }

    [Fact]
    public void TakesThePercentilesAsNumPyDoes()
    {
        // The statistic counts its calls, so that the resamples give 0 to 10 and numpy.quantile(range(11), [.1, .9]) is 1, 9.
        var calls = 0;
        var interval = Bootstrap.Percentile(5, _ => calls++, resamples: 11, level: .8);
        Assert.Equal(1, interval.Low, 1e-12);
        Assert.Equal(9, interval.High, 1e-12);
    }

    [Fact]
    public void PairsAreDrawnTogether()
    {
        double[] after = [.. Values.Select(v => v + .25)];
        var gain = Bootstrap.Paired(Values, after);
        Assert.Equal(.25, gain.Low, 1e-9);
        Assert.Equal(.25, gain.High, 1e-9);
        Assert.Throws<ArgumentException>(() => Bootstrap.Paired([1], [1, 2]));
    }

    [Fact]
    public void LeavesOutResamplesWithoutAValue()
    {
        var interval = Bootstrap.Percentile(2, drawn => drawn[0] == drawn[1] ? double.NaN : 1);
        Assert.Equal((1, 1, 1), (interval.Mean, interval.Low, interval.High));
        Assert.Equal(double.NaN, Bootstrap.Percentile(1, _ => double.NaN).Low);
    }
}
