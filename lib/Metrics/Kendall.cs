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
        var (orderX, orderY) = (SortedOrder.Ascending(x), SortedOrder.Ascending(y));
        var (rankX, rankY) = (DenseRanks(x, orderX), DenseRanks(y, orderY));
        var n = x.Length;

        // By x, and by y where x is equal: then a pair is in opposite order exactly if y falls.
        var keys = new long[n];
        var places = Starts(rankX);
        foreach (var sample in orderY) keys[places[rankX[sample]]++] = (long)rankX[sample] << 32 | (uint)rankY[sample];
        var sortedY = new int[n];
        for (var k = 0; k < n; k++) sortedY[k] = (int)keys[k];

        var (tiedX, tiedY) = (TiedPairs(rankX), TiedPairs(rankY));
        var tiedBoth = TiedPairs(keys);
        var discordant = Inversions(sortedY);
        var pairs = (long)n * (n - 1) / 2;
        return new(pairs - tiedX - tiedY + tiedBoth - discordant, discordant, tiedX, tiedY, pairs);
    }

    private static int[] DenseRanks(ReadOnlySpan<double> values, int[] order)
    {
        var ranks = new int[order.Length];
        var rank = 0;
        for (var k = 0; k < order.Length; k++)
        {
            if (k > 0 && values[order[k]] != values[order[k - 1]]) rank++;
            ranks[order[k]] = rank;
        }
        return ranks;
    }

    // Where the samples of each rank start when sorted by it.
    private static int[] Starts(ReadOnlySpan<int> ranks)
    {
        var starts = new int[ranks.Length + 1];
        foreach (var rank in ranks) starts[rank + 1]++;
        for (var rank = 0; rank < ranks.Length; rank++) starts[rank + 1] += starts[rank];
        return starts;
    }

    private static long TiedPairs(ReadOnlySpan<int> ranks)
    {
        var counts = new int[ranks.Length];
        foreach (var rank in ranks) counts[rank]++;
        long tied = 0;
        foreach (long count in counts) tied += count * (count - 1) / 2;
        return tied;
    }

    private static long TiedPairs(ReadOnlySpan<long> sorted)
    {
        long tied = 0, run = 0;
        for (var k = 1; k < sorted.Length; k++)
        {
            run = sorted[k] == sorted[k - 1] ? run + 1 : 0;
            tied += run;
        }
        return tied;
    }

    // Merge sort from below: whenever an element of the right run goes first, it has jumped over what is left of the left run.
    private static long Inversions(int[] values)
    {
        var merged = new int[values.Length];
        long inversions = 0;
        for (var width = 1; width < values.Length; width *= 2)
        {
            for (var start = 0; start < values.Length; start += 2 * width)
            {
                int middle = Math.Min(start + width, values.Length), end = Math.Min(start + 2 * width, values.Length);
                for (int left = start, right = middle, to = start; to < end; to++)
                {
                    if (left < middle && (right >= end || values[left] <= values[right]))
                    {
                        merged[to] = values[left++];
                    }
                    else
                    {
                        merged[to] = values[right++];
                        inversions += middle - left;
                    }
                }
            }
            (values, merged) = (merged, values);
        }
        return inversions;
    }
}
