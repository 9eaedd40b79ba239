using EarlyExit.Metrics;

namespace EarlyExit.Tests.Metrics;

public class RiskCoverageTests
{
    private static readonly RankedLabels Perfect = RankedLabels.Of([.9, .8, .7, .6], [true, true, true, false]);

    [Theory]
    [MemberData(nameof(RankedCase.All), MemberType = typeof(RankedCase))]
    public void AreasEqualNumPy(RankedCase golden)
    {
        Assert.Equal(golden.Values["aurcPrefixes"], RiskCoverage.Aurc(golden.Ranked), 1e-12);
        Assert.Equal(golden.Values["aurcTrapezoid"], RiskCoverage.Aurc(golden.Ranked, AurcConvention.TrapezoidOfPrefixes), 1e-12);
        Assert.Equal(golden.Values["aurcDistinct"], RiskCoverage.Aurc(golden.Ranked, AurcConvention.DistinctThresholds), 1e-12);
        Assert.Equal(golden.Values["excessAurc"], RiskCoverage.ExcessAurc(golden.Ranked), 1e-12);
        Assert.Equal(golden.Values["augrc"], RiskCoverage.Augrc(golden.Ranked), 1e-12);
    }

    [Theory]
    [MemberData(nameof(RankedCase.All), MemberType = typeof(RankedCase))]
    public void AugrcIsAurocAndAccuracy(RankedCase golden)
    {
        var accuracy = golden.Labels.Average();
        var auroc = FailurePrediction.Auroc(golden.Ranked);
        Assert.Equal((1 - auroc) * accuracy * (1 - accuracy) + Math.Pow(1 - accuracy, 2) / 2, RiskCoverage.Augrc(golden.Ranked), 1e-14);
    }

    [Theory]
    [MemberData(nameof(RankedCase.All), MemberType = typeof(RankedCase))]
    public void KnowNothingButTheOrder(RankedCase golden)
    {
        var mapped = RankedLabels.Of([.. golden.Scores.Select(s => Math.Pow(s, 5) * 7 - 2)], golden.IsTrue);
        Assert.Equal(RiskCoverage.Aurc(golden.Ranked), RiskCoverage.Aurc(mapped));
        Assert.Equal(RiskCoverage.Augrc(golden.Ranked), RiskCoverage.Augrc(mapped));
    }

    [Fact]
    public void CurveGoesThroughTheDistinctThresholds()
    {
        var curve = RiskCoverage.Curve(RankedLabels.Of([.5, .9, .5, .1], [true, true, false, false]));
        Assert.Equal([new(.25, 0, .9), new(.75, 1 / 3.0, .5), new(1, .5, .1)], curve);
    }

    [Fact]
    public void APerfectOrderHasTheSmallestArea()
    {
        Assert.Equal(1 / 16.0, RiskCoverage.Aurc(Perfect));
        Assert.Equal(1 / 24.0, RiskCoverage.Aurc(Perfect, AurcConvention.TrapezoidOfPrefixes));
        Assert.Equal(1 / 32.0, RiskCoverage.Aurc(Perfect, AurcConvention.DistinctThresholds));
        Assert.Equal(1 / 32.0, RiskCoverage.Augrc(Perfect));
    }

    [Theory]
    [InlineData(.25, 1)]
    [InlineData(.75, 1)]
    [InlineData(.875, 3 / 3.5)]
    [InlineData(1, .75)]
    public void AccuracyAtCoverageTakesTheMostConfident(double coverage, double accuracy) =>
        Assert.Equal(accuracy, RiskCoverage.AccuracyAtCoverage(Perfect, coverage), 1e-15);

    [Fact]
    public void AccuracyAtCoverageSplitsTiesEvenly() =>
        Assert.Equal(.5, RiskCoverage.AccuracyAtCoverage(RankedLabels.Of([1, 1, 0], [true, false, false]), .1), 1e-15);

    [Theory]
    [InlineData(0)]
    [InlineData(1.1)]
    [InlineData(double.NaN)]
    public void RefusesOtherCoverages(double coverage) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => RiskCoverage.AccuracyAtCoverage(Perfect, coverage));
}
