using System.Collections;
using EarlyExit.Data;
using EarlyExit.Inference;
using EarlyExit.Models;
using TorchSharp;
using static TorchSharp.torch;

namespace EarlyExit.Analysis;

/// <summary>The output of a layer for some samples.</summary>
/// <param name="Layer">The stage's name.</param>
/// <param name="Values">[N, F] float32, on the CPU.</param>
public sealed record LayerActivations(string Layer, Tensor Values);

/// <summary>The outputs of all layers of a backbone for some samples, as matrices. Dispose it to free them.</summary>
public sealed class Activations : IReadOnlyList<LayerActivations>, IDisposable
{
    private const int BatchSize = 250;
    private readonly IReadOnlyList<LayerActivations> _layers;

    private Activations(IReadOnlyList<LayerActivations> layers) => _layers = layers;

    /// <summary>Runs a network in evaluation mode and keeps what every stage of its backbone returns, stem first.</summary>
    /// <param name="network">The network; each of its modules is left in the mode in which it was.</param>
    /// <param name="samples">The samples, N of them.</param>
    /// <param name="data">The data set that they are a part of; images are normalised by its training part.</param>
    /// <param name="what">Layout and place; centring is left to those who use the matrices. Flattened after the non-linearity when not given.</param>
    public static Activations Collect(MultiExitNetwork network, SampleSet samples, IDataSet data, ActivationMatrix? what = null)
    {
        what ??= new();
        var stages = BackboneStage.Of(network);
        var values = new Tensor[stages.Count];
        var batches = Batches.Of(samples, data, network.Device);
        var order = Enumerable.Range(0, samples.Count).ToArray();
        using var modes = new KeptModes(network);
        // Not inference mode: probes are trained on these tensors.
        using var nothing = no_grad();
        for (var from = 0; from < samples.Count; from += BatchSize)
        {
            using var scope = NewDisposeScope();
            var count = Math.Min(BatchSize, samples.Count - from);
            var x = batches.Of(order.AsSpan(from, count));
            for (var k = 0; k < stages.Count; k++)
            {
                var before = what.Place == ActivationPlace.BeforeNonLinearity ? (stages[k].Module as IActivated)?.BeforeActivation(x) : null;
                x = stages[k].Module.call(x);
                var rows = Rows(before ?? x, what.Layout);
                if (from == 0) values[k] = torch.empty([samples.Count, rows.shape[1]]).DetachFromDisposeScope();
                values[k].narrow(0, from, count).copy_(rows);
            }
        }
        return new([.. stages.Zip(values, (stage, matrix) => new LayerActivations(stage.Name, matrix))]);
    }

    /// <summary>Number of layers.</summary>
    public int Count => _layers.Count;

    /// <summary>A layer, from the input on.</summary>
    public LayerActivations this[int index] => _layers[index];

    /// <inheritdoc/>
    public IEnumerator<LayerActivations> GetEnumerator() => _layers.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Frees the matrices.</summary>
    public void Dispose()
    {
        foreach (var layer in _layers) layer.Values.Dispose();
    }

    private static Tensor Rows(Tensor output, FeatureLayout layout) => layout == FeatureLayout.Flattened
        ? output.flatten(1)
        : output.ndim switch
        {
            4 => output.mean([2, 3]),
            3 => output.mean([1]),
            _ => output,
        };
}
