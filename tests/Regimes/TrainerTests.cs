using EarlyExit.Data;
using EarlyExit.Models;
using EarlyExit.Regimes;
using TorchSharp;
using static EarlyExit.Regimes.Length;
using static TorchSharp.torch;

namespace EarlyExit.Tests.Regimes;

[Collection("torch")]
public class TrainerTests : OneThread
{
    private static readonly DataSet Data = TinyData.Create();
    private static readonly Recipe Recipe = new() { BatchSize = 16, Augmentation = Augmentation.None, Optimiser = Optimiser.Sgd(.05) };
    private static readonly Architecture Small = ResNet.ForCifar(8, 2, classes: 3, input: [2, 6, 6]).WithExits(Heads.Pooled, Every.Block);

    private static MultiExitNetwork Build() => Small.Build(seed: 0);

    private static PhaseRecord Train(MultiExitNetwork network, Phase phase, Recipe? recipe = null, int index = 0, int seed = 0) =>
        new Trainer(network, Data, recipe ?? Recipe, seed).Train(phase, index, cancellation: TestContext.Current.CancellationToken);

    private static Dictionary<string, float[]> Weights(MultiExitNetwork network) =>
        network.state_dict().ToDictionary(entry => entry.Key, entry => entry.Value.detach().to(ScalarType.Float32).data<float>().ToArray());

    private static string[] Moved(Dictionary<string, float[]> before, Dictionary<string, float[]> after) =>
        [.. before.Keys.Where(name => !before[name].AsSpan().SequenceEqual(after[name]))];

    [Fact]
    public void Heads_train_while_backbone_classifier_and_statistics_do_not_move_by_a_bit()
    {
        using var network = Build();
        var before = Weights(network);
        Train(network, new(Trains.Heads, Epochs(1)));
        var moved = Moved(before, Weights(network));
        Assert.Equal(["head0.linear.bias", "head0.linear.weight", "head0.pool.mix", "head1.linear.bias", "head1.linear.weight", "head1.pool.mix"], moved.Order());
    }

    [Fact]
    public void The_backbone_trains_with_its_classifier_and_without_the_heads()
    {
        using var network = Build();
        var before = Weights(network);
        Train(network, new(Trains.Backbone, Epochs(1)));
        var moved = Moved(before, Weights(network));
        Assert.Equal(before.Keys.Where(name => !name.StartsWith("head")).Order(), moved.Order());
    }

    [Fact]
    public void Everything_trains_in_a_joint_phase()
    {
        using var network = Build();
        var before = Weights(network);
        Train(network, new(Trains.Everything, Epochs(1)));
        Assert.Equal(before.Keys.Order(), Moved(before, Weights(network)).Order());
    }

    [Fact]
    public void A_branch_trains_alone()
    {
        using var network = Build();
        var before = Weights(network);
        Train(network, new(Trains.Branch(1), Epochs(1)));
        var moved = Moved(before, Weights(network));
        Assert.NotEmpty(moved);
        Assert.All(moved, name => Assert.True(name.StartsWith("block1.") || name.StartsWith("head1."), name));
    }

    [Fact]
    public void After_a_phase_every_parameter_has_gradients_again()
    {
        using var network = Build();
        Train(network, new(Trains.Heads, Epochs(.2)));
        Assert.All(network.parameters(), parameter => Assert.True(parameter.requires_grad));
    }

    [Theory]
    [InlineData("disjoint")]
    [InlineData("joint")]
    [InlineData("mixed")]
    [InlineData("branch-wise")]
    public void A_tiny_task_is_learnt(string name)
    {
        var regime = name switch
        {
            "disjoint" => Regime.Disjoint,
            "joint" => Regime.Joint,
            "mixed" => Regime.Mixed,
            _ => Regime.BranchWise(3),
        };
        using var network = Build();
        var phases = Budget.PerPhase(Epochs(6)).Spend(regime, Small);
        var records = phases.Select((phase, i) => Train(network, phase, index: i)).ToArray();
        Assert.All(records, record => Assert.True(record.Epochs[^1].TrainLoss < record.Epochs[0].TrainLoss));
        Assert.All(records[^1].Epochs[^1].ValidationAccuracy, accuracy => Assert.True(accuracy > .8, $"{accuracy}"));
    }

    [Fact]
    public void What_is_counted_is_what_was_done()
    {
        using var network = Build();
        var record = Train(network, new(Trains.Heads, Epochs(2.5)));
        // 96 samples in batches of 16 are 6 steps an epoch.
        Assert.Equal(15, record.Steps);
        Assert.Equal(240, record.Samples);
        Assert.Equal([1, 2, 2.5], record.Epochs.Select(epoch => epoch.Epoch));
        var frozen = Small.Exits[0].SegmentMacs + Small.Exits[1].SegmentMacs;
        Assert.Equal(240.0 * (frozen + 3 * (Small.Exits[0].HeadMacs + Small.Exits[1].HeadMacs)), record.Macs);
    }

    [Fact]
    public void The_cosine_ends_near_0()
    {
        using var network = Build();
        var record = Train(network, new(Trains.Everything, Epochs(2)));
        Assert.Equal(.05 * .5 * (1 + Math.Cos(Math.PI * 5 / 12)), record.Epochs[0].LearningRate, 12);
        Assert.Equal(.05 * .5 * (1 + Math.Cos(Math.PI * 11 / 12)), record.Epochs[1].LearningRate, 12);
    }

    [Fact]
    public void Seeds_decide_the_result_and_random_numbers_drawn_elsewhere_do_not()
    {
        float[] After(int seed, long elsewhere)
        {
            manual_seed(elsewhere);
            using var network = Build();
            Train(network, new(Trains.Everything, Epochs(1)), Recipe with { Augmentation = Augmentation.FlipAndShift }, seed: seed);
            return [.. Weights(network).Values.SelectMany(values => values)];
        }
        var first = After(seed: 1, elsewhere: 10);
        Assert.Equal(first, After(seed: 1, elsewhere: 20));
        Assert.NotEqual(first, After(seed: 2, elsewhere: 10));
    }

    [Fact]
    public void A_loss_that_explodes_is_named_with_its_place()
    {
        using var network = Build();
        var phase = new Phase(Trains.Everything, Epochs(3)) { Optimiser = Optimiser.Sgd(1e30, momentum: 0) };
        var error = Assert.Throws<TrainingDivergedException>(() => Train(network, phase));
        Assert.Equal("everything", error.Phase);
        Assert.Contains($"step {error.Step} of epoch {error.Epoch}", error.Message);
        Assert.False(double.IsFinite(error.Loss));
    }

    [Fact]
    public void A_stalled_phase_ends_early_with_the_weights_of_its_last_improvement()
    {
        using var network = Build();
        // The learning rate grows until the network is ruined.
        var phase = new Phase(Trains.Everything, UntilStalled(patience: 2, cap: 60, watch: StallRule.Mean))
        {
            Schedule = new Schedule("growing", progress => Math.Pow(10, 60 * progress - 1)),
        };
        var record = Train(network, phase, Recipe with { LongestGradient = 1 });
        var best = record.Epochs.MaxBy(epoch => epoch.ValidationAccuracy.Average())!;
        Assert.InRange(record.Epochs.Count, 3, 59);
        Assert.Equal(record.Epochs.Count - 2, best.Epoch);
        var reached = Evaluation.Of(network, Data.Validation, Data);
        Assert.Equal(best.ValidationAccuracy, reached.Accuracy);
        Assert.Equal(best.ValidationLoss, reached.Loss);
    }

    [Fact]
    public void Progress_never_shows_more_epochs_than_there_are()
    {
        using var network = Build();
        var reports = new List<TrainingProgress>();
        var all = Recipe with { BatchSize = Data.Train.Count }; // a single step, which is more than the phase asks for
        new Trainer(network, Data, all, seed: 0).Train(new(Trains.Everything, Epochs(.3)), progress: new Each(reports.Add), cancellation: TestContext.Current.CancellationToken);
        Assert.Equal((1, 1), (Assert.Single(reports).Epoch, reports[0].Epochs));
        Assert.Contains("epoch 1.0 of 1,", reports[0].ToString());
    }

    private sealed class Each(Action<TrainingProgress> action) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => action(value);
    }

    [Fact]
    public void A_phase_that_trains_nothing_is_refused()
    {
        using var network = Small.Backbone.Alone.Build(seed: 0);
        Assert.Throws<ArgumentException>(() => Train(network, new(Trains.Heads, Epochs(1))));
    }
}
