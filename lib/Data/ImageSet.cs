using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace EarlyExit.Data;

/// <summary>Labelled images of one size, as bytes: what a loader makes and what everything downstream reads.</summary>
public sealed class ImageSet : SampleSet
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
        IReadOnlyList<string> classNames, float[]? difficulty = null) : base(name, labels, classNames, difficulty)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(channels, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        var expected = (long)labels.Length * channels * height * width;
        if (pixels.Length != expected)
            throw new ArgumentException(
                $"{name}: {pixels.Length} pixel bytes, expected {expected} = {labels.Length} x {channels} x {height} x {width}.", nameof(pixels));
        (Pixels, Channels, Height, Width) = (pixels, channels, height, width);
        _moments = new(() => ChannelMoments.Of(this));
    }

    /// <summary>Ch: 1 for grey, 3 for red, green, blue.</summary>
    public int Channels { get; }

    /// <summary>H in pixels.</summary>
    public int Height { get; }

    /// <summary>W in pixels.</summary>
    public int Width { get; }

    /// <summary>[N, Ch, H, W], row-major, 0 to 255. Not to be written to.</summary>
    public byte[] Pixels { get; }

    /// <summary>[Ch], mean of each channel over all samples and pixels, with 0 to 255 scaled to 0 to 1.</summary>
    public IReadOnlyList<float> Mean => _moments.Value.Mean;

    /// <summary>[Ch], standard deviation of each channel, on the same scale; 1 for a constant channel, so that dividing is safe.</summary>
    public IReadOnlyList<float> Std => _moments.Value.Std;

    /// <summary>Bytes of one image, Ch x H x W.</summary>
    public int ImageLength => Channels * Height * Width;

    /// <summary>The pixels of sample <paramref name="n"/>, [Ch, H, W].</summary>
    public ReadOnlySpan<byte> Image(int n) => Pixels.AsSpan(n * ImageLength, ImageLength);

    /// <inheritdoc/>
    public override IReadOnlyList<int> Sizes => [Channels, Height, Width];

    /// <inheritdoc/>
    public override ImageSet Subset(ReadOnlySpan<int> indices)
    {
        var (labels, _, difficulty) = TargetsOf(indices);
        var pixels = new byte[(long)indices.Length * ImageLength];
        for (var i = 0; i < indices.Length; i++) Image(indices[i]).CopyTo(pixels.AsSpan(i * ImageLength));
        return new(Name, pixels, labels, Channels, Height, Width, ClassNames, difficulty);
    }

    /// <summary>The first <paramref name="count"/> samples, or all of them if there are fewer.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is negative.</exception>
    public ImageSet Take(int count) => First(count) is var first && first.Length == Count ? this : Subset(first);

    /// <summary>Name, N and size, such as <c>shapes test: 4000 images of 3 x 32 x 32 in 10 classes</c>.</summary>
    public override string ToString() => $"{Name}: {Count} images of {Channels} x {Height} x {Width} in {Classes} classes";

    internal override void AppendTo(IncrementalHash hash)
    {
        int[] sizes = [Count, Channels, Height, Width, Classes];
        hash.AppendData(MemoryMarshal.AsBytes(sizes.AsSpan()));
        hash.AppendData(Pixels);
        hash.AppendData(MemoryMarshal.AsBytes(Labels.AsSpan()));
    }
}
