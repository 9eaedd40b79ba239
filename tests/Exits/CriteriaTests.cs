using EarlyExit.Exits;

namespace EarlyExit.Tests.Exits;

public class CriteriaTests
{
    private static readonly ExitOutputs Outputs = MadeUp.Outputs(seed: 5, exits: 5, samples: 300, classes: 3, steps: 2);

    [Theory]
    [InlineData(double.NegativeInfinity)]
    [InlineData(.5)]
    [InlineData(.9)]
    [InlineData(1)]
    public void ThresholdLeavesAtTheFirstScoreStrictlyAbove(double threshold)
    {
        var scores = Outputs.Score(Scores.MaxSoftmax);
        var decisions = Outputs.Decide(new ThresholdPolicy(Scores.MaxSoftmax, threshold));
        for (var n = 0; n < Outputs.N; n++)
        {
            var exit = 0;
            while (exit < Outputs.L - 1 && !(scores[exit, n] > threshold)) exit++;
            Assert.Equal(exit, decisions.Exits[n]);
        }
        Assert.Equal(decisions.Exits, Outputs.Decide(scores, threshold).Exits);
    }

    [Fact]
    public void ScoresAtHandAreThoseOfTheOutputs()
    {
        var scores = Outputs.Score(Scores.MaxSoftmax);
        Assert.Contains("NaN", Assert.Throws<ArgumentException>(() => Outputs.Decide(scores, double.NaN)).Message);
        Assert.Contains("expected [3, 4]", Assert.Throws<ArgumentException>(() => MadeUp.FromCorrect([1, 2, 3], "1111", "1111", "1111").Decide(scores, .5)).Message);
    }

    [Fact]
    public void ThresholdsMayDifferByExit()
    {
        var outputs = MadeUp.FromCorrect([1, 2, 3], "1111", "1111", "1111");
        var ones = new Score("one", _ => 1);
        Assert.Equal([1, 1, 1, 1], outputs.Decide(new ThresholdPolicy(ones, [1.0, .5])).Exits.ToArray());
        Assert.Contains("3 thresholds for 3 exits", Assert.Throws<ArgumentException>(() => outputs.Decide(new ThresholdPolicy(ones, [1.0, 1, 1]))).Message);
        Assert.Throws<ArgumentException>(() => new ThresholdPolicy(ones, double.NaN));
    }

    [Fact]
    public void PatienceCountsFromOne()
    {
        // Class 0 where 1, class 1 where 0: the runs are 1 1 2 3, 1 1 2 3 and 1 1 1 1.
        var outputs = MadeUp.FromCorrect([1, 2, 3, 4], "101", "010", "011", "010");
        Assert.Equal([1, 1, 1, 1, 1, 1, 2, 2, 1, 3, 3, 1], outputs.AgreementRun().Values.ToArray().Select(run => (int)run));
        Assert.Equal([0, 0, 0], outputs.Decide(new Patience(0)).Exits.ToArray());
        Assert.Equal([2, 2, 3], outputs.Decide(new Patience(1)).Exits.ToArray());
        Assert.Equal([3, 3, 3], outputs.Decide(new Patience(2)).Exits.ToArray());
        Assert.Throws<ArgumentOutOfRangeException>(() => new Patience(-1));
    }

    [Fact]
    public void PatienceIsAFrontierToo()
    {
        var frontier = Outputs.Frontier(Patience.Run);
        for (var patience = 0; patience < Outputs.L; patience++)
        {
            var decisions = Outputs.Decide(new Patience(patience));
            var point = frontier.Points.Last(p => p.Threshold <= patience);
            Assert.Equal((decisions.Cost, decisions.Accuracy), (point.Cost, point.Accuracy));
        }
    }

    [Fact]
    public void AgreementComparesNeighbours()
    {
        var agreement = Outputs.Agreement();
        for (var exit = 0; exit < Outputs.L; exit++)
            for (var n = 0; n < Outputs.N; n++)
                Assert.Equal(exit == 0 || Outputs.Predictions[exit, n] == Outputs.Predictions[exit - 1, n] ? 1 : 0, agreement[exit, n]);
    }

    [Fact]
    public void OracleIsRightWhereverAnyExitIsAndWastesNothing()
    {
        var decisions = Outputs.Decide(new Oracle());
        for (var n = 0; n < Outputs.N; n++)
        {
            var right = Enumerable.Range(0, Outputs.L).Where(exit => Outputs.Correct[exit, n]);
            Assert.Equal(right.FirstOrDefault(0), decisions.Exits[n]);
        }
    }

    [Fact]
    public void DecisionsAddUp()
    {
        var decisions = new Decisions([0, 2, 2, 1], MadeUp.FromCorrect([.25, .5, 1], "1000", "0000", "0110"));
        Assert.Equal([.25, .25, .5], decisions.Shares());
        Assert.Equal(.75, decisions.Accuracy);
        Assert.Equal((.25 + .5 + 2) / 4, decisions.Cost);
        Assert.Throws<ArgumentException>(() => new Decisions([0], Outputs));
        Assert.Throws<ArgumentException>(() => new Decisions([3], MadeUp.FromCorrect([1, 2, 3], "1", "1", "1")));
    }
}
