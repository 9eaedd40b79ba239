using EarlyExit.Data;
using TorchSharp;
using static TorchSharp.torch;

namespace EarlyExit.Inference;

/// <summary>Turns samples of a set into tensors. One instance serves one thread at a time.</summary>
public abstract class Batches
{
    private readonly SampleSet _samples;

    private protected Batches(SampleSet samples, Device? device) => (_samples, Device) = (samples, device ?? Devices.Chosen);

    /// <summary>Where the tensors are.</summary>
    public Device Device { get; }

    /// <summary>Batches of images, normalised by the training part of the data set, or of texts.</summary>
    /// <param name="samples">The samples.</param>
    /// <param name="data">The data set that they are a part of.</param>
    /// <param name="device">Where the tensors are to be; <see cref="Devices.Chosen"/> when not given.</param>
    /// <exception cref="ArgumentException">Samples and data set are of different kinds.</exception>
    public static Batches Of(SampleSet samples, IDataSet data, Device? device = null) => (samples, data) switch
    {
        (ImageSet images, DataSet normalisation) => new ImageBatches(images, normalisation, device),
        (TextSet texts, TextData) => new TextBatches(texts, device),
        _ => throw new ArgumentException($"{samples.Name} and {data.Name} are of different kinds: {samples.GetType().Name} and {data.GetType().Name}.", nameof(samples)),
    };

    /// <summary>The samples at these indices, in this order.</summary>
    public Tensor Of(ReadOnlySpan<int> samples) => Of(samples, []);

    /// <summary>The samples at these indices, in this order, each looked at in its own way.</summary>
    /// <param name="samples">Indices into the set, n of them.</param>
    /// <param name="views">n views, or none for the samples as they are.</param>
    public abstract Tensor Of(ReadOnlySpan<int> samples, ReadOnlySpan<View> views);

    /// <summary>What is to be said about the samples at these indices: their <see cref="Labels"/>, or for regression their numbers, float32 [n].</summary>
    public Tensor Targets(ReadOnlySpan<int> samples)
    {
        if (!_samples.IsRegression) return Labels(samples);
        var values = new float[samples.Length];
        for (var i = 0; i < samples.Length; i++) values[i] = _samples.Values[samples[i]];
        return torch.tensor(values, device: Device);
    }

    /// <summary>The labels at these indices, int64 [n].</summary>
    public Tensor Labels(ReadOnlySpan<int> samples)
    {
        var labels = new long[samples.Length];
        for (var i = 0; i < samples.Length; i++) labels[i] = _samples.Labels[samples[i]];
        return torch.tensor(labels, device: Device);
    }
}
