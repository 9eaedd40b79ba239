using EarlyExit.Exits;
using EarlyExit.Metrics;

namespace EarlyExit.Tests.Exits;

public sealed class RegressionOutputsTests
{
    // Three exits, four samples; changes 0 -> 1: .5, 2, 1, 0; changes 1 -> 2: .25, .5, 1, 3.
    private static readonly RegressionOutputs Small = new(
        [1, 2, 3, 4, 1.5f, 4, 2, 4, 1.75f, 4.5f, 3, 1], [2, 4, 3, 1], [.3, .6, 1.1], new("net", "pairs", "test", "joint", 3));

    [Fact]
    public void Squared_error_is_the_mean_over_samples() =>
        Assert.Equal([(1 + 4 + 0 + 9) / 4.0, (.25 + 0 + 1 + 9) / 4, (.0625 + .25 + 0 + 0) / 4], Small.SquaredError());

    // PBEE by hand: a sample leaves at the first exit at which as many changes in a row as its patience were below eps.
    [Theory]
    [InlineData(.75, 1, new[] { 1, 2, 2, 1 })]
    [InlineData(1.5, 1, new[] { 1, 2, 1, 1 })]
    [InlineData(100, 1, new[] { 1, 1, 1, 1 })]
    [InlineData(0, 1, new[] { 2, 2, 2, 2 })]
    [InlineData(.5, 1, new[] { 2, 2, 2, 1 })]
    [InlineData(100, 2, new[] { 2, 2, 2, 2 })]
    public void Samples_leave_when_their_prediction_has_settled(double eps, int patience, int[] exits)
    {
        var decisions = Small.Decide(eps, patience);
        Assert.Equal(exits, decisions.Exits.ToArray());
        Assert.Equal(exits.Average(exit => Small.Costs[exit]), decisions.Cost, 12);
        for (var n = 0; n < 4; n++) Assert.Equal(Small.Predictions[exits[n], n], decisions.Predictions[n]);
        Assert.Equal(1, decisions.Shares().Sum(), 12);
    }

    [Fact]
    public void Patience_counts_changes_in_a_row()
    {
        // Changes .1, 1, .1, .1: with patience 2 the two small ones at the end count, the one at the beginning does not.
        var outputs = new RegressionOutputs([0, .1f, 1.1f, 1.2f, 1.3f, 9], [1], [1, 2, 3, 4, 5, 6], OutputsInfo.Unknown);
        Assert.Equal(1, outputs.Decide(.5).Exits[0]);
        Assert.Equal(4, outputs.Decide(.5, patience: 2).Exits[0]);
        Assert.Equal(5, outputs.Decide(.5, patience: 3).Exits[0]);
        Assert.Throws<ArgumentOutOfRangeException>(() => outputs.Decide(.5, patience: 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => outputs.Decide(.5, patience: 6));
    }

    [Fact]
    public void A_frontier_goes_from_everybody_early_to_nobody()
    {
        var random = new Random(1);
        float[] targets = [.. Enumerable.Range(0, 200).Select(_ => random.NextSingle() * 5)];
        var outputs = new RegressionOutputs(
            [.. from noise in (float[])[3, 1.5f, .7f, .2f] from target in targets select target + noise * (random.NextSingle() - .5f)], targets, [.25, .5, .75, 1.02], OutputsInfo.Unknown);
        foreach (var kind in new[] { CorrelationKind.Pearson, CorrelationKind.Spearman })
        {
            var correlations = outputs.Correlation(kind);
            var frontier = outputs.Frontier(kind);
            Assert.Equal((.5, correlations[1]), (frontier.Points[0].Cost, frontier.Points[0].Accuracy));
            Assert.Equal((1.02, correlations[3]), (frontier.Points[^1].Cost, frontier.Points[^1].Accuracy));
            Assert.Equal(frontier.Points.Select(point => point.Cost).Order(), frontier.Points.Select(point => point.Cost));
            Assert.InRange(frontier.Points.Count, 90, 102);
            foreach (var point in frontier.Points.Skip(1))
            {
                var decisions = outputs.Decide(-point.Threshold);
                Assert.Equal(decisions.Cost, point.Cost);
            }
            Assert.Equal(.75, outputs.Frontier(kind, patience: 2).Points[0].Cost);
        }
    }

    [Fact]
    public void An_exit_that_says_the_same_of_all_has_no_correlation()
    {
        var outputs = new RegressionOutputs([2, 2, 2, 1, 2, 3], [1, 2, 3], [.5, 1], OutputsInfo.Unknown);
        Assert.Equal([double.NaN, 1], outputs.Correlation(CorrelationKind.Pearson), (a, b) => double.IsNaN(a) ? double.IsNaN(b) : Math.Abs(a - b) < 1e-12);
    }

    [Fact]
    public void A_file_brings_the_same_back()
    {
        var path = Path.GetTempFileName();
        try
        {
            Small.Save(path);
            var again = RegressionOutputs.Load(path);
            Assert.Equal(Small.Predictions.Values.ToArray(), again.Predictions.Values.ToArray());
            Assert.Equal(Small.Targets.ToArray(), again.Targets.ToArray());
            Assert.Equal(Small.Costs, again.Costs);
            Assert.Equal(Small.Info, again.Info);
            Assert.Contains("predictions", Assert.Throws<OutputsFormatException>(() => ExitOutputs.Load(path)).Message);
            new ExitOutputs([0, 1, 1, 0], [1, 0], [1], 2, OutputsInfo.Unknown).Save(path);
            Assert.Contains("'predictions'", Assert.Throws<OutputsFormatException>(() => RegressionOutputs.Load(path)).Message);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void What_does_not_fit_is_refused()
    {
        Refused("5 values, expected 6", [1, 2, 3, 4, 5], [1, 2, 3], [.5, 1]);
        Refused("predictions: NaN at place 1", [1, float.NaN], [1], [.5, 1]);
        Refused("targets: Infinity at place 0", [1, 2], [float.PositiveInfinity], [.5, 1]);
        Refused("costs[1]", [1, 2], [1], [.5, .5]);

        static void Refused(string message, float[] predictions, float[] targets, double[] costs) =>
            Assert.Contains(message, Assert.Throws<ArgumentException>(() => new RegressionOutputs(predictions, targets, costs, OutputsInfo.Unknown)).Message);
    }
}
