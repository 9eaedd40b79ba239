using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace EarlyExit.Data;

/// <summary>Texts of one padded length, as the ids of their words, with classes or numbers.</summary>
public sealed class TextSet : SampleSet
{
    /// <summary>Texts that belong to classes. Arrays are kept, not copied.</summary>
    /// <param name="name">What the set is called in tables and messages.</param>
    /// <param name="tokens">[N, T], row-major: ids of <paramref name="vocabulary"/>, <see cref="Vocabulary.Padding"/> after the end of a text.</param>
    /// <param name="length">T, at least 1.</param>
    /// <param name="vocabulary">What the ids stand for.</param>
    /// <param name="labels">[N], each in [0, <paramref name="classNames"/>.Count).</param>
    /// <param name="classNames">[C], one name per class.</param>
    /// <param name="difficulty">[N], each in [0, 1], where the difficulty of each sample is known.</param>
    /// <exception cref="ArgumentException">The lengths do not fit together, a text is empty, or an id, label or difficulty is out of range.</exception>
    public TextSet(string name, int[] tokens, int length, Vocabulary vocabulary, int[] labels, IReadOnlyList<string> classNames, float[]? difficulty = null)
        : base(name, labels, classNames, difficulty) => (Tokens, Length, Vocabulary) = (Checked(tokens, length, vocabulary), length, vocabulary);

    /// <summary>Texts that have a number each. Arrays are kept, not copied.</summary>
    /// <param name="name">What the set is called in tables and messages.</param>
    /// <param name="tokens">[N, T], row-major: ids of <paramref name="vocabulary"/>, <see cref="Vocabulary.Padding"/> after the end of a text.</param>
    /// <param name="length">T, at least 1.</param>
    /// <param name="vocabulary">What the ids stand for.</param>
    /// <param name="values">[N], finite.</param>
    /// <param name="difficulty">[N], each in [0, 1], where the difficulty of each sample is known.</param>
    /// <exception cref="ArgumentException">The lengths do not fit together, a text is empty, or an id, value or difficulty is out of range.</exception>
    public TextSet(string name, int[] tokens, int length, Vocabulary vocabulary, float[] values, float[]? difficulty = null)
        : base(name, values, difficulty) => (Tokens, Length, Vocabulary) = (Checked(tokens, length, vocabulary), length, vocabulary);

    /// <summary>[N, T], row-major. Not to be written to.</summary>
    public int[] Tokens { get; }

    /// <summary>T, tokens of a text with its padding.</summary>
    public int Length { get; }

    /// <summary>What the ids stand for.</summary>
    public Vocabulary Vocabulary { get; }

    /// <inheritdoc/>
    public override IReadOnlyList<int> Sizes => [Length];

    /// <summary>The ids of sample <paramref name="n"/>, [T].</summary>
    public ReadOnlySpan<int> Text(int n) => Tokens.AsSpan(n * Length, Length);

    /// <summary>The words of sample <paramref name="n"/>, without padding.</summary>
    public string Words(int n) => Vocabulary.Decode(Text(n));

    /// <inheritdoc/>
    public override TextSet Subset(ReadOnlySpan<int> indices)
    {
        var (labels, values, difficulty) = TargetsOf(indices);
        var tokens = new int[indices.Length * Length];
        for (var i = 0; i < indices.Length; i++) Text(indices[i]).CopyTo(tokens.AsSpan(i * Length));
        return IsRegression
            ? new(Name, tokens, Length, Vocabulary, values, difficulty)
            : new(Name, tokens, Length, Vocabulary, labels, ClassNames, difficulty);
    }

    /// <summary>The first <paramref name="count"/> samples, or all of them if there are fewer.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is negative.</exception>
    public TextSet Take(int count) => First(count) is var first && first.Length == Count ? this : Subset(first);

    /// <summary>Name, N, length and what is to be predicted.</summary>
    public override string ToString() =>
        $"{Name}: {Count} texts of up to {Length} tokens {(IsRegression ? "with a number each" : $"in {Classes} classes")}";

    internal override void AppendTo(IncrementalHash hash)
    {
        int[] sizes = [Count, Length, Vocabulary.Count, Classes];
        hash.AppendData(MemoryMarshal.AsBytes(sizes.AsSpan()));
        hash.AppendData(MemoryMarshal.AsBytes(Tokens.AsSpan()));
        hash.AppendData(MemoryMarshal.AsBytes(Labels.AsSpan()));
        hash.AppendData(MemoryMarshal.AsBytes(Values.AsSpan()));
    }

    private int[] Checked(int[] tokens, int length, Vocabulary vocabulary)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(length, 1);
        if (tokens.Length != (long)Count * length)
            throw new ArgumentException($"{Name}: {tokens.Length} tokens, expected {(long)Count * length} = {Count} x {length}.", nameof(tokens));
        for (var k = 0; k < tokens.Length; k++)
        {
            if ((uint)tokens[k] >= (uint)vocabulary.Count)
                throw new ArgumentException($"{Name}: token {tokens[k]} at place {k % length} of sample {k / length}, expected 0 to {vocabulary.Count - 1}.", nameof(tokens));
            if (k % length == 0 && tokens[k] == Vocabulary.Padding)
                throw new ArgumentException($"{Name}: sample {k / length} is empty: it begins with padding.", nameof(tokens));
        }
        return tokens;
    }
}
