using EarlyExit.Data;
using EarlyExit.Exits;
using EarlyExit.Inference;
using EarlyExit.Models;
using TorchSharp;
using static TorchSharp.torch;

namespace EarlyExit.Regimes;

/// <summary>
/// A trained backbone that stays as it is, for trying heads on it: what it makes of every image is computed once and kept, and heads are
/// trained on that, each for itself. It is the second phase of <see cref="Regime.Disjoint"/> without augmentation, many times faster
/// where many heads are tried.
/// </summary>
public sealed class FrozenBackbone : IDisposable
{
    private readonly MultiExitNetwork _network;
    private readonly DataSet _data;
    private readonly Dictionary<int, (Tensor Train, Tensor Test)> _features = [];
    private readonly Tensor _labels;
    private readonly float[] _classifier;

    /// <summary>Runs all training and test images through the backbone and keeps its features at every exit of the network.</summary>
    /// <param name="network">The backbone as trained; the early heads that it has say only where heads may be tried.</param>
    /// <param name="data">Heads are trained on its training part and judged on its test part.</param>
    public FrozenBackbone(MultiExitNetwork network, DataSet data)
    {
        (_network, _data) = (network, data);
        network.eval();
        using var scope = NewDisposeScope();
        var (train, test) = (Features(data.Train), Features(data.Test));
        _labels = tensor(data.Train.Labels).to(int64).to(network.Device).DetachFromDisposeScope();
        for (var exit = 0; exit < network.L; exit++)
            _features[network.Architecture.Exits[exit].Stage] = (train[exit].DetachFromDisposeScope(), test[exit].DetachFromDisposeScope());
        _classifier = Logits(network, network.L - 1);
    }

    /// <summary>Trains the early heads of a blueprint from their first weights, and says what every exit makes of the test images.</summary>
    /// <param name="network">A blueprint on the same backbone, its heads where the network that was given has exits, without a coupling.</param>
    /// <param name="seed">Of the heads' first weights, as in <see cref="Architecture.Build"/>, and of the order of images.</param>
    /// <param name="epochs">How often each head sees every image.</param>
    /// <param name="recipe">Batch size, optimiser and schedule; its augmentation is not applied.</param>
    /// <exception cref="ArgumentException">Another backbone, or a head where there are no features.</exception>
    public ExitOutputs Train(Architecture network, int seed, int epochs, Recipe recipe)
    {
        if (network.Backbone.Name != _network.Architecture.Backbone.Name)
            throw new ArgumentException($"The heads are on {network.Backbone.Name}, the features are of {_network.Architecture.Backbone.Name}.", nameof(network));
        foreach (var exit in network.Exits)
            if (!_features.ContainsKey(exit.Stage))
                throw new ArgumentException($"There are no features after stage {exit.Stage}, only after {string.Join(", ", _features.Keys.Order())}.", nameof(network));
        using var built = network.Build(seed);
        built.to(_network.Device);
        var logits = new List<float>();
        for (var exit = 0; exit < built.L - 1; exit++)
        {
            TrainHead(built, exit, seed, epochs, recipe);
            logits.AddRange(Logits(built, exit));
        }
        return new([.. logits, .. _classifier], [.. _data.Test.Labels], [.. network.Costs], network.Backbone.Classes,
            new OutputsInfo(network.Name, _data.Name, "test", Regime.Disjoint.Name, seed));
    }

    /// <summary>Frees the features.</summary>
    public void Dispose()
    {
        _labels.Dispose();
        foreach (var (train, test) in _features.Values)
        {
            train.Dispose();
            test.Dispose();
        }
    }

    private void TrainHead(MultiExitNetwork network, int exit, int seed, int epochs, Recipe recipe)
    {
        var features = _features[network.Architecture.Exits[exit].Stage].Train;
        var head = network.HeadModule(exit);
        head.train();
        using var optimiser = recipe.Optimiser.Create(network.HeadParameters(exit));
        var (size, random) = (TrainingSize.Of(_data, recipe), new PhaseRandom(seed, 1));
        for (var epoch = 0; epoch < epochs; epoch++)
        {
            var order = random.Order(epoch, _data.Train.Count);
            for (var k = 0; k < size.StepsPerEpoch; k++)
            {
                using var scope = NewDisposeScope();
                var samples = tensor([.. order.AsSpan(k * size.BatchSize, size.BatchSize)], device: network.Device).to(int64);
                foreach (var group in optimiser.ParamGroups)
                    group.LearningRate = recipe.Optimiser.LearningRate * recipe.Schedule.Factor((epoch + (double)k / size.StepsPerEpoch) / epochs);
                head.zero_grad();
                nn.functional.cross_entropy(head.call(SampleRows.Of(features, samples)), _labels.index_select(0, samples), label_smoothing: recipe.LabelSmoothing).backward();
                optimiser.step();
            }
        }
        head.eval();
    }

    // What a head says of the test images, [N, C].
    private float[] Logits(MultiExitNetwork network, int exit)
    {
        using var untracked = no_grad();
        using var scope = NewDisposeScope();
        return network.HeadModule(exit).call(_features[network.Architecture.Exits[exit].Stage].Test).cpu().data<float>().ToArray();
    }

    // At every exit of the network, [N, ...].
    private Tensor[] Features(ImageSet images) =>
        FrozenFeatures.Kept(_network, Batches.Of(images, _data, _network.Device), _network.L, images.Count, (_, features) => features)!;
}
