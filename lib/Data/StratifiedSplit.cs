namespace EarlyExit.Data;

/// <summary>Sets part of a labelled set aside, the same fraction of every class.</summary>
public static class StratifiedSplit
{
    /// <summary>
    /// Splits <paramref name="samples"/> in two: <c>round(fraction * N)</c> samples are held out, of each class the fraction
    /// rounded up or down, drawn from the seed. Both parts keep the original order of samples.
    /// </summary>
    /// <param name="samples">What to split, samples of classes.</param>
    /// <param name="fraction">Part that is held out, in (0, 1).</param>
    /// <param name="seed">Equal seeds give equal splits, on every machine.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="fraction"/> lies outside (0, 1).</exception>
    public static (int[] Kept, int[] HeldOut) Indices(SampleSet samples, double fraction = .1, int seed = 0) =>
        Indices(samples.Labels, samples.Classes, fraction, seed);

    /// <summary>As <see cref="Indices(SampleSet, double, int)"/>, for labels in 0 to <paramref name="classes"/> - 1.</summary>
    internal static (int[] Kept, int[] HeldOut) Indices(IReadOnlyList<int> labels, int classes, double fraction = .1, int seed = 0)
    {
        if (!(fraction > 0 && fraction < 1))
            throw new ArgumentOutOfRangeException(nameof(fraction), fraction, "The held-out fraction must lie between 0 and 1.");
        var heldOut = new bool[labels.Count];
        var membersOf = MembersOf(labels, classes);
        var (passed, taken) = (0, 0);
        for (var label = 0; label < classes; label++)
        {
            var members = membersOf[label];
            new Philox((uint)seed, (uint)label, 0).Shuffle(members);
            passed += members.Length;
            var due = (int)Math.Round(fraction * passed) - taken;
            foreach (var n in members.AsSpan(0, due)) heldOut[n] = true;
            taken += due;
        }
        var (kept, held) = (new int[labels.Count - taken], new int[taken]);
        for (int n = 0, k = 0, h = 0; n < labels.Count; n++)
            if (heldOut[n]) held[h++] = n;
            else kept[k++] = n;
        return (kept, held);
    }

    // The samples of each class in their order.
    private static int[][] MembersOf(IReadOnlyList<int> labels, int classes)
    {
        var counts = new int[classes];
        for (var n = 0; n < labels.Count; n++) counts[labels[n]]++;
        var (members, next) = (Array.ConvertAll(counts, count => new int[count]), new int[classes]);
        for (var n = 0; n < labels.Count; n++) members[labels[n]][next[labels[n]]++] = n;
        return members;
    }
}
