using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace EarlyExit.Metrics;

/// <summary>
/// Pairs of numbers of which the earlier is the larger, counted while merge-sorting: a number of the right run comes before all those
/// of the left run that have not been taken yet.
/// </summary>
internal static class Inversions
{
    private const int Small = 16, Shared = 4096;

    /// <summary>Counts in O(N log N), on all cores, and leaves the numbers in ascending order.</summary>
    public static long Count(double[] values)
    {
        var depth = 0;
        while (1 << depth < Environment.ProcessorCount) depth++;
        return Sort(values, (double[])values.Clone(), 0, values.Length, depth);
    }

    // Both arrays hold the same numbers; those in `to` end up sorted.
    private static long Sort(double[] to, double[] from, int start, int count, int depth)
    {
        if (depth == 0 || count < Shared) return Sort(to.AsSpan(start, count), from.AsSpan(start, count));
        var left = count - count / 2;
        long ofLeft = 0, ofRight = 0;
        Parallel.Invoke(
            () => ofLeft = Sort(from, to, start, left, depth - 1),
            () => ofRight = Sort(from, to, start + left, count - left, depth - 1));
        return ofLeft + ofRight + Merge(from.AsSpan(start, count), to.AsSpan(start, count));
    }

    private static long Sort(Span<double> to, Span<double> from)
    {
        if (to.Length <= Small) return Insert(to);
        var left = to.Length - to.Length / 2;
        return Sort(from[..left], to[..left]) + Sort(from[left..], to[left..]) + Merge(from, to);
    }

    private static long Insert(Span<double> values)
    {
        long inversions = 0;
        for (var k = 1; k < values.Length; k++)
        {
            var value = values[k];
            var to = k;
            for (; to > 0 && values[to - 1] > value; to--) values[to] = values[to - 1];
            values[to] = value;
            inversions += k - to;
        }
        return inversions;
    }

    /// <summary>
    /// Merges the sorted halves of <paramref name="from"/>, of which the left may be longer by one, from both ends at once: the two do
    /// not wait for each other, and neither can run out of a half, since each takes no more numbers than the shorter one has. Which
    /// half a number comes from is as good as random, so that arithmetic stands in for a branch that would be guessed wrong every other time.
    /// </summary>
    private static long Merge(ReadOnlySpan<double> from, Span<double> to)
    {
        int steps = from.Length / 2, middle = from.Length - steps;
        ref var source = ref MemoryMarshal.GetReference(from);
        ref var target = ref MemoryMarshal.GetReference(to);
        long inversions = 0;
        int l = 0, r = middle, lastL = middle - 1, lastR = from.Length - 1;
        for (var k = 0; k < steps; k++)
        {
            var (a, b) = (Unsafe.Add(ref source, l), Unsafe.Add(ref source, r));
            int right = Unsafe.BitCast<bool, byte>(a > b);
            Unsafe.Add(ref target, k) = Math.Min(a, b);
            inversions += (middle - l) & -right;
            (l, r) = (l + 1 - right, r + right);

            var (c, d) = (Unsafe.Add(ref source, lastL), Unsafe.Add(ref source, lastR));
            int left = Unsafe.BitCast<bool, byte>(c > d);
            Unsafe.Add(ref target, from.Length - 1 - k) = Math.Max(c, d);
            inversions += (middle - 1 - lastL) & (left - 1);
            (lastL, lastR) = (lastL - left, lastR - 1 + left);
        }
        if (middle > steps)
        {
            // One is left in the middle.
            var ofLeft = l == lastL;
            to[steps] = from[ofLeft ? l : r];
            if (!ofLeft) inversions += middle - l;
        }
        return inversions;
    }
}
