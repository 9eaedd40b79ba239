using EarlyExit.Exits;
using EarlyExit.Metrics;

namespace EarlyExit.Tests.Exits;

public class ToyOutputsTests
{
    [Fact]
    public void Groups_have_their_shares_confidences_and_accuracies()
    {
        var outputs = ToyOutputs.Of("toy", 1000, [.25, 1], 10,
            new ToyGroup(.6, new(.95, .95), new(.96, .96)), new ToyGroup(.4, new(.3, .25), new(.5, .9)));
        var confidence = outputs.Score(Scores.MaxSoftmax);
        Assert.All(Enumerable.Range(0, 1000), n => Assert.Equal(n < 600 ? .95 : .3, confidence[0, n], 1e-6));
        Assert.All(Enumerable.Range(0, 1000), n => Assert.Equal(n < 600 ? .96 : .5, confidence[1, n], 1e-6));
        Assert.Equal((570 + 100) / 1000.0, outputs.Correct.Accuracy(0));
        Assert.Equal((576 + 360) / 1000.0, outputs.Correct.Accuracy(1));
        // Whoever exit 0 has right, the more accurate exit 1 has right too.
        Assert.All(Enumerable.Range(0, 1000), n => Assert.True(outputs.Correct[1, n] || !outputs.Correct[0, n]));
    }

    [Fact]
    public void Two_calibrated_exits_of_equal_accuracy_may_be_worth_different_curves()
    {
        // Accuracy .7 at exit 1 and .9 at exit 2, which costs four times as much: at a cost of 2.5 the chord is at .8.
        var constant = ToyOutputs.Of("constant", 1000, [.25, 1], 10, new ToyGroup(.5, new(.7, .98), new(.9, .99)), new ToyGroup(.5, new(.7, .42), new(.9, .81)));
        Assert.Equal(.8, constant.Frontier(Scores.MaxSoftmax).AccuracyAt(.625, BudgetRule.Interpolated)!.Value, 1e-12);
        var telling = ToyOutputs.Of("telling", 1000, [.25, 1], 10, new ToyGroup(.5, new(.98, .98), new(.99, .99)), new ToyGroup(.5, new(.42, .42), new(.81, .81)));
        Assert.Equal(.5 * .98 + .5 * .81, telling.Frontier(Scores.MaxSoftmax).AccuracyAt(.625)!.Value, 1e-12);
        Assert.All([constant, telling], outputs => Assert.Equal(0, outputs.Ece(), 1e-6));
    }

    [Fact]
    public void What_cannot_be_made_is_named()
    {
        Assert.Contains("accuracy 0.333", Refused(new ToyGroup(1, new(.5, .333), new(.5, .5))));
        Assert.Contains("0.05 at exit 0", Refused(new ToyGroup(1, new(.05, .5), new(.5, .5))));
        Assert.Contains("1 exits, expected 2", Refused(new ToyGroup(1, new ToyExit(.5, .5))));
        Assert.Contains("50 samples, expected 100", Refused(new ToyGroup(.5, new(.5, .5), new(.5, .5))));
    }

    private static string Refused(ToyGroup group) =>
        Assert.Throws<ArgumentException>(() => ToyOutputs.Of("toy", 100, [.5, 1], 10, group)).Message;
}
