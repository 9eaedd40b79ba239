using EarlyExit.Data;

namespace EarlyExit.Tests.Data;

public sealed class StratifiedSplitTests
{
    private static ImageSet Labelled(int[] labels) => new("labels", new byte[labels.Length], labels, 1, 1, 1, ["a", "b", "c"]);

    private static readonly ImageSet Uneven =
        Labelled([.. Enumerable.Repeat(0, 500).Concat(Enumerable.Repeat(1, 100)).Concat(Enumerable.Repeat(2, 14))]);

    [Fact]
    public void EveryClassGivesTheSameFraction()
    {
        var (kept, heldOut) = StratifiedSplit.Indices(Uneven);
        Assert.Equal([50, 10, 1], Enumerable.Range(0, 3).Select(label => heldOut.Count(n => Uneven.Labels[n] == label)));
        Assert.Equal(Enumerable.Range(0, Uneven.Count), kept.Concat(heldOut).Order());
        Assert.Equal(kept.Order(), kept);
        Assert.Equal(heldOut.Order(), heldOut);
    }

    [Fact]
    public void TheTotalIsRoundedOnce()
    {
        var set = Labelled([.. Enumerable.Range(0, 3).SelectMany(label => Enumerable.Repeat(label, 14))]);
        var (_, heldOut) = StratifiedSplit.Indices(set);
        Assert.Equal(4, heldOut.Length); // 4.2
        Assert.All(Enumerable.Range(0, 3), label => Assert.InRange(heldOut.Count(n => set.Labels[n] == label), 1, 2)); // 1.4
    }

    [Fact]
    public void TheSeedDecides()
    {
        Assert.Equal(StratifiedSplit.Indices(Uneven, seed: 1).HeldOut, StratifiedSplit.Indices(Uneven, seed: 1).HeldOut);
        Assert.NotEqual(StratifiedSplit.Indices(Uneven, seed: 1).HeldOut, StratifiedSplit.Indices(Uneven, seed: 2).HeldOut);
    }

    /// <summary>Over many seeds each of 20 samples is held out about equally often.</summary>
    [Fact]
    public void EverySampleHasTheSameChance()
    {
        var set = Labelled(new int[20]);
        var counts = new int[20];
        for (var seed = 0; seed < 2000; seed++)
            foreach (var n in StratifiedSplit.Indices(set, .25, seed).HeldOut)
                counts[n]++;
        Assert.All(counts, count => Assert.InRange(count, 420, 580)); // 500 expected, deviation 19
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(double.NaN)]
    public void FractionsOutsideAreRefused(double fraction) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => StratifiedSplit.Indices(Uneven, fraction));
}
