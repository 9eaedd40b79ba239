using EarlyExit.Models;
using EarlyExit.Regimes;
using static EarlyExit.Regimes.Length;

namespace EarlyExit.Tests.Regimes;

/// <summary>Phases, budgets, weights and stopping rules against values worked out by hand; no tensor is made.</summary>
public class RulesTests
{
    private static readonly Architecture Three = Mlp.Of([4], [8, 6, 5], classes: 3).WithExits(Heads.Linear, Every.Block);

    [Fact]
    public void The_papers_regimes_are_lists_of_phases()
    {
        Assert.Equal("disjoint (backbone, heads)", Regime.Disjoint.ToString());
        Assert.Equal("joint (everything)", Regime.Joint.ToString());
        Assert.Equal("mixed (backbone, everything)", Regime.Mixed.ToString());
        Assert.Equal("head warm-up (backbone, heads, everything)", Regime.HeadWarmUp.ToString());
        Assert.Equal("mixed, then heads (backbone, everything, heads)", Regime.MixedThenHeads.ToString());
        Assert.Equal("branch-wise (branch 0, branch 1)", Regime.BranchWise(2).ToString());
    }

    [Fact]
    public void What_trains_decides_where_the_loss_is()
    {
        Assert.Equal([2], Trains.Backbone.Exits(3));
        Assert.Equal([0, 1], Trains.Heads.Exits(3));
        Assert.Equal([0, 1, 2], Trains.Everything.Exits(3));
        Assert.Equal([1], Trains.Branch(1).Exits(3));
    }

    [Fact]
    public void A_pass_forward_counts_once_and_what_trains_twice_more()
    {
        // Segments 32, 48, 30; heads 24, 18, classifier 15.
        Assert.Equal(3 * (32 + 48 + 30 + 15), Trains.Backbone.MacsPerSample(Three));
        Assert.Equal(3 * (32 + 48 + 30 + 15 + 24 + 18), Trains.Everything.MacsPerSample(Three));
        Assert.Equal(32 + 48 + 3 * (24 + 18), Trains.Heads.MacsPerSample(Three));
        Assert.Equal(32 + 3 * (48 + 18), Trains.Branch(1).MacsPerSample(Three));
        var firstOnly = new Trains("first segment", (i, _) => i == 0, (i, exits) => i == exits - 1);
        Assert.Equal(3 * 32 + 2 * (48 + 30) + 3 * 15, firstOnly.MacsPerSample(Three));
    }

    [Fact]
    public void Epochs_in_all_are_split_by_shares()
    {
        Budget budget = Epochs(12);
        Assert.Equal([Epochs(12)], budget.Spend(Regime.Joint, Three).Select(phase => phase.Length));
        Assert.Equal([Epochs(6), Epochs(6)], budget.Spend(Regime.Mixed, Three).Select(phase => phase.Length));
        Assert.Equal([Epochs(6), Epochs(1.5), Epochs(4.5)], budget.Spend(Regime.HeadWarmUp, Three).Select(phase => phase.Length));
    }

    [Fact]
    public void A_stopping_rule_as_a_budget_holds_for_each_phase()
    {
        Budget budget = UntilStalled(patience: 5, cap: 50);
        Assert.Equal([UntilStalled(5, 50), UntilStalled(5, 50)], budget.Spend(Regime.Disjoint, Three).Select(phase => phase.Length));
    }

    [Fact]
    public void Equal_compute_means_equal_macs_for_every_regime()
    {
        Regime[] regimes = [Regime.Disjoint, Regime.Joint, Regime.Mixed, Regime.HeadWarmUp, Regime.BranchWise(3)];
        foreach (var regime in regimes)
        {
            var macs = Budget.EqualCompute(10).Spend(regime, Three).Sum(phase => phase.Length!.MostEpochs * phase.Trains.MacsPerSample(Three));
            Assert.Equal(10 * Trains.Everything.MacsPerSample(Three), macs, 1e-6);
        }
        var disjoint = Budget.EqualCompute(10).Spend(Regime.Disjoint, Three);
        Assert.Equal(5.0 * 501 / 375, disjoint[0].Length!.MostEpochs, 12);
        Assert.Equal(5.0 * 501 / 206, disjoint[1].Length!.MostEpochs, 12);
    }

    [Fact]
    public void A_phase_with_a_length_keeps_it()
    {
        var regime = new Regime("mine", new Phase(Trains.Heads, Epochs(1)), new Phase(Trains.Everything));
        Assert.Equal([Epochs(1), Epochs(8)], Budget.InAll(8).Spend(regime, Three).Select(phase => phase.Length));
        var error = Assert.Throws<ArgumentException>(() => Budget.None.Spend(regime, Three));
        Assert.Contains("'everything'", error.Message);
    }

    [Fact]
    public void Loss_weights()
    {
        Assert.Equal([.25, .25, .25, .25], Weights.Equal.At(4, default));
        Assert.Equal([.1, .2, .3, .4], Weights.Rising.At(4, default));
        Assert.Equal([.4, .3, .2, .1], Weights.Falling.At(4, default));
        Assert.Equal([.25, .25, .5], Weights.FinalDoubled.At(3, default));
        Assert.Equal([0, 0, 1], Weights.Alternating.At(3, new(0, 4)));
        Assert.Equal([1, 1, 1], Weights.Alternating.At(3, new(0, 5)));
        double[] start = [.01, .01, .01, .01, .01, .01, 1];
        double[] end = [.15, .3, .45, .6, .75, .9, 1];
        for (var i = 0; i < 7; i++)
        {
            Assert.Equal(start[i], Weights.ShallowDeep.At(7, new(0, 0))[i], 12);
            Assert.Equal(end[i], Weights.ShallowDeep.At(7, new(1, 0))[i], 12);
        }
    }

    [Fact]
    public void Equilibrium_gives_every_exit_the_same_say_in_the_first_stage()
    {
        for (var exit = 0; exit < 5; exit++)
        {
            var factor = GradientRule.Equilibrium.At(exit, 5).Head;
            for (var below = 0; below < exit; below++) factor *= GradientRule.Equilibrium.At(below, 5).Trunk;
            Assert.Equal(1.0 / 5, factor, 12);
        }
    }

    [Fact]
    public void Schedules()
    {
        Assert.Equal([1, .5, 0], new[] { 0, .5, 1 }.Select(at => Math.Round(Schedule.Cosine.Factor(at), 12)));
        Assert.Equal([1, .1, .01], new[] { .2, .5, .9 }.Select(at => Math.Round(Schedule.Steps(.1, .5, .75).Factor(at), 12)));
        Assert.Equal([0, .5, 1, .5], new[] { 0, .1, .2, .6 }.Select(at => Math.Round(Schedule.Cosine.WarmedUp(.2).Factor(at), 12)));
    }

    // Accuracies of two exits over epochs; the last epoch that is kept, and the epoch after which training ends.
    public static TheoryData<string, double[][], int, int> Histories => new()
    {
        // One exit goes on improving while the other stalls: the papers' rule goes on and keeps the late state.
        { "any", [[.5, .5], [.6, .4], [.6, .6], [.6, .7], [.6, .7], [.6, .7]], 3, 5 },
        { "last", [[.5, .5], [.6, .4], [.6, .6], [.6, .7], [.9, .7], [.9, .7]], 3, 5 },
        { "mean", [[.5, .5], [.6, .4], [.7, .3], [.9, .9]], 0, 2 },
        // Falling behind at the start ends after the patience of 2.
        { "last", [[.1, .5], [.2, .4], [.3, .3], [.4, .9]], 0, 2 },
        // An equal accuracy is no improvement.
        { "any", [[.5, .5], [.5, .5], [.5, .5]], 0, 2 },
    };

    [Theory]
    [MemberData(nameof(Histories))]
    public void Stopping_rules_on_scripted_histories(string rule, double[][] history, int kept, int end)
    {
        var watch = rule switch { "any" => StallRule.AnyExit, "last" => StallRule.LastExit, _ => StallRule.Mean };
        var state = StallState.Start;
        var (keptAt, endedAt) = (-1, -1);
        for (var epoch = 0; epoch < history.Length && endedAt < 0; epoch++)
        {
            state = state.After(watch.Watched(history[epoch]), minDelta: 0);
            if (state.Improved) keptAt = epoch;
            if (state.Over(patience: 2)) endedAt = epoch;
        }
        Assert.Equal((kept, end), (keptAt, endedAt));
    }

    [Fact]
    public void Small_improvements_do_not_count_below_the_delta()
    {
        var state = StallState.Start.After([.50], .01).After([.505], .01);
        Assert.Equal([.50], state.Best);
        Assert.Equal([1], state.Since);
        Assert.Equal([0], state.After([.52], .01).Since);
    }

    [Fact]
    public void Losses_and_accuracies_of_logits()
    {
        // Two exits, two samples, two classes: log 2 for equal logits, log(1 + e^-1) for a right and 1 + that for a wrong margin of 1.
        var evaluation = Evaluation.Of([0, 0, 0, 0, 1, 0, 1, 0], [0, 1], exits: 2);
        Assert.Equal([.5, .5], evaluation.Accuracy);
        Assert.Equal(Math.Log(2), evaluation.Loss[0], 12);
        Assert.Equal(Math.Log(1 + Math.Exp(-1)) + .5, evaluation.Loss[1], 12);
    }

    [Fact]
    public void An_epoch_visits_every_sample_once_in_an_order_of_its_own()
    {
        var random = new PhaseRandom(seed: 3, phase: 1);
        Assert.Equal(Enumerable.Range(0, 500), random.Order(0, 500).Order());
        Assert.Equal(random.Order(2, 500), new PhaseRandom(3, 1).Order(2, 500));
        Assert.NotEqual(random.Order(0, 500), random.Order(1, 500));
        Assert.NotEqual(random.Order(0, 500), new PhaseRandom(4, 1).Order(0, 500));
        Assert.NotEqual(random.Order(0, 500), new PhaseRandom(3, 2).Order(0, 500));
        Assert.Equal(1000, Enumerable.Range(0, 1000).Select(random.OfStep).Distinct().Count());
    }

    [Fact]
    public void Views_cover_mirrors_and_all_shifts_alike()
    {
        var views = new PhaseRandom(0, 0).Views(0, [.. Enumerable.Range(0, 20_000)], Augmentation.FlipAndShift);
        Assert.InRange(views.Count(view => view.Mirrored), 9_700, 10_300);
        foreach (var shifts in new[] { views.GroupBy(view => view.Right), views.GroupBy(view => view.Down) })
        {
            Assert.Equal(Enumerable.Range(-4, 9), shifts.Select(shift => shift.Key).Order());
            Assert.All(shifts, shift => Assert.InRange(shift.Count(), 2_000, 2_450));
        }
    }
}
