using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace EarlyExit.Exits;

/// <summary>A number with something that goes along: its place, or a label.</summary>
/// <param name="Value">Not NaN.</param>
/// <param name="Tag">What goes along.</param>
internal readonly record struct Tagged(double Value, int Tag);

/// <summary>
/// Stable sorting of numbers with tags by where they lie between the least and the largest: into a few hundred to some thousand buckets
/// of equal width, then each bucket in the same way. Every bucket fits the cache, cores share them, and the result does not depend on how many there are.
/// </summary>
internal static class TaggedSort
{
    private const int Small = 24, MostBuckets = 4096, PerBucket = 4, Deepest = 8;

    // From so many on, sharing the work pays.
    private const int Shared = 1 << 16;

    /// <summary>The numbers in ascending order; of equal ones that with the earlier place first. -0 and 0 are equal.</summary>
    /// <param name="values">The numbers.</param>
    /// <param name="tags">From a number's place to its tag.</param>
    /// <returns>As many as there are values, in an array that may be longer and goes back with <see cref="Return"/>.</returns>
    public static Tagged[] Rent<TTags>(ReadOnlySpan<double> values, TTags tags) where TTags : ITags, allows ref struct
    {
        var n = values.Length;
        var tagged = ArrayPool<Tagged>.Shared.Rent(n);
        for (var k = 0; k < n; k++) tagged[k] = new(values[k] + 0.0, tags.Of(k));
        var room = ArrayPool<Tagged>.Shared.Rent(n);
        if (n >= Shared && Environment.ProcessorCount > 1 && Scale.Of(values, MostBuckets, out var scale))
        {
            SortShared(tagged, room, n, scale);
            (tagged, room) = (room, tagged);
        }
        else Sort(tagged.AsSpan(0, n), room.AsSpan(0, n), 0);
        ArrayPool<Tagged>.Shared.Return(tagged);
        return room;
    }

    /// <summary>Gives an array back.</summary>
    public static void Return(Tagged[] rented) => ArrayPool<Tagged>.Shared.Return(rented);

    // In place. Each core counts and moves a part of the numbers, earlier parts before later ones within a bucket, then sorts some of the buckets.
    private static void SortShared(Tagged[] tagged, Tagged[] room, int n, Scale scale)
    {
        var cores = Environment.ProcessorCount;
        var next = new int[cores][];
        Range PartOf(int core) => (int)((long)n * core / cores)..(int)((long)n * (core + 1) / cores);
        Parallel.For(0, cores, core =>
        {
            var counts = new int[MostBuckets];
            foreach (ref readonly var item in tagged.AsSpan(PartOf(core))) counts[scale.Bucket(item.Value)]++;
            next[core] = counts;
        });
        var starts = new int[MostBuckets + 1];
        for (int b = 0, start = 0; b < MostBuckets; b++)
        {
            foreach (var counts in next) (counts[b], start) = (start, start + counts[b]);
            starts[b + 1] = start;
        }
        Parallel.For(0, cores, core =>
        {
            var places = next[core];
            foreach (ref readonly var item in tagged.AsSpan(PartOf(core))) room[places[scale.Bucket(item.Value)]++] = item;
        });
        // In stretches of neighbouring buckets, more of them than cores: not all are equally full.
        var stretches = 8 * cores;
        Parallel.For(0, stretches, stretch =>
        {
            for (var b = MostBuckets * stretch / stretches; b < MostBuckets * (stretch + 1) / stretches; b++)
                Sort(room.AsSpan(starts[b]..starts[b + 1]), tagged.AsSpan(starts[b]..starts[b + 1]), 1);
        });
    }

    // From one place into another as long, which may hold anything; what was in the first is lost.
    private static void Sort(Span<Tagged> items, Span<Tagged> sorted, int depth)
    {
        if (items.Length <= Small)
        {
            items.CopyTo(sorted);
            Insert(sorted);
            return;
        }
        var count = 1;
        while (count < MostBuckets && count * PerBucket < items.Length) count *= 2;
        if (!Scale.Of(items, count, out var scale) || depth > Deepest)
        {
            items.CopyTo(sorted);
            if (!scale.IsConstant) MergeSort(sorted, items);
            return;
        }
        Span<int> ends = stackalloc int[count];
        ends.Clear();
        foreach (ref readonly var item in items) ends[scale.Bucket(item.Value)]++;
        var end = 0;
        foreach (ref var bucket in ends) (bucket, end) = (end, end + bucket);
        foreach (ref readonly var item in items) sorted[ends[scale.Bucket(item.Value)]++] = item;
        var start = 0;
        foreach (var stop in ends)
        {
            if (stop - start > Small)
            {
                sorted[start..stop].CopyTo(items[start..stop]);
                Sort(items[start..stop], sorted[start..stop], depth + 1);
            }
            start = stop;
        }
        // All small buckets at once: no number leaves its own.
        Insert(sorted);
    }

    private static void Insert(Span<Tagged> items)
    {
        for (var k = 1; k < items.Length; k++)
        {
            if (!(items[k - 1].Value > items[k].Value)) continue;
            var item = items[k];
            var to = k;
            for (; to > 0 && items[to - 1].Value > item.Value; to--) items[to] = items[to - 1];
            items[to] = item;
        }
    }

    // Numbers that no even division tells apart: infinite ones, or clusters within clusters.
    private static void MergeSort(Span<Tagged> items, Span<Tagged> room)
    {
        if (items.Length <= Small)
        {
            Insert(items);
            return;
        }
        var middle = items.Length / 2;
        MergeSort(items[..middle], room[..middle]);
        MergeSort(items[middle..], room[middle..]);
        items[..middle].CopyTo(room);
        for (int left = 0, right = middle, to = 0; left < middle; to++)
            items[to] = right < items.Length && items[right].Value < room[left].Value ? items[right++] : room[left++];
    }

    /// <summary>Where a number lies between the least and the largest, in buckets.</summary>
    private readonly record struct Scale(double Least, double Largest, double Factor, int Buckets)
    {
        /// <summary>Whether there is nothing to sort.</summary>
        public bool IsConstant => Least == Largest;

        /// <returns>Whether the division is of use: the numbers are finite, and not all the same.</returns>
        public static bool Of(ReadOnlySpan<double> values, int buckets, out Scale scale)
        {
            var (least, largest) = (double.PositiveInfinity, double.NegativeInfinity);
            var (low, high) = (Vector256.Create(least), Vector256.Create(largest));
            var fours = MemoryMarshal.Cast<double, Vector256<double>>(values);
            foreach (var four in fours) (low, high) = (Vector256.MinNative(low, four), Vector256.MaxNative(high, four));
            for (var k = 0; k < 4; k++) (least, largest) = (Math.Min(least, low[k]), Math.Max(largest, high[k]));
            foreach (var value in values[(4 * fours.Length)..]) (least, largest) = (Math.Min(least, value), Math.Max(largest, value));
            return Of(least, largest, buckets, out scale);
        }

        public static bool Of(ReadOnlySpan<Tagged> items, int buckets, out Scale scale)
        {
            var (least, largest) = (double.PositiveInfinity, double.NegativeInfinity);
            var (low, high) = (least, largest);
            var k = 0;
            // Two of each at a time: each waits for its predecessor only.
            for (; k + 1 < items.Length; k += 2)
            {
                (least, largest) = (double.MinNative(least, items[k].Value), double.MaxNative(largest, items[k].Value));
                (low, high) = (double.MinNative(low, items[k + 1].Value), double.MaxNative(high, items[k + 1].Value));
            }
            if (k < items.Length) (low, high) = (double.MinNative(low, items[k].Value), double.MaxNative(high, items[k].Value));
            return Of(double.MinNative(least, low), double.MaxNative(largest, high), buckets, out scale);
        }

        // Rounding keeps the order: of two numbers the larger never comes into an earlier bucket.
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public int Bucket(double value) => Math.Min(double.ConvertToIntegerNative<int>((value - Least) * Factor), Buckets - 1);

        private static bool Of(double least, double largest, int buckets, out Scale scale)
        {
            scale = new(least, largest, buckets / (largest - least), buckets);
            return double.IsFinite(scale.Factor) && scale.Factor > 0 && double.IsFinite(largest - least);
        }
    }
}

/// <summary>From a number's place to its tag.</summary>
internal interface ITags
{
    /// <summary>The tag of the number at a place.</summary>
    int Of(int place);
}

/// <summary>The place itself.</summary>
internal readonly struct Places : ITags
{
    public int Of(int place) => place;
}

/// <summary>1 for true and 0 for false.</summary>
/// <param name="labels">A label for each place.</param>
internal readonly ref struct Labels(ReadOnlySpan<bool> labels) : ITags
{
    private readonly ReadOnlySpan<bool> _labels = labels;

    public int Of(int place) => _labels[place] ? 1 : 0;
}
