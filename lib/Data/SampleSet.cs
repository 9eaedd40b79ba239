using System.Security.Cryptography;

namespace EarlyExit.Data;

/// <summary>
/// Samples of one size with what is to be said about each: its class, or a number. Images are an <see cref="ImageSet"/>, texts a
/// <see cref="TextSet"/>.
/// </summary>
public abstract class SampleSet
{
    /// <summary>Samples that belong to classes.</summary>
    /// <exception cref="ArgumentException">A label or difficulty is out of range, or there is not one difficulty per label.</exception>
    private protected SampleSet(string name, int[] labels, IReadOnlyList<string> classNames, float[]? difficulty)
    {
        for (var n = 0; n < labels.Length; n++)
            if ((uint)labels[n] >= (uint)classNames.Count)
                throw new ArgumentException($"{name}: label {labels[n]} at sample {n}, expected 0 to {classNames.Count - 1}.", nameof(labels));
        (Name, Count, Labels, ClassNames, Values, Difficulty) = (name, labels.Length, labels, classNames, [], Checked(name, difficulty, labels.Length));
    }

    /// <summary>Samples that have a number each.</summary>
    /// <exception cref="ArgumentException">A number is not finite, or a difficulty is out of range.</exception>
    private protected SampleSet(string name, float[] values, float[]? difficulty)
    {
        for (var n = 0; n < values.Length; n++)
            if (!float.IsFinite(values[n])) throw new ArgumentException($"{name}: value {values[n]} at sample {n}, expected a finite number.", nameof(values));
        (Name, Count, Labels, ClassNames, Values, Difficulty) = (name, values.Length, [], [], values, Checked(name, difficulty, values.Length));
        IsRegression = true;
    }

    /// <summary>What the set is called in tables and messages.</summary>
    public string Name { get; }

    /// <summary>N, the number of samples.</summary>
    public int Count { get; }

    /// <summary>Whether a sample has a number (<see cref="Values"/>) and not a class (<see cref="Labels"/>).</summary>
    public bool IsRegression { get; }

    /// <summary>[N], each in [0, C); empty for regression. Not to be written to.</summary>
    public int[] Labels { get; }

    /// <summary>[N], the number to be predicted for each sample; empty for classification. Not to be written to.</summary>
    public float[] Values { get; }

    /// <summary>[C], one name per class; empty for regression.</summary>
    public IReadOnlyList<string> ClassNames { get; }

    /// <summary>C, the number of classes; 1 for regression, where a network says one number about a sample.</summary>
    public int Classes => IsRegression ? 1 : ClassNames.Count;

    /// <summary>[N], each in [0, 1], or null where it is not known.</summary>
    public float[]? Difficulty { get; }

    /// <summary>Sizes of one sample as a network takes it: channels, height and width of an image, tokens of a text.</summary>
    public abstract IReadOnlyList<int> Sizes { get; }

    /// <summary>The samples at <paramref name="indices"/>, in that order; an index may occur more than once.</summary>
    /// <exception cref="ArgumentOutOfRangeException">An index lies outside [0, N).</exception>
    public abstract SampleSet Subset(ReadOnlySpan<int> indices);

    /// <summary>Adds everything that training sees to a hash: sizes, samples, labels or values.</summary>
    internal abstract void AppendTo(IncrementalHash hash);

    /// <summary>Labels, values and difficulties of some samples.</summary>
    private protected (int[] Labels, float[] Values, float[]? Difficulty) TargetsOf(ReadOnlySpan<int> indices)
    {
        var labels = new int[IsRegression ? 0 : indices.Length];
        var values = new float[IsRegression ? indices.Length : 0];
        var difficulty = Difficulty is null ? null : new float[indices.Length];
        for (var i = 0; i < indices.Length; i++)
        {
            var n = indices[i];
            if ((uint)n >= (uint)Count)
                throw new ArgumentOutOfRangeException(nameof(indices), n, $"{Name} has samples 0 to {Count - 1}.");
            if (IsRegression) values[i] = Values[n];
            else labels[i] = Labels[n];
            difficulty?[i] = Difficulty![n];
        }
        return (labels, values, difficulty);
    }

    /// <summary>0, 1, ... for the first samples, all of them if there are fewer.</summary>
    private protected int[] First(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        return [.. Enumerable.Range(0, Math.Min(count, Count))];
    }

    private static float[]? Checked(string name, float[]? difficulty, int count)
    {
        if (difficulty is not null && difficulty.Length != count)
            throw new ArgumentException($"{name}: {difficulty.Length} difficulties, expected {count}.", nameof(difficulty));
        if (difficulty?.AsSpan().IndexOfAnyExceptInRange(0f, 1f) is >= 0 and var bad)
            throw new ArgumentException($"{name}: difficulty {difficulty[bad]} at sample {bad}, expected 0 to 1.", nameof(difficulty));
        return difficulty;
    }
}
