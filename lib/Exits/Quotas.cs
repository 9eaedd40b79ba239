namespace EarlyExit.Exits;

/// <summary>Thresholds that release a given number of samples.</summary>
internal static class Quotas
{
    /// <summary>The threshold of an exit: the quota-th highest score of those that have not left leaves too, so it is just below that.</summary>
    /// <param name="scores">[N], at this exit.</param>
    /// <param name="left">[N], who has left before; those who leave here are added.</param>
    /// <param name="quota">How many are to leave; samples of equal scores leave together, so it may be more.</param>
    public static double Release(ReadOnlySpan<double> scores, bool[] left, int quota)
    {
        var order = SortedOrder.Ascending(scores);
        var threshold = double.PositiveInfinity;
        for (int k = order.Length - 1, released = 0; k >= 0 && released < quota; k--)
        {
            if (left[order[k]]) continue;
            threshold = Math.BitDecrement(scores[order[k]]);
            released++;
        }
        for (var n = 0; n < left.Length; n++) left[n] |= scores[n] > threshold;
        return threshold;
    }
}
