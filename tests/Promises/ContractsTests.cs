using EarlyExit.Calibration;
using EarlyExit.Exits;
using EarlyExit.Metrics;
using EarlyExit.Models;
using EarlyExit.Regimes;
using EarlyExit.Tests.Regimes;
using TorchSharp;
using static EarlyExit.Regimes.Length;
using static TorchSharp.torch;

namespace EarlyExit.Tests.Promises;

/// <summary>
/// What every metric, score, calibrator, proxy, criterion, backbone and regime of the registries keeps to: shapes, the same whatever the
/// order of samples, the same in batches, the same twice, inputs unchanged, degenerate inputs with a reason, errors for what is out of range.
/// </summary>
[Collection("torch")]
public sealed class ContractsTests : OneThread
{
    private static readonly IScore[] AllScores = [Scores.MaxSoftmax, Scores.Entropy, Scores.Margin, Scores.Energy, Scores.LogOdds, Patience.Run];

    private static readonly (string Name, Head Head, Func<Backbone> Create)[] Backbones =
    [
        ("ResNet for CIFAR", Heads.Pooled, () => ResNet.ForCifar(8, 2, classes: 3, input: [2, 8, 8])),
        ("ResNet for images", Heads.Pooled, () => ResNet.ForImages(18, 2, classes: 3, input: [2, 32, 32])),
        ("VGG", Heads.Pooled, () => Vgg.WithBatchNorm(11, 4, classes: 3, input: [2, 32, 32])),
        ("MSDNet", Heads.Coarsest(4), () => MsdNet.Create([2, 2], growth: 2, width: 4, headChannels: 4, classes: 3, input: [2, 8, 8])),
        ("EfficientNet-B0", Heads.Pooled, () => EfficientNet.B0(width: .1, depth: .1, classes: 3, input: [2, 32, 32])),
        ("EfficientNetV2-S", Heads.Pooled, () => EfficientNet.V2S(width: .1, depth: .1, classes: 3, input: [2, 32, 32])),
        ("ViT", Heads.ClassToken, () => Vit.For(dim: 8, depth: 2, heads: 2, classes: 3, input: [2, 8, 8])),
        ("perceptron", Heads.Linear, () => Mlp.Of([2, 8, 8], widths: [6, 5], classes: 3)),
    ];

    public static TheoryData<string> BackboneNames => [.. Backbones.Select(one => one.Name)];

    [Fact]
    public void Registries_keep_their_contract_on_made_up_outputs()
    {
        for (var seed = 0; seed < 3; seed++) Check(seed);
    }

    [Fact]
    [Trait("Duration", "long"), Trait("Promise", "contracts")]
    public void Registries_keep_their_contract_on_five_hundred_made_up_outputs()
    {
        var checks = 0L;
        for (var seed = 0; seed < 500; seed++) checks += Check(seed);
        Report.Count("made-up networks", 500);
        Report.Count("checks", checks);
        Report.Say($"Measures of Measures.Of ({Measures.Of(Drawn(0)).Select(value => (value.Group, value.Measure, value.Convention)).Distinct().Count()}), {AllScores.Length} scores, {Calibrators.Standard.Count} calibrators, {Proxies.Standard.Count + Proxies.CalibrationErrors.Count} proxies and 7 criteria on 500 made-up networks, every third of them degenerate.");
    }

    [Theory]
    [MemberData(nameof(BackboneNames))]
    public void A_backbone_keeps_its_contract(string name)
    {
        var (_, head, create) = Backbones.Single(one => one.Name == name);
        var backbone = create();
        var architecture = backbone.WithExits(head, after: Every.Block);
        using var scope = NewDisposeScope();
        using var untracked = no_grad();
        using var network = architecture.Build(seed: 3);
        using var twin = architecture.Build(seed: 3);
        using var other = architecture.Build(seed: 4);
        Assert.Equal(WeightBytes.Of(network), WeightBytes.Of(twin));
        Assert.NotEqual(WeightBytes.Of(network), WeightBytes.Of(other));
        network.eval();
        var sizes = backbone.Input.Select(size => size).ToArray();
        var x = rand([4, .. sizes]);
        var before = x.clone();
        var together = network.call(x);
        Assert.Equal(architecture.Exits.Count, together.Length);
        Assert.All(together, logits => Assert.Equal([4, backbone.Classes], logits.shape));
        Assert.True(Same(x, before), "the input has changed");
        for (var n = 0; n < 4; n++)
            foreach (var (alone, all) in network.call(x.narrow(0, n, 1)).Zip(together))
                Assert.True((alone - all.narrow(0, n, 1)).abs().max().item<float>() < 1e-4, "a sample's logits depend on its batch");
        Assert.True(network.call(x).Zip(together).All(pair => Same(pair.First, pair.Second)), "not the same twice");
        Assert.True(architecture.Costs.Zip(architecture.Costs.Skip(1)).All(pair => pair.First < pair.Second));
        Assert.ThrowsAny<Exception>(() => network.call(rand(4, 5, 3)));
    }

    private static bool Same(Tensor a, Tensor b) => a.data<float>().ToArray().AsSpan().SequenceEqual(b.data<float>().ToArray());

    [Fact]
    public void Backbones_and_regimes_refuse_what_is_out_of_range()
    {
        Assert.ThrowsAny<ArgumentException>(() => ResNet.ForCifar(7, 2));
        Assert.ThrowsAny<ArgumentException>(() => ResNet.ForCifar(8, 0));
        Assert.ThrowsAny<ArgumentException>(() => Vgg.WithBatchNorm(12));
        Assert.ThrowsAny<ArgumentException>(() => Vit.For(dim: 7, depth: 1, heads: 2));
        Assert.ThrowsAny<ArgumentException>(() => MsdNet.Create([]));
        Assert.ThrowsAny<ArgumentException>(() => EfficientNet.B0(width: 0));
        Assert.ThrowsAny<ArgumentException>(() => Epochs(double.NaN));
        Assert.ThrowsAny<ArgumentException>(() => Epochs(0));
        Assert.ThrowsAny<ArgumentException>(() => new Regime("none"));
    }

    [Fact]
    public void Every_regime_trains_the_same_twice_and_leaves_the_data_as_they_are()
    {
        var (images, labels) = ((byte[])TrainingPart.Data.Train.Pixels.Clone(), TrainingPart.Data.Train.Labels.ToArray());
        foreach (var (regime, network) in TrainingPart.Cases)
        {
            var (first, second) = (Train(regime, network), Train(regime, network));
            Assert.True(first.AsSpan().SequenceEqual(second), regime.Name);
        }
        Assert.Equal(images, TrainingPart.Data.Train.Pixels);
        Assert.Equal(labels, TrainingPart.Data.Train.Labels.ToArray());
    }

    private static byte[] Train(Regime regime, Architecture architecture)
    {
        using var network = architecture.Build(0);
        foreach (var (k, phase) in Budget.PerPhase(Epochs(.5)).Spend(regime, architecture).Index())
        {
            var record = new Trainer(network, TrainingPart.Data, new Recipe { BatchSize = 16 }, 0).Train(phase, k);
            Assert.True(record.Steps > 0 && record.Macs > 0 && record.Epochs.All(epoch => epoch.ValidationAccuracy.Count == 3));
        }
        return WeightBytes.Of(network);
    }

    // Of three made-up networks one is ordinary, one has ties, one is degenerate in one of six ways.
    private static ExitOutputs Drawn(int seed)
    {
        var random = new Random(seed);
        var ordinary = MadeUpOutputs.Trained(seed, exits: 1 + random.Next(4), samples: 2 + random.Next(60), classes: 2 + random.Next(4));
        return (seed % 3) switch
        {
            0 => ordinary,
            1 => MadeUpOutputs.Tied(ordinary),
            _ => (seed / 3 % 6) switch
            {
                0 => MadeUpOutputs.Relabelled(ordinary, right: true),
                1 => MadeUpOutputs.Relabelled(ordinary, right: false),
                2 => ordinary.WithLogits(new float[ordinary.Logits.Length], "constant"),
                3 => ordinary.WithLogits([.. ordinary.Logits.ToArray().Select(logit => 1000 * logit)], "certain"),
                4 => ordinary.Subset([0]),
                _ => MadeUpOutputs.Trained(seed, exits: 1, samples: 5, classes: 2),
            },
        };
    }

    private static long Check(int seed)
    {
        var outputs = Drawn(seed);
        var before = (Logits: outputs.Logits.ToArray(), Labels: outputs.Labels.ToArray(), Costs: outputs.Costs.ToArray());
        int[] order = [.. Enumerable.Range(0, outputs.N)];
        new Random(seed).Shuffle(order);
        var shuffled = outputs.Subset(order);
        var half = outputs.Subset(order.AsSpan(0, Math.Max(1, outputs.N / 2)));
        var checks = Metrics(outputs, shuffled, seed) + Scoring(outputs, shuffled, order, half, seed) + Calibrating(outputs, half, order, seed) + Deciding(outputs, shuffled, order, seed);
        foreach (var proxy in seed % 25 == 0 ? [.. Proxies.Standard, .. Proxies.CalibrationErrors] : Array.Empty<Proxy>())
        {
            Assert.True(ProxyChecks.All(proxy).Passes, ProxyChecks.All(proxy).ToString());
            checks++;
        }
        Assert.True(outputs.Logits.SequenceEqual(before.Logits) && outputs.Labels.SequenceEqual(before.Labels) && outputs.Costs.SequenceEqual(before.Costs), $"seed {seed}: the outputs have changed");
        return checks + 1;
    }

    private static long Metrics(ExitOutputs outputs, ExitOutputs shuffled, int seed)
    {
        var (first, second, other) = (Measures.Of(outputs), Measures.Of(outputs), Measures.Of(shuffled));
        Assert.Equal(first.Count, other.Count);
        for (var k = 0; k < first.Count; k++)
        {
            var name = $"seed {seed}: {first[k].Measure}, {first[k].Convention}, exit {first[k].Exit}";
            Assert.True(first[k].Value.Equals(second[k].Value), $"{name}: {first[k].Value}, then {second[k].Value}");
            Assert.True(Close(first[k].Value, other[k].Value), $"{name}: {first[k].Value}, in another order {other[k].Value}");
            Assert.True(double.IsFinite(first[k].Value) == (first[k].Why.Length == 0), $"{name}: {first[k].Value} without a reason");
        }
        return 3L * first.Count;
    }

    private static long Scoring(ExitOutputs outputs, ExitOutputs shuffled, int[] order, ExitOutputs half, int seed)
    {
        foreach (var score in AllScores)
        {
            var (all, other, part) = (outputs.Score(score), shuffled.Score(score), half.Score(score));
            Assert.Equal((outputs.L, outputs.N), (all.L, all.N));
            for (var exit = 0; exit < outputs.L; exit++)
                for (var n = 0; n < outputs.N; n++)
                {
                    Assert.True(all[exit, order[n]].Equals(other[exit, n]), $"seed {seed}: {score.Name} depends on the order of samples");
                    if (n < half.N) Assert.True(all[exit, order[n]].Equals(part[exit, n]), $"seed {seed}: {score.Name} depends on the other samples");
                }
            Assert.True(all.Values.SequenceEqual(outputs.Score(score).Values), $"seed {seed}: {score.Name} is not the same twice");
        }
        return 3L * AllScores.Length;
    }

    private static long Calibrating(ExitOutputs outputs, ExitOutputs half, int[] order, int seed)
    {
        var checks = 0L;
        foreach (var calibrator in Calibrators.Standard)
        {
            FittedCalibrator fitted;
            try
            {
                fitted = calibrator.Fit(outputs);
            }
            catch (ArgumentException refused)
            {
                Assert.False(string.IsNullOrWhiteSpace(refused.Message));
                continue; // too little to learn from, and it says so
            }
            var (all, again, part) = (fitted.Confidence(outputs), calibrator.Fit(outputs).Confidence(outputs), fitted.Confidence(half));
            Assert.True(all.Values.SequenceEqual(again.Values), $"seed {seed}: {calibrator.Name} is not the same twice");
            foreach (var confidence in all.Values) Assert.True(confidence is >= 0 and <= 1 + 1e-12, $"seed {seed}: {calibrator.Name} gives the confidence {confidence}");
            for (var exit = 0; exit < outputs.L; exit++)
                for (var n = 0; n < half.N; n++)
                    Assert.True(Close(all[exit, order[n]], part[exit, n]), $"seed {seed}: {calibrator.Name} depends on the other samples");
            if (calibrator.Preserves.Argmax && fitted is FittedLogits logits)
                Assert.True(outputs.Predictions.Values.SequenceEqual(logits.Apply(outputs).Predictions.Values), $"seed {seed}: {calibrator.Name} changes predictions");
            if (outputs.L > 1) Assert.Throws<ArgumentException>(() => fitted.Confidence(MadeUpOutputs.Trained(1, outputs.L + 1, 4, outputs.C)));
            checks += 5;
        }
        return checks;
    }

    private static long Deciding(ExitOutputs outputs, ExitOutputs shuffled, int[] order, int seed)
    {
        ICriterion[] criteria =
        [
            new ThresholdPolicy(Scores.MaxSoftmax, .7), new ThresholdPolicy(Scores.Entropy, double.NegativeInfinity), new ThresholdPolicy(Scores.Margin, double.PositiveInfinity), new Patience(1), new Oracle(),
            SharedThreshold.Choose(outputs, Scores.MaxSoftmax, budget: 1), PerExitThresholds.Choose(outputs, Scores.MaxSoftmax, budget: 1),
        ];
        foreach (var criterion in criteria)
        {
            var (all, other) = (outputs.Decide(criterion), shuffled.Decide(criterion));
            for (var n = 0; n < outputs.N; n++)
            {
                Assert.InRange(all.Exits[n], 0, outputs.L - 1);
                Assert.True(all.Exits[order[n]] == other.Exits[n], $"seed {seed}: {criterion.Name} depends on the order of samples");
            }
            Assert.True(all.Exits.SequenceEqual(outputs.Decide(criterion).Exits));
            Assert.InRange(all.Cost, outputs.Costs[0] - 1e-12, outputs.Costs[^1] + 1e-12);
        }
        Assert.Throws<ArgumentException>(() => new ThresholdPolicy(Scores.MaxSoftmax, double.NaN));
        Assert.Throws<ArgumentException>(() => SharedThreshold.Choose(outputs, Scores.MaxSoftmax, double.NaN));
        Assert.Throws<ArgumentException>(() => SharedThreshold.Choose(outputs, Scores.MaxSoftmax, outputs.Costs[0] / 2));
        return 4L * criteria.Length + 3;
    }

    private static bool Close(double a, double b) => a.Equals(b) || Math.Abs(a - b) <= 1e-9 * Math.Max(1, Math.Abs(a));
}
