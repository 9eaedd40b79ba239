using EarlyExit.Exits;
using EarlyExit.Metrics;

namespace EarlyExit.Tests.Metrics;

public class CorrelationTests
{
    [Theory]
    [MemberData(nameof(PairsCase.All), MemberType = typeof(PairsCase))]
    public void EqualsSciPy(PairsCase golden)
    {
        foreach (var kind in Enum.GetValues<CorrelationKind>())
        {
            Assert.Equal(golden.Values[$"{kind}".ToLowerInvariant()], Correlation.Of(kind, golden.X, golden.Y), 1e-12);
            Assert.Equal(golden.Values[$"partial{kind}"], Correlation.Partial(kind, golden.X, golden.Y, golden.Z), 1e-12);
        }
        Assert.Equal(golden.Ranks, Correlation.MidRanks(golden.X));
    }

    [Theory]
    [MemberData(nameof(PairsCase.All), MemberType = typeof(PairsCase))]
    public void KendallCountsPairs(PairsCase golden)
    {
        var kendall = Kendall.Of(golden.X, golden.Y);
        Assert.Equal(golden.Values["concordant"], kendall.Concordant);
        Assert.Equal(golden.Values["discordant"], kendall.Discordant);
        Assert.Equal(golden.X.Length * (golden.X.Length - 1) / 2, kendall.Pairs);
        Assert.Equal(golden.Values["discordant"] / kendall.Pairs, kendall.DiscordantShare);
    }

    [Fact]
    public void RanksForgetEverythingButTheOrder()
    {
        double[] x = [1, 5, 2, 2, 9], y = [.1, .3, .2, .4, .5], mapped = [.. x.Select(v => Math.Exp(v) - 4)];
        Assert.Equal(Correlation.Spearman(x, y), Correlation.Spearman(mapped, y), 1e-15);
        Assert.Equal(Kendall.Of(x, y), Kendall.Of(mapped, y));
        Assert.Equal(Kendall.Of(x, y).TauB, Kendall.Of(y, x).TauB);
    }

    [Fact]
    public void ALineIsOne()
    {
        double[] x = [.1, .2, .3, .7], up = [.. x.Select(v => 3 * v + 1)], down = [.. x.Select(v => -v)];
        foreach (var kind in Enum.GetValues<CorrelationKind>())
        {
            Assert.Equal(1, Correlation.Of(kind, x, up), 1e-15);
            Assert.Equal(-1, Correlation.Of(kind, x, down), 1e-15);
        }
    }

    [Fact]
    public void IsUndefinedForAConstantOrASinglePair()
    {
        foreach (var kind in Enum.GetValues<CorrelationKind>())
        {
            Assert.Equal(double.NaN, Correlation.Of(kind, [.1, .1, .1], [1, 2, 3]));
            Assert.Equal(double.NaN, Correlation.Of(kind, [1, 2, 3], [.3, .3, .3]));
            Assert.Equal(double.NaN, Correlation.Of(kind, [1], [2]));
            Assert.Equal(double.NaN, Correlation.Partial(kind, [1, 2, 3], [1, 2, 3.5], [1, 2, 3]));
            Assert.Equal(Correlation.Of(kind, [1, 2, 3], [1, 3, 2]), Correlation.Partial(kind, [1, 2, 3], [1, 3, 2], [5, 5, 5]));
        }
        Assert.Throws<ArgumentException>(() => Correlation.Pearson([1, double.NaN], [1, 2]));
        Assert.Throws<ArgumentException>(() => Correlation.Spearman([1, 2], [1, 2, 3]));
    }

    // The papers' measurement: with three classes and more, temperature changes the order of max softmax; with two it never does.
    [Theory]
    [InlineData(2, 2, 0)]
    [InlineData(3, 1.5, .022)]
    [InlineData(3, 3, .063)]
    [InlineData(10, 2, .069)]
    [InlineData(100, 3, .102)]
    public void TemperatureReordersRandomLogits(int classes, double temperature, double share)
    {
        var random = new Random(4);
        var logits = new float[4000 * classes];
        for (var k = 0; k < logits.Length; k++) logits[k] = (float)(3 * Exits.MadeUp.Gaussian(random));
        var raw = new ExitOutputs(logits, new int[4000], [1], classes, OutputsInfo.Unknown);
        var scaled = raw.WithLogits([.. logits.Select(z => (float)(z / temperature))], "scaled");
        var kendall = Kendall.Of(raw.Score(Scores.LogOdds).Values, scaled.Score(Scores.LogOdds).Values);
        Assert.Equal(share, kendall.DiscordantShare, share == 0 ? 0 : .006);
    }
}
