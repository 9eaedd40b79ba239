namespace EarlyExit.Exits;

/// <summary>The order of numbers.</summary>
internal static class SortedOrder
{
    /// <summary>The indices that put the values in ascending order; equal values keep theirs. -0 and 0 are equal. NaN is not expected.</summary>
    public static int[] Ascending(ReadOnlySpan<double> values)
    {
        var sorted = TaggedSort.Rent(values, new Places());
        var order = GC.AllocateUninitializedArray<int>(values.Length);
        for (var k = 0; k < order.Length; k++) order[k] = sorted[k].Tag;
        TaggedSort.Return(sorted);
        return order;
    }
}
