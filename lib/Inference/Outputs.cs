using EarlyExit.Data;
using EarlyExit.Exits;
using EarlyExit.Models;
using TorchSharp;
using static TorchSharp.torch;

namespace EarlyExit.Inference;

/// <summary>Runs a network over a set of images and keeps what every exit says.</summary>
public static class Outputs
{
    /// <summary>Samples that go through the network at a time.</summary>
    private const int BatchSize = 250;

    /// <summary>Every exit's logits for every image, in evaluation mode, in the order of the set.</summary>
    /// <param name="network">The network; each of its modules is left in the mode, training or evaluation, in which it was.</param>
    /// <param name="costs">Relative cumulative costs [L], as <see cref="Architecture.Costs"/>.</param>
    /// <param name="images">The samples.</param>
    /// <param name="normalisation">The data set whose training part normalises the images.</param>
    /// <param name="info">What the outputs are called.</param>
    public static ExitOutputs Collect(MultiExitNetwork network, IReadOnlyList<double> costs, ImageSet images, DataSet normalisation, OutputsInfo info) =>
        new(Logits(network, images, normalisation), images.Labels, [.. costs], network.Architecture.Backbone.Classes, info);

    /// <summary>The logits alone, [L, N, C].</summary>
    internal static float[] Logits(MultiExitNetwork network, ImageSet images, DataSet normalisation)
    {
        var classes = network.Architecture.Backbone.Classes;
        var logits = new float[network.L * images.Count * classes];
        var batches = new ImageBatches(images, normalisation, network.Device);
        var order = Enumerable.Range(0, images.Count).ToArray();
        var modes = network.modules().Prepend(network).Select(module => (module, module.training)).ToArray();
        network.eval();
        try
        {
            using var inference = inference_mode();
            for (var from = 0; from < images.Count; from += BatchSize)
            {
                using var scope = NewDisposeScope();
                var count = Math.Min(BatchSize, images.Count - from);
                foreach (var (exit, batch) in network.Exits(batches.Of(order.AsSpan(from, count))))
                    batch.cpu().data<float>().CopyTo(logits, (exit * images.Count + from) * classes);
            }
        }
        finally
        {
            foreach (var (module, training) in modes) module.train(training);
        }
        return logits;
    }
}
