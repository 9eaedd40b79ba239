using EarlyExit.Exits;

namespace EarlyExit.Metrics;

/// <summary>The pairs of samples that two scores put in the same or in opposite order.</summary>
/// <param name="Concordant">Pairs in the same order.</param>
/// <param name="Discordant">Pairs in opposite order.</param>
/// <param name="TiedInX">Pairs with equal x, whatever their y.</param>
/// <param name="TiedInY">Pairs with equal y, whatever their x.</param>
/// <param name="Pairs">All pairs, n (n - 1) / 2.</param>
public readonly record struct Kendall(long Concordant, long Discordant, long TiedInX, long TiedInY, long Pairs)
{
    /// <summary>Kendall's tau-b, in [-1, 1]; NaN where x or y is constant.</summary>
    public double TauB => Math.Clamp((Concordant - Discordant) / Math.Sqrt(Pairs - TiedInX) / Math.Sqrt(Pairs - TiedInY), -1, 1);

    /// <summary>Share of all pairs that are in opposite order, in [0, 1]; NaN for fewer than two samples.</summary>
    public double DiscordantShare => (double)Discordant / Pairs;

    /// <summary>Counts pairs in O(N log N).</summary>
    /// <param name="x"><c>[N]</c>, not NaN.</param>
    /// <param name="y"><c>[N]</c>, not NaN.</param>
    /// <exception cref="ArgumentException">The lengths differ or are 0, or a value is NaN.</exception>
    public static Kendall Of(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        Correlation.Require(x, y);
        var n = x.Length;
        var sorted = TaggedSort.Rent(x, new Places());
        var ofY = GC.AllocateUninitializedArray<double>(n);
        for (var k = 0; k < n; k++) ofY[k] = y[sorted[k].Tag];

        // By x, and by y where x is equal: then a pair is in opposite order exactly if y falls.
        long tiedX = 0, tiedBoth = 0;
        for (int start = 0, end; start < n; start = end)
        {
            for (end = start + 1; end < n && sorted[end].Value == sorted[start].Value; end++) { }
            if (end == start + 1) continue;
            var group = ofY.AsSpan(start..end);
            group.Sort();
            tiedX += PairsOf(end - start);
            tiedBoth += TiedPairs(group);
        }
        TaggedSort.Return(sorted);
        var discordant = Inversions.Count(ofY);
        var (pairs, tiedY) = (PairsOf(n), TiedPairs(ofY));
        return new(pairs - tiedX - tiedY + tiedBoth - discordant, discordant, tiedX, tiedY, pairs);
    }

    private static long PairsOf(long count) => count * (count - 1) / 2;

    private static long TiedPairs(ReadOnlySpan<double> sorted)
    {
        long tied = 0, run = 0;
        for (var k = 1; k < sorted.Length; k++)
        {
            run = sorted[k] == sorted[k - 1] ? run + 1 : 0;
            tied += run;
        }
        return tied;
    }
}
