using EarlyExit.Data;
using EarlyExit.Inference;
using EarlyExit.Models;
using EarlyExit.Regimes;
using TorchSharp;
using static EarlyExit.Regimes.Length;
using static TorchSharp.torch;

namespace EarlyExit.Tests.Regimes;

[Collection("torch")]
public class FrozenFeaturesTests : OneThread
{
    private static readonly DataSet Data = TinyData.Create();
    private static readonly Recipe Recipe = new() { BatchSize = 16, Augmentation = Augmentation.None, Optimiser = Optimiser.Sgd(.05) };
    private static readonly Phase Phase = new(Trains.Heads, Epochs(2));

    public static TheoryData<string> HeadNames => ["pooled", "linear", "flattened", "conv", "class token", "class token, hidden", "pooler"];

    private static MultiExitNetwork Build(string head)
    {
        Shape input = [2, 6, 6];
        var vit = Vit.For(dim: 6, depth: 3, heads: 2, patch: 3, classes: 3, input: input);
        var resnet = ResNet.ForCifar(8, 4, classes: 3, input: input);
        return (head switch
        {
            "pooled" => resnet.WithExits(Heads.Pooled, Every.Block),
            "linear" => resnet.WithExits(Heads.Linear, Every.Block),
            "flattened" => resnet.WithExits(Heads.Flattened, Every.Block),
            "conv" => resnet.WithExits(Heads.Conv(), Every.Block),
            "class token" => vit.WithExits(Heads.ClassToken, Every.Block),
            "class token, hidden" => vit.WithExits(Heads.ClassTokenMlp(2, 5), Every.Block),
            _ => vit.WithExits(Heads.Pooler, Every.Block),
        }).Build(seed: 0);
    }

    private static FrozenFeatures? Keep(
        MultiExitNetwork network, Phase? phase = null, Recipe? recipe = null, long? samples = null, long mostBytes = FrozenFeatures.MostBytes) =>
        FrozenFeatures.Of(network, phase ?? Phase, recipe ?? Recipe, Batches.Of(Data.Train, Data, network.Device),
            network.L - 1, Data.Train.Count, samples ?? 2L * Data.Train.Count, mostBytes);

    [Theory]
    [MemberData(nameof(HeadNames))]
    public void A_head_in_two_parts_is_the_head(string head)
    {
        using var scope = NewDisposeScope();
        using var network = Build(head);
        network.eval();
        var x = Batches.Of(Data.Train, Data, network.Device).Of([0, 1, 2, 3]);
        for (var exit = 0; exit < network.L; exit++)
        {
            x = network.Segment(exit, x);
            var expected = network.Head(exit, x);
            Assert.True(torch.allclose(expected, network.LearntPart(exit, network.FixedPart(exit, x)), rtol: 1e-6, atol: 1e-6), $"exit {exit}");
            Assert.Equal(4, network.FixedPart(exit, x).shape[0]);
        }
    }

    [Theory]
    [MemberData(nameof(HeadNames))]
    public void Steps_from_kept_features_are_those_that_run_through_the_backbone(string head)
    {
        using var scope = NewDisposeScope();
        using var running = Build(head);
        using var looking = Build(head);
        var batches = Batches.Of(Data.Train, Data, running.Device);
        using var step = new TrainingStep(running, Phase, Recipe);
        using var quick = new TrainingStep(looking, Phase, Recipe);
        using var kept = Keep(looking);
        Assert.NotNull(kept);
        quick.Frozen = kept;
        foreach (var samples in new[] { new[] { 5, 3, 90, 17 }, [0, 95, 44, 2], [7, 8, 9, 5] })
        {
            var moment = new LossMoment(.5, 1);
            var expected = step.Take(batches.Of(samples), batches.Targets(samples), moment);
            var rows = torch.tensor([.. samples.Select(sample => (long)sample)]);
            Assert.Equal(expected, quick.Take(rows, batches.Targets(samples), moment), 1e-5);
        }
        foreach (var (one, other) in running.parameters().Zip(looking.parameters()))
            Assert.True(torch.allclose(one, other, rtol: 1e-5, atol: 1e-6));
    }

    [Fact]
    public void Nothing_is_kept_where_a_sample_changes_or_is_seen_once_or_room_is_short()
    {
        using var network = Build("pooled");
        Assert.Null(Keep(network, recipe: Recipe with { Augmentation = Augmentation.FlipAndShift }));
        Assert.Null(Keep(network, recipe: Recipe with { Mixup = .2 }));
        Assert.Null(Keep(network, phase: new(Trains.Everything, Epochs(2))));
        Assert.Null(Keep(network, phase: new(Trains.Branch(1), Epochs(2))));
        Assert.Null(Keep(network, samples: Data.Train.Count));
        // Two pooled maps at two early exits: 4 channels of 4 x 4, then 8 of 3 x 3, float32.
        const long Bytes = 96 * 2 * sizeof(float) * (4 * 16 + 8 * 9);
        Assert.Null(Keep(network, mostBytes: Bytes - 1));
        using var kept = Keep(network, mostBytes: Bytes);
        Assert.NotNull(kept);
    }

    [Fact]
    public void A_phase_of_heads_learns_what_it_learnt_step_by_step()
    {
        using var scope = NewDisposeScope();
        using var trained = Build("pooled");
        new Trainer(trained, Data, Recipe, seed: 3).Train(Phase, cancellation: TestContext.Current.CancellationToken);

        using var expected = Build("pooled");
        var random = new PhaseRandom(3, 0);
        var batches = Batches.Of(Data.Train, Data, expected.Device);
        using (var step = new TrainingStep(expected, Phase, Recipe))
            for (var k = 0; k < 12; k++)
            {
                var samples = random.Order(k / 6, Data.Train.Count).AsSpan(k % 6 * 16, 16);
                step.Take(batches.Of(samples), batches.Targets(samples), new LossMoment(k / 12.0, k));
            }
        foreach (var ((name, one), (_, other)) in expected.named_parameters().Zip(trained.named_parameters()))
            Assert.True(torch.allclose(one, other, rtol: 1e-4, atol: 1e-5), name);
    }
}
