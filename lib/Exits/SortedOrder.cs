using System.Buffers;

namespace EarlyExit.Exits;

/// <summary>Sorting of doubles by radix: a few passes over the data, whatever their order.</summary>
internal static class SortedOrder
{
    private const int DigitBits = 11;
    private const int Buckets = 1 << DigitBits;
    private const int Passes = (64 + DigitBits - 1) / DigitBits;

    /// <summary>The indices that put the values in ascending order; equal values keep theirs. -0 and 0 are equal. NaN is not expected.</summary>
    public static int[] Ascending(ReadOnlySpan<double> values)
    {
        var n = values.Length;
        var (keys, nextKeys) = (ArrayPool<ulong>.Shared.Rent(n), ArrayPool<ulong>.Shared.Rent(n));
        var (order, nextOrder) = (ArrayPool<int>.Shared.Rent(n), ArrayPool<int>.Shared.Rent(n));
        var counts = ArrayPool<int>.Shared.Rent(Passes * Buckets);
        counts.AsSpan(0, Passes * Buckets).Clear();
        for (var k = 0; k < n; k++)
        {
            keys[k] = Key(values[k]);
            order[k] = k;
            for (var pass = 0; pass < Passes; pass++) counts[pass * Buckets + Digit(keys[k], pass)]++;
        }
        for (var pass = 0; pass < Passes; pass++)
        {
            var starts = counts.AsSpan(pass * Buckets, Buckets);
            if (n > 0 && starts[Digit(keys[0], pass)] == n) continue;
            var start = 0;
            foreach (ref var bucket in starts) (bucket, start) = (start, start + bucket);
            for (var k = 0; k < n; k++)
            {
                var place = starts[Digit(keys[k], pass)]++;
                nextKeys[place] = keys[k];
                nextOrder[place] = order[k];
            }
            (keys, nextKeys, order, nextOrder) = (nextKeys, keys, nextOrder, order);
        }
        var sorted = order.AsSpan(0, n).ToArray();
        foreach (var rented in new[] { keys, nextKeys }) ArrayPool<ulong>.Shared.Return(rented);
        foreach (var rented in new[] { order, nextOrder, counts }) ArrayPool<int>.Shared.Return(rented);
        return sorted;
    }

    private static int Digit(ulong key, int pass) => (int)(key >> (pass * DigitBits)) & (Buckets - 1);

    // The bits of positive doubles ascend with their value and those of negative ones descend: flip the latter, and put them below.
    private static ulong Key(double value)
    {
        var bits = BitConverter.DoubleToUInt64Bits(value + 0.0);
        return (bits & 1UL << 63) != 0 ? ~bits : bits | 1UL << 63;
    }
}
