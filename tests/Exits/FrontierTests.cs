using EarlyExit.Exits;

namespace EarlyExit.Tests.Exits;

public class FrontierTests
{
    // Small, with few distinct scores, so that ties within and across exits abound.
    public static TheoryData<int, int, int, double> Cases
    {
        get
        {
            var cases = new TheoryData<int, int, int, double>();
            for (var seed = 0; seed < 40; seed++)
                cases.Add(seed, 1 + seed % 6, 1 + seed * 7 % 33, seed % 4 == 0 ? double.PositiveInfinity : seed % 4);
            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void EqualsTryingEveryThreshold(int seed, int exits, int samples, double steps)
    {
        var outputs = MadeUp.Outputs(seed, exits, samples, classes: 3, steps);
        var scores = outputs.Score(Scores.MaxSoftmax);
        var frontier = outputs.Frontier(scores);

        double[] candidates = [double.NegativeInfinity, .. scores.Values.ToArray().Distinct().Order(), double.PositiveInfinity];
        var tried = candidates.Select(threshold => (Threshold: threshold, Decided: outputs.Decide(new ThresholdPolicy(Scores.MaxSoftmax, threshold)))).ToList();
        foreach (var (threshold, decided) in tried)
        {
            var point = frontier.Points.Last(p => p.Threshold <= threshold);
            Assert.Equal(decided.Cost, point.Cost, 1e-14);
            Assert.Equal(decided.Accuracy, point.Accuracy);
        }
        var distinct = tried.Select(t => string.Join(",", t.Decided.Exits.ToArray())).Distinct().Count();
        Assert.Equal(distinct, frontier.Points.Count);
        Assert.All(frontier.Points.Zip(frontier.Points.Skip(1)), pair => Assert.True(pair.First.Cost < pair.Second.Cost));
        Assert.Equal(outputs.Costs[0], frontier.Points[0].Cost);
        Assert.Equal(outputs.Costs[^1], frontier.Points[^1].Cost);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void OnAGridEqualsTryingItsThresholds(int seed, int exits, int samples, double steps)
    {
        var outputs = MadeUp.Outputs(seed, exits, samples, classes: 3, steps);
        var grid = FrontierGrid.Papers.Append(Math.BitIncrement(1)).Concat(outputs.Score(Scores.MaxSoftmax).Values.ToArray()).Distinct().Order().ToArray();
        foreach (var point in outputs.Frontier(Scores.MaxSoftmax, grid).Points)
        {
            var decided = outputs.Decide(new ThresholdPolicy(Scores.MaxSoftmax, point.Threshold));
            Assert.Equal(decided.Cost, point.Cost, 1e-14);
            Assert.Equal(decided.Accuracy, point.Accuracy);
        }
    }

    [Fact]
    public void InfiniteScoresHaveTheirPlace()
    {
        var outputs = MadeUp.FromCorrect([1, 2], "110", "011");
        var frontier = outputs.Frontier(new ScoreTable("s", [double.PositiveInfinity, double.NegativeInfinity, 0, 0, 0, 0], 2, 3));
        Assert.Equal([double.NegativeInfinity, 0, double.PositiveInfinity], frontier.Points.Select(p => p.Threshold));
        Assert.Equal([4 / 3.0, 5 / 3.0, 2], frontier.Points.Select(p => p.Cost));
    }

    [Fact]
    public void PapersGridIsNumPysLinspace()
    {
        Assert.Equal(100, FrontierGrid.Papers.Count);
        Assert.Equal((0, 1), (FrontierGrid.Papers[0], FrontierGrid.Papers[^1]));
        Assert.Equal(0.494949494949495, FrontierGrid.Papers[49], 1e-15);
    }

    // The papers' toys: two exits of cost 1 and 4.
    [Fact]
    public void ConstantConfidenceOnlyMixesTheEnds()
    {
        // 100 easy samples, then 100 hard ones: right 98 and 42 at the first exit, 99 and 81 at the last.
        var outputs = MadeUp.FromCorrect([1, 4], Right(98, 100) + Right(42, 100), Right(99, 100) + Right(81, 100));
        var constant = outputs.Frontier(Groups(outputs, (200, .7)));
        Assert.Equal(2, constant.Points.Count);
        Assert.Equal(.80, constant.AccuracyAt(2.5, BudgetRule.Interpolated)!.Value, 1e-12);
        Assert.Equal(.70, constant.AccuracyAt(2.5));
        Assert.Equal(.895, outputs.Frontier(Groups(outputs, (100, .98), (100, .42))).AccuracyAt(2.5)!.Value, 1e-12);
    }

    [Fact]
    public void CalibratedScoresWasteComputeOnFutileSamples()
    {
        var outputs = MadeUp.FromCorrect([1, 4], Right(285, 300) + Right(40, 100) + Right(40, 100), Right(288, 300) + Right(90, 100) + Right(40, 100));
        var calibrated = outputs.Frontier(Groups(outputs, (300, .95), (200, .4)));
        var futilityAware = outputs.Frontier(Groups(outputs, (300, .95), (100, .4), (100, .9)));
        Assert.Contains(calibrated.Points, p => Math.Abs(p.Cost - 2.2) < 1e-12 && Math.Abs(p.Accuracy - .83) < 1e-12);
        Assert.Contains(futilityAware.Points, p => Math.Abs(p.Cost - 1.6) < 1e-12 && Math.Abs(p.Accuracy - .83) < 1e-12);
    }

    [Theory]
    [InlineData(.5, null, null, null)]
    [InlineData(1, .5, .5, .5)]
    [InlineData(1.5, .5, .5, .6)]
    [InlineData(2.5, .7, .7, .65)]
    [InlineData(3, .6, .7, .6)]
    [InlineData(3.5, .6, .7, .7)]
    [InlineData(9, .8, .8, .8)]
    [InlineData(Budgets.Max, .8, .8, .8)]
    public void BudgetRulesDiffer(double budget, double? last, double? best, double? interpolated)
    {
        var frontier = new Frontier("f", [new(1, .5, 0), new(2, .7, 1), new(3, .6, 2), new(4, .8, 3)]);
        Near(last, frontier.AccuracyAt(budget));
        Near(best, frontier.AccuracyAt(budget, BudgetRule.BestUnder));
        Near(interpolated, frontier.AccuracyAt(budget, BudgetRule.Interpolated));
    }

    [Fact]
    public void ScansUpwardsWhereCostsGoBack()
    {
        var frontier = new Frontier("mean of grids", [new(1, .5, 0), new(3, .6, 1), new(2, .9, 2)]);
        Near(.5, frontier.AccuracyAt(2.5));
        Near(.9, frontier.AccuracyAt(2.5, BudgetRule.BestUnder));
    }

    [Fact]
    public void ABudgetBuysItsCostWhateverTheLastBit() =>
        Near(.5, new Frontier("f", [new(Math.BitIncrement(1), .5, 0)]).AccuracyAt(1));

    [Fact]
    public void AreaIsMeanAccuracyOverCost()
    {
        Assert.Equal((1 * .6 + 2 * .8) / 3, new Frontier("f", [new(1, .5, 0), new(2, .7, 1), new(4, .9, 2)]).Area(), 1e-15);
        Assert.Equal(.6, new Frontier("one exit", [new(1, .6, 0)]).Area());
    }

    // The same strictly increasing map at all exits changes no decision; another at one exit does.
    [Fact]
    public void OneIncreasingMapForAllExitsChangesNothing()
    {
        var outputs = MadeUp.Outputs(seed: 11, exits: 4, samples: 500, classes: 10);
        var scores = outputs.Score(Scores.MaxSoftmax);
        var raw = outputs.Frontier(scores);
        var mapped = outputs.Frontier(scores.Map("cubed", c => c * c * c));
        Assert.Equal(raw.Points.Select(p => (p.Cost, p.Accuracy)), mapped.Points.Select(p => (p.Cost, p.Accuracy)));
        Assert.NotEqual(raw.Area(), outputs.Frontier(scores.Map("one cubed", (exit, c) => exit == 1 ? c * c * c : c)).Area());
    }

    [Fact]
    public void SeedsAreAveragedThresholdByThreshold()
    {
        var mean = Frontier.MeanOf([new("f", [new(1, .5, 0), new(2, .7, 1)]), new("f", [new(3, .7, 0), new(5, .8, 1)])]);
        Assert.Equal([new(2, .6, 0), new(3.5, .75, 1)], mean.Points);
        Assert.Throws<ArgumentException>(() => Frontier.MeanOf([mean, new("f", [new(1, .5, 0)])]));
        Assert.Throws<ArgumentException>(() => Frontier.MeanOf([]));
    }

    [Fact]
    public void RefusesScoresOfOtherOutputs()
    {
        var outputs = MadeUp.Outputs(seed: 0, exits: 2, samples: 5, classes: 2);
        Assert.Throws<ArgumentException>(() => outputs.Frontier(new ScoreTable("s", new double[8], 2, 4)));
    }

    [Fact]
    public void BudgetsHaveLabels() => Assert.Equal(["25 %", "50 %", "75 %", "100 %", "Max"], Budgets.Standard.Select(Budgets.Label));

    [Fact]
    public void ScoresOfAnySizeKeepTheirOrder()
    {
        var random = new Random(2);
        double[] scores = [.. Enumerable.Range(0, 5000).Select(_ => Math.Round(MadeUp.Gaussian(random), 2) * Math.Pow(10, random.Next(-300, 300))),
            double.PositiveInfinity, 0.0, -0.0, double.Epsilon, -double.Epsilon, double.MaxValue, double.MinValue, 0.0];
        var outputs = MadeUp.Outputs(seed: 0, exits: 2, scores.Length, classes: 2);
        var frontier = outputs.Frontier(new ScoreTable("wild", [.. scores, .. scores], 2, scores.Length));
        Assert.Equal([double.NegativeInfinity, .. scores.Distinct().Order()], frontier.Points.Select(point => point.Threshold));
    }

    private static void Near(double? expected, double? actual)
    {
        Assert.Equal(expected.HasValue, actual.HasValue);
        if (expected is { } value) Assert.Equal(value, actual!.Value, 1e-12);
    }

    private static string Right(int right, int of) => new string('1', right) + new string('0', of - right);

    private static ScoreTable Groups(ExitOutputs outputs, params (int Count, double Score)[] groups)
    {
        double[] first = [.. groups.SelectMany(group => Enumerable.Repeat(group.Score, group.Count))];
        return new ScoreTable("groups", [.. first, .. first], 2, outputs.N);
    }
}
