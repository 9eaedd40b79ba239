namespace EarlyExit.Data;

/// <summary>Labelled images of one size, as bytes: what a loader makes and what everything downstream reads.</summary>
public sealed class ImageSet
{
    private readonly Lazy<(float[] Mean, float[] Std)> _moments;

    /// <summary>Wraps the arrays without copying them.</summary>
    /// <param name="name">What the set is called in tables and messages, such as <c>cifar-10 test</c>.</param>
    /// <param name="pixels">[N, Ch, H, W], row-major, 0 to 255.</param>
    /// <param name="labels">[N], each in [0, <paramref name="classNames"/>.Count).</param>
    /// <param name="channels">Ch, at least 1.</param>
    /// <param name="height">H in pixels, at least 1.</param>
    /// <param name="width">W in pixels, at least 1.</param>
    /// <param name="classNames">[C], one name per class.</param>
    /// <param name="difficulty">[N], each in [0, 1], where the difficulty of each sample is known.</param>
    /// <exception cref="ArgumentException">The lengths do not fit together, or a label or difficulty is out of range.</exception>
    public ImageSet(
        string name, byte[] pixels, int[] labels, int channels, int height, int width,
        IReadOnlyList<string> classNames, float[]? difficulty = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(channels, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        var expected = (long)labels.Length * channels * height * width;
        if (pixels.Length != expected)
            throw new ArgumentException(
                $"{name}: {pixels.Length} pixel bytes, expected {expected} = {labels.Length} x {channels} x {height} x {width}.", nameof(pixels));
        for (var n = 0; n < labels.Length; n++)
            if ((uint)labels[n] >= (uint)classNames.Count)
                throw new ArgumentException($"{name}: label {labels[n]} at sample {n}, expected 0 to {classNames.Count - 1}.", nameof(labels));
        if (difficulty is not null && difficulty.Length != labels.Length)
            throw new ArgumentException($"{name}: {difficulty.Length} difficulties, expected {labels.Length}.", nameof(difficulty));
        if (difficulty?.AsSpan().IndexOfAnyExceptInRange(0f, 1f) is >= 0 and var bad)
            throw new ArgumentException($"{name}: difficulty {difficulty[bad]} at sample {bad}, expected 0 to 1.", nameof(difficulty));
        (Name, Pixels, Labels, Channels, Height, Width, ClassNames, Difficulty) =
            (name, pixels, labels, channels, height, width, classNames, difficulty);
        _moments = new(() => ChannelMoments.Of(this));
    }

    /// <summary>What the set is called in tables and messages.</summary>
    public string Name { get; }

    /// <summary>N, the number of samples.</summary>
    public int Count => Labels.Length;

    /// <summary>Ch: 1 for grey, 3 for red, green, blue.</summary>
    public int Channels { get; }

    /// <summary>H in pixels.</summary>
    public int Height { get; }

    /// <summary>W in pixels.</summary>
    public int Width { get; }

    /// <summary>C, the number of classes.</summary>
    public int Classes => ClassNames.Count;

    /// <summary>[N, Ch, H, W], row-major, 0 to 255. Not to be written to.</summary>
    public byte[] Pixels { get; }

    /// <summary>[N], each in [0, C). Not to be written to.</summary>
    public int[] Labels { get; }

    /// <summary>[N], each in [0, 1], or null where it is not known.</summary>
    public float[]? Difficulty { get; }

    /// <summary>[C], one name per class.</summary>
    public IReadOnlyList<string> ClassNames { get; }

    /// <summary>[Ch], mean of each channel over all samples and pixels, with 0 to 255 scaled to 0 to 1.</summary>
    public IReadOnlyList<float> Mean => _moments.Value.Mean;

    /// <summary>[Ch], standard deviation of each channel, on the same scale; 1 for a constant channel, so that dividing is safe.</summary>
    public IReadOnlyList<float> Std => _moments.Value.Std;

    /// <summary>Bytes of one image, Ch x H x W.</summary>
    public int ImageLength => Channels * Height * Width;

    /// <summary>The pixels of sample <paramref name="n"/>, [Ch, H, W].</summary>
    public ReadOnlySpan<byte> Image(int n) => Pixels.AsSpan(n * ImageLength, ImageLength);

    /// <summary>The samples at <paramref name="indices"/>, in that order; an index may occur more than once.</summary>
    /// <exception cref="ArgumentOutOfRangeException">An index lies outside [0, N).</exception>
    public ImageSet Subset(ReadOnlySpan<int> indices)
    {
        var pixels = new byte[(long)indices.Length * ImageLength];
        var labels = new int[indices.Length];
        var difficulty = Difficulty is null ? null : new float[indices.Length];
        for (var i = 0; i < indices.Length; i++)
        {
            var n = indices[i];
            if ((uint)n >= (uint)Count)
                throw new ArgumentOutOfRangeException(nameof(indices), n, $"{Name} has samples 0 to {Count - 1}.");
            Image(n).CopyTo(pixels.AsSpan(i * ImageLength));
            labels[i] = Labels[n];
            difficulty?[i] = Difficulty![n];
        }
        return new(Name, pixels, labels, Channels, Height, Width, ClassNames, difficulty);
    }

    /// <summary>The first <paramref name="count"/> samples, or all of them if there are fewer.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is negative.</exception>
    public ImageSet Take(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        return count >= Count ? this : Subset(Enumerable.Range(0, count).ToArray());
    }

    /// <summary>Name, N and size, such as <c>shapes test: 4000 images of 3 x 32 x 32 in 10 classes</c>.</summary>
    public override string ToString() => $"{Name}: {Count} images of {Channels} x {Height} x {Width} in {Classes} classes";
}
