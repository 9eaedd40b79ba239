using EarlyExit.Data;
using EarlyExit.Models;
using EarlyExit.Regimes;
using TorchSharp;
using static EarlyExit.Regimes.Length;
using static TorchSharp.torch;

namespace EarlyExit.Tests.Regimes;

[Collection("torch")]
public sealed class ResumeTests : OneThread
{
    private const int StepsPerEpoch = 6;
    private static readonly DataSet Data = TinyData.Create();
    private static readonly Recipe Recipe = new() { BatchSize = 16 };
    private readonly string _folder = Directory.CreateTempSubdirectory("earlyexit-resume-").FullName;

    public override void Dispose()
    {
        Directory.Delete(_folder, recursive: true);
        base.Dispose();
    }

    private CheckpointFile File(TimeSpan every, string identity = "a phase") => new(Path.Combine(_folder, "checkpoint.bin"), identity, every);

    /// <summary>Batch norm, dropout and a learnt mix: every kind of state and randomness there is.</summary>
    private static MultiExitNetwork Build()
    {
        var backbone = ResNet.ForCifar(8, 2, classes: 3, input: [2, 6, 6]);
        var last = backbone.Stages[^1].Output;
        var dropout = new Stage("dropout", last, last, [Layer.Free("dropout", last)], () => nn.Dropout(.3));
        return (backbone with { Stages = [.. backbone.Stages, dropout] }).WithExits(Heads.Pooled, Every.Block).Build(seed: 0);
    }

    private static Phase PhaseOf(string kind) => kind switch
    {
        "adam" => new(Trains.Everything, Epochs(3)) { Optimiser = Optimiser.Adam(1e-2) },
        "stalling" => new(Trains.Everything, UntilStalled(patience: 1, cap: 3)),
        "heads" or "heads on kept features" => new(Trains.Heads, Epochs(2.5)),
        "sample weights" => new(Trains.Everything, Epochs(2)) { SampleWeights = new() { Width = 8, Every = 2, LearningRate = 1e-2 } },
        _ => new(Trains.Everything, Epochs(3)),
    };

    private static Recipe RecipeOf(string kind) => kind == "heads on kept features" ? Recipe with { Augmentation = Augmentation.None } : Recipe;

    private static PhaseRecord Train(
        MultiExitNetwork network, Phase phase, CheckpointFile? file = null, IProgress<TrainingProgress>? progress = null, CancellationTokenSource? cancel = null,
        Recipe? recipe = null) =>
        new Trainer(network, Data, recipe ?? Recipe, seed: 7).Train(phase, index: 1, file, progress, cancel?.Token ?? TestContext.Current.CancellationToken);

    private static (byte[] Weights, string History) Result(MultiExitNetwork network, PhaseRecord record) =>
        (WeightBytes.Of(network), System.Text.Json.JsonSerializer.Serialize(record with { Seconds = 0 }));

    private static (byte[] Weights, string History) Uninterrupted(string kind)
    {
        using var network = Build();
        return Result(network, Train(network, PhaseOf(kind), recipe: RecipeOf(kind)));
    }

    [Theory]
    [InlineData("sgd", 1)]
    [InlineData("sgd", StepsPerEpoch)]
    [InlineData("sgd", StepsPerEpoch + 1)]
    [InlineData("sgd", 2 * StepsPerEpoch + 4)]
    [InlineData("adam", StepsPerEpoch)]
    [InlineData("adam", 9)]
    [InlineData("stalling", StepsPerEpoch + 3)]
    [InlineData("heads", 8)]
    [InlineData("sample weights", 5)]
    [InlineData("heads on kept features", 8)]
    [InlineData("heads on kept features", 2 * StepsPerEpoch + 1)]
    public void Cancelled_and_resumed_is_bit_for_bit_what_it_would_have_been(string kind, int steps)
    {
        var expected = Uninterrupted(kind);
        using (var stopped = Build())
        {
            using var cancel = new CancellationTokenSource();
            var taken = 0;
            var counter = new Each(_ => { if (++taken == steps) cancel.Cancel(); });
            Assert.Throws<OperationCanceledException>(() => Train(stopped, PhaseOf(kind), File(TimeSpan.FromDays(1)), counter, cancel, RecipeOf(kind)));
            Assert.Equal(steps, Checkpoint.Load(File(default).Path).Position.Step);
        }
        using var resumed = Build();
        var record = Train(resumed, PhaseOf(kind), File(TimeSpan.FromDays(1)), recipe: RecipeOf(kind));
        Assert.Equal(expected, Result(resumed, record), new BytesAndText());
    }

    [Fact]
    public void A_process_that_dies_goes_on_from_its_last_checkpoint()
    {
        var expected = Uninterrupted("sgd");
        for (var life = 0; life < 5; life++)
        {
            using var killed = Build();
            var taken = 0;
            var death = new Each(_ => { if (++taken == 4) throw new InvalidOperationException("dies"); });
            try
            {
                var record = Train(killed, PhaseOf("sgd"), File(TimeSpan.Zero), death);
                Assert.Equal(4, life);
                Assert.Equal(expected, Result(killed, record), new BytesAndText());
            }
            catch (InvalidOperationException) when (life < 4) { }
        }
    }

    [Fact]
    public void A_checkpoint_of_another_training_is_refused()
    {
        using var network = Build();
        Train(network, PhaseOf("sgd"), File(TimeSpan.Zero, "one"));
        var error = Assert.Throws<CheckpointFormatException>(() => Train(network, PhaseOf("sgd"), File(TimeSpan.Zero, "another")));
        Assert.Contains("checkpoint.bin", error.Message);
        Assert.Contains("another training", error.Message);
    }

    [Fact]
    public void A_damaged_checkpoint_is_refused_wherever_it_is_damaged()
    {
        using var network = Build();
        var file = File(TimeSpan.Zero);
        Train(network, new(Trains.Heads, Epochs(.2)), file);
        var whole = System.IO.File.ReadAllBytes(file.Path);
        foreach (var length in Places(whole.Length))
        {
            System.IO.File.WriteAllBytes(file.Path, whole[..length]);
            Assert.Throws<CheckpointFormatException>(() => Checkpoint.Load(file.Path));
        }
        foreach (var place in Places(whole.Length))
        {
            var damaged = (byte[])whole.Clone();
            damaged[place] ^= 0x40;
            System.IO.File.WriteAllBytes(file.Path, damaged);
            Assert.Throws<CheckpointFormatException>(() => Checkpoint.Load(file.Path));
        }
        System.IO.File.WriteAllBytes(file.Path, [.. whole, 0]);
        Assert.Throws<CheckpointFormatException>(() => Checkpoint.Load(file.Path));
    }

    private static IEnumerable<int> Places(int length) =>
        Enumerable.Range(0, 60).Concat(Enumerable.Range(0, length / 997).Select(i => i * 997)).Append(length - 1).Where(place => place < length);

    private sealed class Each(Action<TrainingProgress> action) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => action(value);
    }

    private sealed class BytesAndText : IEqualityComparer<(byte[] Weights, string History)>
    {
        public bool Equals((byte[] Weights, string History) x, (byte[] Weights, string History) y) =>
            x.Weights.AsSpan().SequenceEqual(y.Weights) && x.History == y.History;

        public int GetHashCode((byte[] Weights, string History) value) => value.History.GetHashCode();
    }
}
