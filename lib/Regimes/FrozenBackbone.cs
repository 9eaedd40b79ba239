using System.Security.Cryptography;
using System.Text;
using EarlyExit.Data;
using EarlyExit.Exits;
using EarlyExit.Inference;
using EarlyExit.Models;
using EarlyExit.Workbook;
using TorchSharp;
using static TorchSharp.torch;

namespace EarlyExit.Regimes;

/// <summary>
/// A trained backbone that stays as it is, for trying heads on it: what it makes of every image is computed once and kept, and heads are
/// trained on that, each for itself. It is the second phase of <see cref="Regime.Disjoint"/> without augmentation, many times faster
/// where many heads are tried. What heads said of the test images is remembered on disk.
/// </summary>
public sealed class FrozenBackbone : IDisposable
{
    private readonly MultiExitNetwork _network;
    private readonly DataSet _data;
    private readonly string _folder;
    private readonly string _key;
    private readonly Lazy<Features> _features;

    /// <summary>Readies a backbone; images run through it when the first head is trained.</summary>
    /// <param name="network">The backbone as trained, which must stay so; the early heads that it has say only where heads may be tried.</param>
    /// <param name="data">Heads are trained on its training part and judged on its test part.</param>
    /// <param name="folder">Where outputs are remembered; <c>heads</c> in <see cref="Session.AnalysisFolder"/> when not given.</param>
    public FrozenBackbone(MultiExitNetwork network, DataSet data, string? folder = null)
    {
        (_network, _data, _folder) = (network, data, folder ?? Path.Combine(Session.AnalysisFolder, "heads"));
        network.eval();
        _key = $"heads 1\n{network.Architecture.Description}weights: {Convert.ToHexStringLower(SHA256.HashData(WeightBytes.Of(network)))} on {network.Device.type}\n" +
            $"data: train {DataFingerprint.Of(data.Train)}, test {DataFingerprint.Of(data.Test)}\n";
        _features = new(() => new Features(network, data));
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
            if (_network.Architecture.Exits.All(there => there.Stage != exit.Stage))
                throw new ArgumentException($"There are no features after stage {exit.Stage}, only after {string.Join(", ", _network.Architecture.Exits.Select(there => there.Stage))}.", nameof(network));
        var path = PathOf(network, seed, epochs, recipe);
        if (File.Exists(path)) return ExitOutputs.Load(path);
        using var built = network.Build(seed);
        built.to(_network.Device);
        var logits = new List<float>();
        for (var exit = 0; exit < built.L - 1; exit++)
        {
            TrainHead(built, exit, seed, epochs, recipe);
            logits.AddRange(Logits(built, exit));
        }
        var outputs = new ExitOutputs([.. logits, .. Logits(_network, _network.L - 1)], [.. _data.Test.Labels], [.. network.Costs], network.Backbone.Classes,
            new OutputsInfo(network.Name, _data.Name, "test", Regime.Disjoint.Name, seed));
        outputs.Save(path);
        return outputs;
    }

    /// <summary>Frees the features.</summary>
    public void Dispose()
    {
        if (_features.IsValueCreated) _features.Value.Dispose();
    }

    private string PathOf(Architecture network, int seed, int epochs, Recipe recipe)
    {
        var key = $"{_key}{network.Description}recipe: {recipe.Description}\nepochs: {epochs}\nseed: {seed}\n";
        return Path.Combine(_folder, $"{network.Backbone.Name}_{_data.Name}_s{seed}_{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)))[..16]}.npz");
    }

    private void TrainHead(MultiExitNetwork network, int exit, int seed, int epochs, Recipe recipe)
    {
        using var whole = NewDisposeScope();
        var features = _features.Value.Train[network.Architecture.Exits[exit].Stage];
        Tensor seen;
        using (no_grad()) seen = network.FixedPart(exit, features);
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
                var logits = network.LearntPart(exit, SampleRows.Of(seen, samples));
                nn.functional.cross_entropy(logits, _features.Value.Labels.index_select(0, samples), label_smoothing: recipe.LabelSmoothing).backward();
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
        return network.HeadModule(exit).call(_features.Value.Test[network.Architecture.Exits[exit].Stage]).cpu().data<float>().ToArray();
    }

    // What a backbone makes of images: after the stages of its exits, [N, ...].
    private sealed class Features : IDisposable
    {
        public Features(MultiExitNetwork network, DataSet data)
        {
            using var scope = NewDisposeScope();
            (Train, Test) = (Of(data.Train), Of(data.Test));
            Labels = tensor(data.Train.Labels).to(int64).to(network.Device).DetachFromDisposeScope();

            Dictionary<int, Tensor> Of(ImageSet images) =>
                FrozenFeatures.Kept(network, Batches.Of(images, data, network.Device), network.L, images.Count, (_, features) => features)!
                    .Index().ToDictionary(exit => network.Architecture.Exits[exit.Index].Stage, exit => exit.Item.DetachFromDisposeScope());
        }

        public IReadOnlyDictionary<int, Tensor> Train { get; }

        public IReadOnlyDictionary<int, Tensor> Test { get; }

        public Tensor Labels { get; }

        public void Dispose()
        {
            foreach (var tensor in Train.Values.Concat(Test.Values).Append(Labels)) tensor.Dispose();
        }
    }
}
