using EarlyExit.Exits;

namespace EarlyExit.Tests.Exits;

public class ForwardedComputeTests
{
    [Fact]
    public void The_three_group_toy_splits_as_by_hand()
    {
        // Both exits calibrated; easy samples leave, solvable and hopeless ones look alike at exit 1 and go on together.
        var toy = ToyOutputs.Of("toy", 1000, [.25, 1], 10,
            new ToyGroup(.6, new(.95, .95), new(.96, .96)),
            new ToyGroup(.2, new(.40, .40), new(.90, .90)),
            new ToyGroup(.2, new(.40, .40), new(.40, .40)));
        var spent = ForwardedCompute.Of(toy, toy.Decide(toy.Score(Scores.MaxSoftmax), .5));
        Assert.Equal(.4 * .75, spent.Total, 1e-12);
        Assert.Equal([.2 * (.9 - .4) * .75], spent.Worthwhile, Close);
        Assert.Equal([(.2 * .4 + .2 * .4) * .75], spent.Needless, Close);
        Assert.Equal([(.2 * .1 + .2 * .6) * .75], spent.Futile, Close);
        Assert.Equal(.25, spent.WorthwhileShare, 1e-12);
        Assert.Equal(.40, spent.NeedlessShare, 1e-12);
        Assert.Equal(.35, spent.FutileShare, 1e-12);
    }

    [Fact]
    public void A_sample_counts_at_every_exit_that_it_passes()
    {
        // One sample is right at the middle exit only: worth sending there, and needlessly sent beyond. Another is never right.
        var outputs = MadeUp.FromCorrect([.2, .5, 1], "00", "10", "00");
        var spent = ForwardedCompute.Of(outputs, new Decisions([2, 1], outputs));
        Assert.Equal([.3 / 2, 0], spent.Worthwhile, Close);
        Assert.Equal([0, .5 / 2], spent.Needless, Close);
        Assert.Equal([.3 / 2, 0], spent.Futile, Close);
    }

    [Fact]
    public void The_parts_add_up_to_the_cost_beyond_the_first_exit()
    {
        var outputs = MadeUp.Outputs(exits: 4, samples: 200, classes: 3, seed: 1);
        var decisions = outputs.Decide(new ThresholdPolicy(Scores.MaxSoftmax, .6));
        Assert.Equal(decisions.Cost - outputs.Costs[0], ForwardedCompute.Of(outputs, decisions).Total, 1e-12);
    }

    [Fact]
    public void The_oracle_spends_on_nothing_else()
    {
        var outputs = MadeUp.Outputs(exits: 4, samples: 200, classes: 3, seed: 2);
        Assert.Equal(1, ForwardedCompute.Of(outputs, outputs.Decide(new Oracle())).WorthwhileShare, 1e-12);
    }

    [Fact]
    public void Nobody_sent_on_has_no_shares()
    {
        var outputs = MadeUp.Outputs(exits: 3, samples: 10, classes: 3, seed: 3);
        var spent = ForwardedCompute.Of(outputs, outputs.Decide(outputs.Score(Scores.MaxSoftmax), double.NegativeInfinity));
        Assert.Equal(0, spent.Total);
        Assert.True(double.IsNaN(spent.FutileShare));
    }

    [Fact]
    public void Decisions_of_other_outputs_are_refused()
    {
        var (outputs, others) = (MadeUp.Outputs(exits: 3, samples: 10, classes: 3, seed: 4), MadeUp.Outputs(exits: 4, samples: 10, classes: 3, seed: 4));
        var fewer = MadeUp.Outputs(exits: 3, samples: 9, classes: 3, seed: 4);
        Assert.Contains("expected 10", Assert.Throws<ArgumentException>(() => ForwardedCompute.Of(outputs, fewer.Decide(new Oracle()))).Message);
        var deeper = others.Decide(others.Score(Scores.MaxSoftmax), double.PositiveInfinity);
        Assert.Contains("exit 3, expected 0 to 2", Assert.Throws<ArgumentException>(() => ForwardedCompute.Of(outputs, deeper)).Message);
    }

    private static bool Close(double a, double b) => Math.Abs(a - b) < 1e-12;
}
