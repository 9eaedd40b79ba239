using EarlyExit.Data;
using TorchSharp;
using static TorchSharp.torch;

namespace EarlyExit.Inference;

/// <summary>Texts as tensors of ids, int64 [n, T], padded to the length of the set.</summary>
/// <param name="texts">The samples.</param>
/// <param name="device">Where the tensors are to be; <see cref="Devices.Chosen"/> when not given.</param>
public sealed class TextBatches(TextSet texts, Device? device = null) : Batches(texts, device)
{
    /// <inheritdoc/>
    /// <exception cref="ArgumentException">Views are given: a text is looked at in one way only.</exception>
    public override Tensor Of(ReadOnlySpan<int> samples, ReadOnlySpan<View> views)
    {
        if (!views.IsEmpty) throw new ArgumentException($"{texts.Name} has texts, which are neither mirrored nor moved; train with Augmentation.None.", nameof(views));
        var ids = new long[samples.Length * texts.Length];
        for (var i = 0; i < samples.Length; i++)
        {
            var text = texts.Text(samples[i]);
            for (var t = 0; t < text.Length; t++) ids[i * text.Length + t] = text[t];
        }
        return torch.tensor(ids, [samples.Length, texts.Length], device: Device);
    }
}
