using EarlyExit.Data;
using EarlyExit.Exits;
using EarlyExit.Models;
using TorchSharp;
using static TorchSharp.torch;

namespace EarlyExit.Inference;

/// <summary>Runs a network over a set of samples and keeps what every exit says.</summary>
public static class Outputs
{
    /// <summary>Samples that go through the network at a time.</summary>
    private const int BatchSize = 250;

    /// <summary>Every exit's logits for every sample, in evaluation mode, in the order of the set.</summary>
    /// <param name="network">The network; each of its modules is left in the mode, training or evaluation, in which it was.</param>
    /// <param name="costs">Relative cumulative costs [L], as <see cref="Architecture.Costs"/>.</param>
    /// <param name="samples">The samples, of classes.</param>
    /// <param name="data">The data set that they are a part of; images are normalised by its training part.</param>
    /// <param name="info">What the outputs are called.</param>
    public static ExitOutputs Collect(MultiExitNetwork network, IReadOnlyList<double> costs, SampleSet samples, IDataSet data, OutputsInfo info) =>
        new(Logits(network, samples, data), samples.Labels, [.. costs], network.Architecture.Backbone.Classes, info);

    /// <summary>As <see cref="Collect"/>, for a regression: every exit's number for every sample.</summary>
    public static RegressionOutputs CollectNumbers(MultiExitNetwork network, IReadOnlyList<double> costs, SampleSet samples, IDataSet data, OutputsInfo info) =>
        new(Logits(network, samples, data), samples.Values, [.. costs], info);

    /// <summary>What the heads say alone, [L, N, C].</summary>
    internal static float[] Logits(MultiExitNetwork network, SampleSet samples, IDataSet data)
    {
        var classes = network.Architecture.Backbone.Classes;
        var logits = new float[network.L * samples.Count * classes];
        var batches = Batches.Of(samples, data, network.Device);
        var order = Enumerable.Range(0, samples.Count).ToArray();
        var modes = network.modules().Prepend(network).Select(module => (module, module.training)).ToArray();
        network.eval();
        try
        {
            using var inference = inference_mode();
            for (var from = 0; from < samples.Count; from += BatchSize)
            {
                using var scope = NewDisposeScope();
                var count = Math.Min(BatchSize, samples.Count - from);
                foreach (var (exit, batch) in network.Exits(batches.Of(order.AsSpan(from, count))))
                    batch.cpu().data<float>().CopyTo(logits, (exit * samples.Count + from) * classes);
            }
        }
        finally
        {
            foreach (var (module, training) in modes) module.train(training);
        }
        return logits;
    }
}
