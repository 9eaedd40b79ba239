using EarlyExit.Calibration;
using EarlyExit.Exits;
using EarlyExit.Tests.Exits;

namespace EarlyExit.Tests.Calibration;

public class ExitSchedulerTests
{
    private static double[] Wanted(int samples, int exits)
    {
        var random = new Random(3);
        var wanted = new double[samples * exits];
        for (var n = 0; n < samples; n++)
        {
            for (var exit = 0; exit < exits; exit++) wanted[n * exits + exit] = .05 + random.NextDouble();
            var sum = wanted.AsSpan(n * exits, exits).ToArray().Sum();
            for (var exit = 0; exit < exits; exit++) wanted[n * exits + exit] /= sum;
        }
        return wanted;
    }

    [Theory]
    [InlineData(.3)]
    [InlineData(.55)]
    [InlineData(.9)]
    public void Shares_meet_the_budget_and_no_others_that_do_are_nearer(double budget)
    {
        double[] costs = [.2, .5, .7, 1];
        const int Samples = 20;
        var wanted = Wanted(Samples, 4);
        var shares = ExitShares.Of(wanted, costs, budget);
        for (var n = 0; n < Samples; n++) Assert.Equal(1, shares.AsSpan(n * 4, 4).ToArray().Sum(), 9);
        Assert.Equal(budget, shares.Select((share, k) => share * costs[k % 4]).Sum() / Samples, 9);

        double Distance(double[] r) => wanted.Zip(r, (p, q) => p * Math.Log(p / q)).Sum();
        var (least, random, tried) = (Distance(shares), new Random(1), 0);
        for (var k = 0; k < 2000; k++)
        {
            // A direction that keeps the sum of two rows and the cost of both together.
            var (a, b, moved) = (random.Next(Samples) * 4, random.Next(Samples) * 4, (double[])shares.Clone());
            if (a == b) continue;
            double[] one = [.. Enumerable.Range(0, 4).Select(_ => random.NextDouble() - .5)], two = [.. Enumerable.Range(0, 4).Select(_ => random.NextDouble() - .5)];
            (one, two) = ([.. one.Select(v => v - one.Average())], [.. two.Select(v => v - two.Average())]);
            var ratio = one.Zip(costs, (v, c) => v * c).Sum() / two.Zip(costs, (v, c) => v * c).Sum();
            for (var exit = 0; exit < 4; exit++)
            {
                moved[a + exit] += 1e-3 * one[exit];
                moved[b + exit] -= 1e-3 * ratio * two[exit];
            }
            if (moved.Any(share => share <= 0)) continue;
            tried++;
            Assert.True(Distance(moved) >= least - 1e-12, $"{Distance(moved)} is below {least}");
        }
        Assert.True(tried > 500);
    }

    [Fact]
    public void Two_exits_have_a_closed_form_where_all_samples_are_alike()
    {
        // All the same: the shares are decided by the budget alone.
        var shares = ExitShares.Of([.7, .3, .7, .3, .7, .3], [.25, 1], .4);
        for (var k = 0; k < 6; k++) Assert.Equal(k % 2 == 0 ? .8 : .2, shares[k], 9);
    }

    [Fact]
    public void Without_need_nothing_is_moved()
    {
        double[] costs = [.2, .6, 1];
        var wanted = Wanted(30, 3);
        var natural = wanted.Select((share, k) => share * costs[k % 3]).Sum() / 30;
        var shares = ExitShares.Of(wanted, costs, natural);
        for (var k = 0; k < wanted.Length; k++) Assert.Equal(wanted[k], shares[k], 6);
    }

    [Fact]
    public void Thresholds_release_the_shares_and_stay_within_the_budget()
    {
        var (fit, test) = (MadeUp.Outputs(1, exits: 4, samples: 1500, classes: 4), MadeUp.Outputs(2, exits: 4, samples: 1500, classes: 4));
        foreach (var budget in (double[])[.25, .35, .5])
        {
            var chosen = ExitScheduler.Choose(fit, budget);
            // Quotas rounded up move at most L - 1 samples forward.
            Assert.InRange(chosen.Cost, budget - 4.0 / 1500, budget + 1e-9);
            var decisions = test.Decide(chosen);
            Assert.InRange(decisions.Cost, budget - .04, budget + .04);
            // A rule that ignores the samples and leaves at random with the same shares.
            var blind = decisions.Shares().Zip(test.Accuracy(), (share, accuracy) => share * accuracy).Sum();
            Assert.True(decisions.Accuracy > blind + .02, $"{decisions.Accuracy} against {blind}");
        }
        Assert.Equal(fit.Costs[^1], ExitScheduler.Choose(fit, 2).Cost, 2);
        Assert.Throws<ArgumentException>(() => ExitScheduler.Choose(fit, .1));
    }

    [Fact]
    public void Scores_below_0_are_refused()
    {
        var outputs = MadeUp.Outputs(1, exits: 3, samples: 20, classes: 3);
        Assert.Contains("entropy", Assert.Throws<ArgumentException>(() => ExitScheduler.Choose(outputs, Scores.Entropy, .3)).Message);
    }
}
