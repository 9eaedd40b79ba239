using System.Runtime.InteropServices;
using System.Security.Cryptography;
using EarlyExit.Data.Files;

namespace EarlyExit.Data;

/// <summary>
/// Labelled images of one size, as bytes: what a loader makes and what everything downstream reads. The bytes are in memory, or stay
/// in a file (<see cref="NumPyImages"/>) and are read when an image is looked at.
/// </summary>
public sealed class ImageSet : SampleSet
{
    /// <summary>Images that one core copies at a time.</summary>
    private const int TakenTogether = 8192;

    private readonly byte[]? _pixels;
    private readonly MappedPixels? _mapped;
    private readonly int[]? _places;
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
        IReadOnlyList<string> classNames, float[]? difficulty = null) : this(name, labels, channels, height, width, classNames, difficulty)
    {
        var expected = (long)labels.Length * channels * height * width;
        if (pixels.Length != expected)
            throw new ArgumentException(
                $"{name}: {pixels.Length} pixel bytes, expected {expected} = {labels.Length} x {channels} x {height} x {width}.", nameof(pixels));
        _pixels = pixels;
    }

    /// <summary>Images in a file, all of them in their order or those at some places.</summary>
    internal ImageSet(
        string name, MappedPixels mapped, int[] labels, int channels, int height, int width,
        IReadOnlyList<string> classNames, int[]? places = null, float[]? difficulty = null) : this(name, labels, channels, height, width, classNames, difficulty) =>
        (_mapped, _places) = (mapped, places);

    private ImageSet(string name, int[] labels, int channels, int height, int width, IReadOnlyList<string> classNames, float[]? difficulty)
        : base(name, labels, classNames, difficulty)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(channels, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        (Channels, Height, Width) = (channels, height, width);
        _moments = new(() => ChannelMoments.Of(this));
    }

    /// <summary>Ch: 1 for grey, 3 for red, green, blue.</summary>
    public int Channels { get; }

    /// <summary>H in pixels.</summary>
    public int Height { get; }

    /// <summary>W in pixels.</summary>
    public int Width { get; }

    /// <summary>[N, Ch, H, W], row-major, 0 to 255. Not to be written to. Of images in a file, a copy.</summary>
    /// <exception cref="InvalidOperationException">They are too many for one array; look at one <see cref="Image"/> after the other.</exception>
    public byte[] Pixels => _pixels ?? Copied();

    /// <summary>[Ch], mean of each channel over all samples and pixels, with 0 to 255 scaled to 0 to 1.</summary>
    public IReadOnlyList<float> Mean => _moments.Value.Mean;

    /// <summary>[Ch], standard deviation of each channel, on the same scale; 1 for a constant channel, so that dividing is safe.</summary>
    public IReadOnlyList<float> Std => _moments.Value.Std;

    /// <summary>Bytes of one image, Ch x H x W.</summary>
    public int ImageLength => Channels * Height * Width;

    /// <summary>The pixels of sample <paramref name="n"/>, [Ch, H, W].</summary>
    public ReadOnlySpan<byte> Image(int n) => _mapped is null
        ? _pixels.AsSpan(n * ImageLength, ImageLength)
        : _mapped.Slice((long)(_places is null ? n : _places[n]) * ImageLength, ImageLength);

    /// <summary>The same images under another name.</summary>
    public ImageSet Named(string name) => _mapped is null
        ? new(name, _pixels!, Labels, Channels, Height, Width, ClassNames, Difficulty)
        : new(name, _mapped, Labels, Channels, Height, Width, ClassNames, _places, Difficulty);

    /// <inheritdoc/>
    public override IReadOnlyList<int> Sizes => [Channels, Height, Width];

    /// <inheritdoc/>
    public override ImageSet Subset(ReadOnlySpan<int> indices)
    {
        var (labels, _, difficulty) = TargetsOf(indices);
        if (_mapped is not null)
        {
            int[] places = indices.ToArray();
            if (_places is not null) places = [.. places.Select(n => _places[n])];
            return new(Name, _mapped, labels, Channels, Height, Width, ClassNames, places, difficulty);
        }
        var pixels = GC.AllocateUninitializedArray<byte>(checked(indices.Length * ImageLength));
        int[] from = indices.ToArray();
        // Copying into memory that is touched for the first time is work that cores can share.
        Parallel.For(0, (from.Length + TakenTogether - 1) / TakenTogether, piece =>
            CopyTo(pixels, from, piece * TakenTogether, Math.Min((piece + 1) * TakenTogether, from.Length)));
        return new(Name, pixels, labels, Channels, Height, Width, ClassNames, difficulty);
    }

    /// <summary>The samples of some classes, numbered anew in the order given.</summary>
    /// <param name="classes">Classes of this set, at least one.</param>
    /// <exception cref="ArgumentException">There is no such class, or one comes twice.</exception>
    public ImageSet OfClasses(params int[] classes)
    {
        if (classes.Length == 0 || classes.Distinct().Count() < classes.Length || classes.Any(label => (uint)label >= (uint)Classes))
            throw new ArgumentException($"{Name} has classes 0 to {Classes - 1}, got [{string.Join(", ", classes)}]; expected some of them, each once.", nameof(classes));
        var samples = Enumerable.Range(0, Count).Where(n => classes.Contains(Labels[n])).ToArray();
        int[] labels = [.. samples.Select(n => Array.IndexOf(classes, Labels[n]))];
        string[] names = [.. classes.Select(label => ClassNames[label])];
        var some = Subset(samples);
        return some._mapped is null
            ? new(Name, some._pixels!, labels, Channels, Height, Width, names, some.Difficulty)
            : new(Name, some._mapped, labels, Channels, Height, Width, names, some._places, some.Difficulty);
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
        for (var n = 0; n < Count; n++) hash.AppendData(Image(n));
        hash.AppendData(MemoryMarshal.AsBytes(Labels.AsSpan()));
    }

    // Neighbours are copied together: a split keeps long stretches.
    private void CopyTo(byte[] pixels, int[] from, int start, int end)
    {
        for (var next = start; start < end; start = next)
        {
            while (++next < end && from[next] == from[next - 1] + 1) { }
            _pixels.AsSpan(from[start] * ImageLength, (next - start) * ImageLength).CopyTo(pixels.AsSpan(start * ImageLength));
        }
    }

    private byte[] Copied()
    {
        if ((long)Count * ImageLength > Array.MaxLength)
            throw new InvalidOperationException($"{Name} has {(long)Count * ImageLength} bytes of pixels, too many for one array; look at one image after the other.");
        var pixels = new byte[Count * ImageLength];
        for (var n = 0; n < Count; n++) Image(n).CopyTo(pixels.AsSpan(n * ImageLength));
        return pixels;
    }
}
