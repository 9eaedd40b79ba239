using EarlyExit.Data;
using TorchSharp;
using static TorchSharp.torch;

namespace EarlyExit.Inference;

/// <summary>How one image is looked at: mirrored or not, then moved, with black coming in at the edges.</summary>
/// <param name="Mirrored">Left and right are exchanged.</param>
/// <param name="Right">Pixels by which the picture moves to the right; negative moves left.</param>
/// <param name="Down">Pixels by which the picture moves down; negative moves up.</param>
public readonly record struct View(bool Mirrored, int Right, int Down);

/// <summary>
/// Turns images of a set into normalised tensors: (pixel / 255 - mean) / std per channel. The tensors are [n, Ch, H, W] with the
/// channels last in memory, in which libtorch convolves fastest on a CPU.
/// </summary>
public sealed class ImageBatches : Batches
{
    private readonly ImageSet _images;
    private readonly float[][] _values;
    private float[] _pixels = [];

    /// <summary>Batches of <paramref name="images"/>, normalised by the training part of <paramref name="normalisation"/>.</summary>
    /// <param name="images">The samples.</param>
    /// <param name="normalisation">Whose training part says mean and deviation.</param>
    /// <param name="device">Where the tensors are to be; <see cref="Devices.Chosen"/> when not given. To another device than the CPU each batch is copied once.</param>
    /// <exception cref="ArgumentException">The two have different numbers of channels.</exception>
    public ImageBatches(ImageSet images, DataSet normalisation, Device? device = null) : base(images, device)
    {
        var (mean, std) = (normalisation.Mean, normalisation.Std);
        if (mean.Length != images.Channels)
            throw new ArgumentException($"{images.Name} has {images.Channels} channels, {normalisation.Name} normalises {mean.Length}.", nameof(normalisation));
        _images = images;
        _values = [.. Enumerable.Range(0, images.Channels).Select(c =>
            Enumerable.Range(0, 256).Select(pixel => (float)((pixel / 255.0 - mean[c]) / std[c])).ToArray())];
    }

    /// <inheritdoc/>
    public override Tensor Of(ReadOnlySpan<int> samples, ReadOnlySpan<View> views)
    {
        if (views.Length != 0 && views.Length != samples.Length)
            throw new ArgumentException($"{samples.Length} samples, {views.Length} views.", nameof(views));
        var length = samples.Length * _images.ImageLength;
        if (_pixels.Length < length) _pixels = new float[length];
        for (var i = 0; i < samples.Length; i++)
            Write(_images.Image(samples[i]), views.IsEmpty ? default : views[i], _pixels.AsSpan(i * _images.ImageLength, _images.ImageLength));
        using var memory = torch.tensor(_pixels.AsMemory(0, length), [samples.Length, _images.Height, _images.Width, _images.Channels]);
        return memory.to(Device).permute(0, 3, 1, 2);
    }

    private void Write(ReadOnlySpan<byte> image, View view, Span<float> target)
    {
        var (channels, height, width) = (_images.Channels, _images.Height, _images.Width);
        for (var c = 0; c < channels; c++)
        {
            var values = _values[c];
            for (var y = 0; y < height; y++)
            {
                var row = target.Slice(y * width * channels, width * channels);
                var from = y - view.Down;
                if ((uint)from >= (uint)height)
                {
                    for (var x = c; x < row.Length; x += channels) row[x] = values[0];
                    continue;
                }
                var source = image.Slice((c * height + from) * width, width);
                if (view == default)
                {
                    for (var x = 0; x < width; x++) row[x * channels + c] = values[source[x]];
                    continue;
                }
                for (var x = 0; x < width; x++)
                {
                    var column = x - view.Right;
                    if (view.Mirrored) column = width - 1 - column;
                    row[x * channels + c] = values[(uint)column < (uint)width ? source[column] : (byte)0];
                }
            }
        }
    }
}
