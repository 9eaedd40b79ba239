using EarlyExit.Exits;
using EarlyExit.Metrics;
using EarlyExit.Tests.Exits;

namespace EarlyExit.Tests.Metrics;

public class OutputsMeasuresTests
{
    private static readonly ExitOutputs Outputs = MadeUp.Outputs(seed: 9, exits: 4, samples: 300, classes: 5, steps: 3);

    [Fact]
    public void OverExitsIsTheMeanOverTheExitsThatDecide()
    {
        var scores = Outputs.Score(Scores.MaxSoftmax);
        var mayLeave = Outputs.Correct.MayLeave();
        Assert.Equal(Enumerable.Range(0, 3).Average(i => FailurePrediction.Auroc(scores.Of(i), Outputs.Correct.Of(i))), Outputs.Auroc(Scores.MaxSoftmax), 1e-14);
        Assert.Equal(Enumerable.Range(0, 3).Average(i => FailurePrediction.Auroc(scores.Of(i), mayLeave.Of(i))), Outputs.Eefp(Scores.MaxSoftmax), 1e-14);
    }

    [Fact]
    public void PooledComparesAcrossExits()
    {
        double inOrder = 0, pairs = 0;
        var (scores, mayLeave) = (Outputs.Score(Scores.Margin), Outputs.Correct.MayLeave());
        for (var a = 0; a < 3 * Outputs.N; a++)
            for (var b = 0; b < 3 * Outputs.N; b++)
            {
                if (!mayLeave.Values[a] || mayLeave.Values[b]) continue;
                pairs++;
                inOrder += scores.Values[a] > scores.Values[b] ? 1 : scores.Values[a] == scores.Values[b] ? .5 : 0;
            }
        Assert.Equal(inOrder / pairs, Outputs.Eefp(Scores.Margin, Averaging.Pooled), 1e-14);
    }

    // A strictly increasing map of its own at each exit leaves the measure at each exit alone, but not what is pooled.
    [Fact]
    public void OnlyPooledSeesHowExitsCompare()
    {
        var scores = Outputs.Score(Scores.MaxSoftmax);
        var mapped = scores.Map("per exit", (exit, c) => Math.Pow(c, 1 + 3 * exit));
        var mayLeave = Outputs.Correct.MayLeave();
        Assert.Equal(OutputsMeasures.Auroc(scores, mayLeave, Averaging.OverExits), OutputsMeasures.Auroc(mapped, mayLeave, Averaging.OverExits));
        Assert.NotEqual(OutputsMeasures.Auroc(scores, mayLeave, Averaging.Pooled), OutputsMeasures.Auroc(mapped, mayLeave, Averaging.Pooled));
    }

    [Fact]
    public void OneExitDecidesNothing()
    {
        var single = MadeUp.Outputs(seed: 1, exits: 1, samples: 20, classes: 3);
        Assert.Equal(double.NaN, single.Eefp(Scores.MaxSoftmax));
        Assert.Equal(double.NaN, single.Auroc(Scores.MaxSoftmax, Averaging.Pooled));
        Assert.False(double.IsNaN(single.Ece()));
    }
}
