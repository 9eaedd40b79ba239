using EarlyExit.Data;
using EarlyExit.Inference;
using EarlyExit.Models;
using EarlyExit.Regimes;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace EarlyExit.Analysis;

/// <summary>Which statistics batch norm takes while gradients are measured.</summary>
public enum BatchStatistics
{
    /// <summary>The batch's own, through which gradients flow, as in a training step.</summary>
    Batch,

    /// <summary>The running ones, as constants, as in evaluation.</summary>
    Running,
}

/// <summary>How strongly each exit's loss pulls at each layer of the backbone (arXiv:2407.14320, gradient dominance).</summary>
public static class Gradients
{
    private static readonly Recipe Plain = new();

    /// <summary>
    /// The gradients of all exits' losses in all layers: one forward pass and L backward passes for each batch, dropout off. The loss of
    /// an exit is its mean cross-entropy (or squared error) over all samples given, so that only the batch norm knows of batches. Neither weights, buffers,
    /// stored gradients nor modes of the network change.
    /// </summary>
    /// <param name="network">The network.</param>
    /// <param name="samples">The samples, best those it is trained on, as a validation loss is not what training goes down.</param>
    /// <param name="data">The data set that they are a part of; images are normalised by its training part.</param>
    /// <param name="statistics">What batch norm takes.</param>
    /// <param name="batchSize">Samples of a batch, which the batch's statistics depend on.</param>
    public static ExitGradients Of(
        MultiExitNetwork network, SampleSet samples, IDataSet data, BatchStatistics statistics = BatchStatistics.Batch, int batchSize = 128)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(batchSize, 1);
        var stages = BackboneStage.Of(network);
        var objective = Objective.Of(network.Architecture.Backbone);
        var batches = Batches.Of(samples, data, network.Device);
        Parameter[][] weights = [.. stages.Select(stage => stage.Module.parameters().ToArray())];
        using var kept = new KeptState(network);
        using var modes = new KeptModes(network);
        if (statistics == BatchStatistics.Batch) modes.TrainBatchNorms();
        using var scope = NewDisposeScope();
        // sums[layer][exit]: the gradient so far, one vector over all of the layer's parameters.
        var sums = weights.Select((own, layer) => Enumerable.Range(0, network.L).Select(_ => torch.zeros([own.Sum(w => w.numel())], device: network.Device)).ToArray()).ToArray();
        using (enable_grad())
            foreach (var batch in Enumerable.Range(0, samples.Count).Chunk(batchSize)) AddBatch(batch);
        return new(
            [.. stages.Select(stage => stage.Name)], [.. stages.Select(stage => stage.Exit)], [.. sums.Select(Products)],
            [.. weights.Select(own => own.Sum(weight => weight.numel()))],
            $"mean loss of each exit over {samples.Count} samples, "
                + (statistics == BatchStatistics.Batch ? $"batch norm by batches of {Math.Min(batchSize, samples.Count)}" : "batch norm by running statistics"));

        void AddBatch(int[] chosen)
        {
            using var inner = NewDisposeScope();
            var targets = batches.Targets(chosen);
            var losses = network.call(batches.Of(chosen)).Select(outputs => objective.Loss(outputs, targets, Plain) * (chosen.Length / (double)samples.Count)).ToArray();
            for (var exit = 0; exit < network.L; exit++)
            {
                int[] reached = [.. Enumerable.Range(0, stages.Count).Where(layer => stages[layer].Exit <= exit && weights[layer].Length > 0)];
                var found = autograd.grad([losses[exit]], [.. reached.SelectMany(layer => weights[layer])], retain_graph: exit < network.L - 1);
                var from = 0;
                foreach (var layer in reached)
                {
                    var parts = found.Skip(from).Take(weights[layer].Length).Select(gradient => gradient.reshape(-1)).ToArray();
                    sums[layer][exit].add_(torch.cat(parts));
                    from += parts.Length;
                }
            }
        }
    }

    private static double[,] Products(Tensor[] gradients)
    {
        using var scope = NewDisposeScope();
        var exits = gradients.Length;
        var stacked = torch.stack(gradients).to_type(ScalarType.Float64);
        var values = stacked.mm(stacked.t()).cpu().data<double>().ToArray();
        var products = new double[exits, exits];
        for (var i = 0; i < exits; i++)
            for (var j = 0; j < exits; j++) products[i, j] = values[i * exits + j];
        return products;
    }

    /// <summary>Buffers and which parameters want gradients, put back at the end; in between all parameters do.</summary>
    private sealed class KeptState : IDisposable
    {
        private readonly (Tensor Buffer, Tensor Value)[] _buffers;
        private readonly (Parameter Parameter, bool Wants)[] _parameters;

        public KeptState(MultiExitNetwork network)
        {
            _buffers = [.. network.buffers().Select(buffer => (buffer, buffer.clone().DetachFromDisposeScope()))];
            _parameters = [.. network.parameters().Select(parameter => (parameter, parameter.requires_grad))];
            foreach (var (parameter, _) in _parameters) parameter.requires_grad = true;
        }

        public void Dispose()
        {
            using var nothing = no_grad();
            foreach (var (buffer, value) in _buffers)
            {
                buffer.copy_(value);
                value.Dispose();
            }
            foreach (var (parameter, wants) in _parameters) parameter.requires_grad = wants;
        }
    }
}
