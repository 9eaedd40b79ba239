using EarlyExit.Data;
using EarlyExit.Inference;
using EarlyExit.Models;
using TorchSharp;
using static TorchSharp.torch;

namespace EarlyExit.Analysis;

/// <summary>
/// The running means and variances of batch norm, made anew. Weights between two networks belong to no network that was trained, so
/// that neither network's statistics fit them, nor anything in between: they are measured at each point (Garipov et al., arXiv:1802.10026).
/// </summary>
public static class BatchNormStatistics
{
    private const int Enough = 1000;

    /// <summary>What statistics are taken over where nothing else is asked for: the first 1,000 training samples.</summary>
    public static SampleSet Samples(IDataSet data) => data.Train.Subset([.. Enumerable.Range(0, Math.Min(Enough, data.Train.Count))]);

    /// <summary>
    /// Replaces every batch norm's running statistics by the plain average over batches of the batch's mean and unbiased variance, in one
    /// pass without augmentation. Weights, modes and momenta stay as they are; a network without batch norm is left alone.
    /// </summary>
    /// <param name="network">Changed in place, in its buffers only.</param>
    /// <param name="samples">What statistics are taken over. What is left after the last full batch is skipped, as it would count as much as a full one.</param>
    /// <param name="data">The data set that they are a part of; images are normalised by its training part.</param>
    /// <param name="batchSize">Samples of a batch, at least 2.</param>
    /// <exception cref="ArgumentException">There are fewer than 2 samples, or the batch size is below 2.</exception>
    public static void Recompute(MultiExitNetwork network, SampleSet samples, IDataSet data, int batchSize = 250)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(batchSize, 2);
        if (samples.Count < 2) throw new ArgumentException($"{samples.Name} has {samples.Count} samples, expected at least 2 for a variance.", nameof(samples));
        using var modes = new KeptModes(network);
        var norms = modes.BatchNorms().ToArray();
        if (norms.Length == 0) return;
        var momenta = norms.Select(norm => norm.momentum).ToArray();
        var batches = Batches.Of(samples, data, network.Device);
        var (batch, order) = (Math.Min(batchSize, samples.Count), Enumerable.Range(0, samples.Count).ToArray());
        try
        {
            modes.TrainBatchNorms();
            foreach (var norm in norms) norm.reset_running_stats();
            using var nothing = no_grad();
            for (var k = 0; (k + 1) * batch <= samples.Count; k++)
            {
                using var scope = NewDisposeScope();
                foreach (var norm in norms) norm.momentum = 1.0 / (k + 1);
                network.call(batches.Of(order.AsSpan(k * batch, batch)));
            }
        }
        finally
        {
            foreach (var (norm, momentum) in norms.Zip(momenta)) norm.momentum = momentum;
        }
    }
}
