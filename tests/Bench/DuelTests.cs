using EarlyExit.Bench;

namespace EarlyExit.Tests.Bench;

public class DuelTests
{
    [Fact]
    public void The_ratio_is_the_median_of_the_rounds_and_a_slow_round_slows_both_sides()
    {
        // Warmed up by two calls of a second each; the rounds' ratios are 2, 3, 4, 6 and 2.
        var duel = Duel.Of(new Told(1, 1, 1, 2, 3, 1, 10), new Told(1, 1, 2, 6, 12, 6, 20), rounds: 5);
        Assert.Equal((2, 6), (duel.Ours, duel.Peer));
        Assert.Equal((3, 2, 4), (duel.Ratio, duel.Low, duel.High));
    }

    [Fact]
    public void Short_work_is_repeated_until_a_sample_takes_a_tenth_of_a_second()
    {
        var (ours, peer) = (new Told(1e-3), new Told(3e-3));
        var duel = Duel.Of(ours, peer, rounds: 3);
        Assert.Equal(3, duel.Ratio, 1e-12);
        Assert.All(ours.Times.TakeLast(3), times => Assert.InRange(times * 1e-3, .1, .2));
        Assert.All(peer.Times.TakeLast(3), times => Assert.InRange(times * 3e-3, .1, .2));
    }

    [Fact]
    public void Who_begins_changes_from_round_to_round()
    {
        var order = new List<string>();
        Duel.Of(new Told(3) { Tell = () => order.Add("ours") }, new Told(3) { Tell = () => order.Add("peer") }, rounds: 2);
        Assert.Equal(["ours", "peer", "ours", "peer", "peer", "ours"], order);
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(.25, 1.75)]
    [InlineData(.5, 2.5)]
    [InlineData(1, 4)]
    public void Quantiles_are_NumPy_s(double level, double expected) => Assert.Equal(expected, Duel.Quantile([4, 1, 3, 2], level), 1e-12);

    // Says how long the work took, the last time again and again.
    private sealed class Told(params double[] seconds) : ISide
    {
        public List<int> Times { get; } = [];

        public Action Tell { get; init; } = () => { };

        public double Seconds(int times)
        {
            Tell();
            Times.Add(times);
            return seconds[Math.Min(Times.Count, seconds.Length) - 1];
        }
    }
}
