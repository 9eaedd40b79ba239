using EarlyExit.Metrics;

namespace EarlyExit.Tests.Metrics;

public class GroupingLossTests
{
    [Fact]
    public void IsTheSpreadOfAccuracyWithinABin()
    {
        // One confidence, two halves told apart by the feature: right 90 and 50 times of 100.
        bool[] correct = [.. Enumerable.Range(0, 200).Select(n => n < 90 || n is >= 100 and < 150)];
        double[] feature = [.. Enumerable.Range(0, 200).Select(n => n < 100 ? 1.0 : 0)];
        double[] confidences = [.. Enumerable.Repeat(.7, 200)];
        var loss = GroupingLoss.LowerBound(confidences, correct, feature);
        Assert.Equal(.04, loss.Plugin, 1e-12);
        Assert.Equal(.04 - (100 * .09 / 99 + 100 * .25 / 99) / 2 / 200, loss.Debiased, 1e-12);
        Assert.Equal(new(0, 0), GroupingLoss.LowerBound(confidences, correct, new double[200]));
    }

    [Fact]
    public void ChanceAloneAveragesOut()
    {
        var random = new Random(3);
        double plugin = 0, debiased = 0;
        for (var trial = 0; trial < 400; trial++)
        {
            double[] confidences = [.. Enumerable.Range(0, 300).Select(_ => random.NextDouble())];
            bool[] correct = [.. confidences.Select(_ => random.NextDouble() < .7)];
            double[] feature = [.. confidences.Select(_ => random.NextDouble())];
            var loss = GroupingLoss.LowerBound(confidences, correct, feature, regions: 3);
            plugin += loss.Plugin / 400;
            debiased += loss.Debiased / 400;
        }
        // 15 bins x 2 degrees of freedom x .7 x .3 / 300.
        Assert.Equal(.021, plugin, .001);
        Assert.Equal(0, debiased, .001);
    }

    [Fact]
    public void RefusesNonsense()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => GroupingLoss.LowerBound([.5], [true], [1], regions: 1));
        Assert.Throws<ArgumentException>(() => GroupingLoss.LowerBound([.5], [true], [double.NaN]));
        Assert.Throws<ArgumentException>(() => GroupingLoss.LowerBound([.5], [true], [1, 2]));
    }
}
