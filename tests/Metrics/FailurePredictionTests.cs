using EarlyExit.Exits;
using EarlyExit.Metrics;
using EarlyExit.Tests.Exits;

namespace EarlyExit.Tests.Metrics;

public class FailurePredictionTests
{
    [Fact]
    public void WhatIsRankedOnceIsKeptForEachTableOfLabels()
    {
        var outputs = MadeUp.Outputs(seed: 4, exits: 3, samples: 200, classes: 5, steps: 4);
        var scores = outputs.Score(Scores.MaxSoftmax);
        for (var exit = 0; exit < 2; exit++)
            foreach (var labels in new ExitTable<bool>[] { outputs.Correct, outputs.Correct.MayLeave(), outputs.Correct })
            {
                Assert.Same(RankedLabels.Of(scores, labels, exit), RankedLabels.Of(scores, labels, exit));
                Assert.Equal(FailurePrediction.Auroc(scores.Of(exit), labels.Of(exit)), FailurePrediction.Auroc(RankedLabels.Of(scores, labels, exit)));
            }
        Assert.Throws<ArgumentOutOfRangeException>(() => RankedLabels.Of(scores, outputs.Correct, 3));
    }

    [Theory]
    [MemberData(nameof(RankedCase.All), MemberType = typeof(RankedCase))]
    public void AurocEqualsScikitLearn(RankedCase golden) =>
        Assert.Equal(golden.Values["auroc"], FailurePrediction.Auroc(golden.Scores, golden.IsTrue), 1e-12);

    [Theory]
    [MemberData(nameof(RankedCase.All), MemberType = typeof(RankedCase))]
    public void AurocIsTheShareOfPairsInOrder(RankedCase golden)
    {
        double inOrder = 0;
        var pairs = 0;
        for (var a = 0; a < golden.Scores.Length; a++)
            for (var b = 0; b < golden.Scores.Length; b++)
            {
                if (golden.Labels[a] != 1 || golden.Labels[b] != 0) continue;
                pairs++;
                inOrder += golden.Scores[a] > golden.Scores[b] ? 1 : golden.Scores[a] == golden.Scores[b] ? .5 : 0;
            }
        Assert.Equal(inOrder / pairs, FailurePrediction.Auroc(golden.Scores, golden.IsTrue), 1e-14);
    }

    [Theory]
    [MemberData(nameof(RankedCase.All), MemberType = typeof(RankedCase))]
    public void AurocKnowsNothingButTheOrder(RankedCase golden)
    {
        var auroc = FailurePrediction.Auroc(golden.Scores, golden.IsTrue);
        Assert.Equal(auroc, FailurePrediction.Auroc([.. golden.Scores.Select(s => Math.Exp(9 * s) - 3)], golden.IsTrue));
        Assert.Equal(1 - auroc, FailurePrediction.Auroc([.. golden.Scores.Select(s => -s)], golden.IsTrue), 1e-14);
    }

    [Fact]
    public void AurocIsUndefinedForLabelsThatAreAllTheSame()
    {
        Assert.Equal(double.NaN, FailurePrediction.Auroc([.1, .2], [true, true]));
        Assert.Equal(double.NaN, FailurePrediction.Auroc([.1], [false]));
        Assert.Equal(.5, FailurePrediction.Auroc([.3, .3], [true, false]));
    }

    [Theory]
    [MemberData(nameof(RankedCase.All), MemberType = typeof(RankedCase))]
    public void PrecisionRecallAndFprEqualScikitLearn(RankedCase golden)
    {
        Assert.Equal(golden.Values["auprSuccess"], FailurePrediction.AuprSuccess(golden.Ranked), 1e-12);
        Assert.Equal(golden.Values["auprError"], FailurePrediction.AuprError(golden.Ranked), 1e-12);
        Assert.Equal(golden.Values["fprAt95"], FailurePrediction.FprAtTpr(golden.Ranked), 1e-12);
        Assert.Equal(golden.Values["fprAt80"], FailurePrediction.FprAtTpr(golden.Ranked, .8), 1e-12);
    }

    [Fact]
    public void RefusesNonsense()
    {
        Assert.Contains("2 scores and 1 labels", Assert.Throws<ArgumentException>(() => FailurePrediction.Auroc([1, 2], [true])).Message);
        Assert.Contains("no scores", Assert.Throws<ArgumentException>(() => FailurePrediction.Auroc([], [])).Message);
        Assert.Contains("sample 1 is NaN", Assert.Throws<ArgumentException>(() => FailurePrediction.Auroc([1, double.NaN], [true, false])).Message);
    }

    [Fact]
    public void IsAveragedOverTheExitsWhereItIsDefined()
    {
        var outputs = MadeUp.FromCorrect([1, 2, 3], "1111", "1010", "0110");
        var scores = new ScoreTable("s", [1, 2, 3, 4, 4, 3, 2, 1, 1, 1, 1, 1], 3, 4);
        var perExit = FailurePrediction.Auroc(scores, outputs.Correct);
        Assert.Equal([double.NaN, .75, .5], perExit);
        Assert.Equal(.625, perExit.Mean());
        Assert.Equal(double.NaN, new[] { double.NaN }.Mean());
    }
}
