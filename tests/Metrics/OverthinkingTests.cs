using EarlyExit.Exits;
using EarlyExit.Metrics;

namespace EarlyExit.Tests.Metrics;

public class OverthinkingTests
{
    [Fact]
    public void Samples_right_early_count_by_what_the_last_exit_makes_of_them()
    {
        // Eight samples, one for each way in which three exits can be right.
        bool[] values = [.. from exit in Enumerable.Range(0, 3) from n in Enumerable.Range(0, 8) select (n >> exit & 1) == 1];
        var counted = Overthinking.Of(new Correctness(values, exits: 3, samples: 8));
        Assert.Equal(new Overthinking(Wasteful: 3 / 8.0, Destructive: 3 / 8.0, OfErrors: 3 / 4.0), counted);
    }

    [Fact]
    public void One_exit_has_nothing_earlier_and_no_errors_have_no_share()
    {
        Assert.Equal(new Overthinking(0, 0, 0), Overthinking.Of(new Correctness([true, false], exits: 1, samples: 2)));
        Assert.True(double.IsNaN(Overthinking.Of(new Correctness([false, true, true, true], exits: 2, samples: 2)).OfErrors));
    }

    /// <summary>What is right anywhere is right at the end, or was and is not any more: the oracle's accuracy.</summary>
    [Fact]
    public void The_oracle_gains_what_is_destroyed()
    {
        var outputs = Zoo.Load()["resnet14w8-joint-6k-s0"].Test;
        var counted = Overthinking.Of(outputs.Correct);
        Assert.Equal(outputs.Decide(new Oracle()).Accuracy, outputs.Accuracy()[^1] + counted.Destructive, 12);
        Assert.InRange(counted.Wasteful, 0, outputs.Accuracy()[^1]);
    }
}
