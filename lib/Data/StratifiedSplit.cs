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
        var (passed, taken) = (0, 0);
        for (var label = 0; label < classes; label++)
        {
            var members = Enumerable.Range(0, labels.Count).Where(n => labels[n] == label).ToArray();
            new Philox((uint)seed, (uint)label, 0).Shuffle(members);
            passed += members.Length;
            var due = (int)Math.Round(fraction * passed) - taken;
            foreach (var n in members.AsSpan(0, due)) heldOut[n] = true;
            taken += due;
        }
        var all = Enumerable.Range(0, labels.Count).ToArray();
        return ([.. all.Where(n => !heldOut[n])], [.. all.Where(n => heldOut[n])]);
    }
}
