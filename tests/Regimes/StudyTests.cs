using EarlyExit.Data;
using EarlyExit.Exits;
using EarlyExit.Inference;
using EarlyExit.Models;
using EarlyExit.Regimes;
using static EarlyExit.Regimes.Length;

namespace EarlyExit.Tests.Regimes;

[Collection("torch")]
public sealed class StudyTests : OneThread
{
    private static readonly DataSet Data = TinyData.Create(train: 64);
    private static readonly Architecture Network = ResNet.ForCifar(8, 2, classes: 3, input: [2, 6, 6]).WithExits(Heads.Pooled, Every.Block);
    private static readonly Recipe Recipe = new() { BatchSize = 16 };
    private const int StepsPerEpoch = 4;
    private readonly string _folder = Directory.CreateTempSubdirectory("earlyexit-study-").FullName;
    private int _steps;

    public override void Dispose()
    {
        Directory.Delete(_folder, recursive: true);
        base.Dispose();
    }

    private Task<Runs> Train(Regime[] regimes, int seeds = 1, Recipe? recipe = null, double epochs = 2, CancellationTokenSource? cancel = null, Action? each = null) =>
        Study.Train(
            Network, Data, regimes, seeds, Epochs(epochs), recipe ?? Recipe, _folder,
            new Each(_ => { Interlocked.Increment(ref _steps); each?.Invoke(); }), cancel?.Token ?? TestContext.Current.CancellationToken);

    private static void Refused(Architecture network) =>
        _ = Study.Train(network, Data, [Regime.Joint], 1, Epochs(1), cancellation: TestContext.Current.CancellationToken);

    [Fact]
    public async Task A_second_call_trains_nothing_and_gives_the_same()
    {
        var first = await Train([Regime.Joint], seeds: 2);
        Assert.Equal(2 * 2 * StepsPerEpoch, _steps);
        var again = await Train([Regime.Joint], seeds: 2);
        Assert.Equal(2 * 2 * StepsPerEpoch, _steps);
        Assert.Equal(["0", "1"], again.Select(run => $"{run.Seed}"));
        for (var i = 0; i < 2; i++)
        {
            Assert.True(first[i].Test.Logits.SequenceEqual(again[i].Test.Logits));
            Assert.Equal(WeightBytes.Of(first[i].Network), WeightBytes.Of(again[i].Network));
            Assert.Equal(first[i].TrainingMacs, again[i].TrainingMacs);
        }
        Assert.False(first[0].Test.Logits.SequenceEqual(first[1].Test.Logits));
    }

    [Fact]
    public async Task Regimes_share_the_phases_that_they_begin_with()
    {
        var runs = await Train([Regime.Disjoint, Regime.Mixed]);
        Assert.Equal(3 * StepsPerEpoch, _steps);
        // The disjoint regime's last exit is the backbone that both began with.
        var backbone = await Train([new Regime("backbone", new Phase(Trains.Backbone, Epochs(1)))]);
        Assert.Equal(3 * StepsPerEpoch, _steps);
        Assert.True(backbone[0].Test.At(2).SequenceEqual(runs[0].Test.At(2)));
        Assert.False(backbone[0].Test.At(0).SequenceEqual(runs[0].Test.At(0)));
        Assert.Equal(["disjoint", "mixed"], runs.Regimes);
        Assert.Equal("mixed", runs.Of(Regime.Mixed)[0].Test.Info.Regime);
    }

    [Fact]
    public async Task Outputs_are_those_of_the_network_and_lie_on_disk()
    {
        var run = (await Train([Regime.Joint]))[0];
        var collected = Outputs.Collect(run.Network, Network.Costs, Data.Test, Data, OutputsInfo.Unknown);
        Assert.True(collected.Logits.SequenceEqual(run.Test.Logits));
        Assert.Equal(run.History[^1].Epochs[^1].ValidationAccuracy, run.Validation.Accuracy());
        Assert.Equal(2, Directory.GetFiles(run.Folder, "*.npz").Length);
        Assert.Equal(new OutputsInfo(Network.Name, "tiny", "test", "joint", 0), run.Test.Info);
        Assert.False(File.Exists(Path.Combine(run.Folder, "checkpoint.bin")));
    }

    [Fact]
    public async Task Whatever_determines_the_result_is_part_of_the_key()
    {
        await Train([Regime.Joint]);
        var trained = _steps;
        foreach (var recipe in new[]
        {
            Recipe with { BatchSize = 32 },
            Recipe with { Augmentation = Augmentation.None },
            Recipe with { LabelSmoothing = .1 },
            Recipe with { Mixup = .2 },
            Recipe with { LongestGradient = 1 },
            Recipe with { Optimiser = Optimiser.Sgd(.02) },
            Recipe with { Schedule = Schedule.Constant },
        })
        {
            await Train([Regime.Joint], recipe: recipe);
            Assert.True(_steps > trained, recipe.ToString());
            trained = _steps;
        }
        foreach (var phase in new[]
        {
            new Phase(Trains.Everything) { LossWeights = Weights.Rising },
            new Phase(Trains.Everything) { LossWeights = new("equal", (k, _) => [.. Enumerable.Repeat(2.0, k)]) },
            new Phase(Trains.Everything) { Gradients = GradientRule.Equilibrium },
        })
        {
            await Train([new Regime("joint", phase)]);
            Assert.True(_steps > trained, phase.ToString());
            trained = _steps;
        }
        await Train([new Regime("another name", new Phase(Trains.Everything))]);
        Assert.Equal(trained, _steps);
    }

    [Fact]
    public async Task A_study_that_was_stopped_goes_on_where_it_was()
    {
        using var cancel = new CancellationTokenSource();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            Train([Regime.Mixed], epochs: 4, cancel: cancel, each: () => { if (_steps == 11) cancel.Cancel(); }));
        var stopped = _steps;
        var resumed = await Train([Regime.Mixed], epochs: 4);
        Assert.Equal(4 * StepsPerEpoch, _steps);
        Assert.InRange(stopped, 11, 12);

        var elsewhere = Directory.CreateTempSubdirectory("earlyexit-study-").FullName;
        var straight = await Study.Train(Network, Data, [Regime.Mixed], 1, Epochs(4), Recipe, elsewhere, new Each(_ => { }), TestContext.Current.CancellationToken);
        Assert.Equal(WeightBytes.Of(straight[0].Network), WeightBytes.Of(resumed[0].Network));
        Directory.Delete(elsewhere, recursive: true);
    }

    [Fact]
    public async Task A_damaged_entry_is_trained_anew()
    {
        var run = (await Train([Regime.Joint]))[0];
        var expected = WeightBytes.Of(run.Network);
        var weights = Path.Combine(run.Folder, "weights.bin");
        var bytes = File.ReadAllBytes(weights);
        bytes[bytes.Length / 2] ^= 1;
        File.WriteAllBytes(weights, bytes);
        var again = (await Train([Regime.Joint]))[0];
        Assert.Equal(2 * 2 * StepsPerEpoch, _steps);
        Assert.Equal(expected, WeightBytes.Of(again.Network));
        File.WriteAllText(Path.Combine(run.Folder, "manifest.json"), "{ \"Key\"");
        Assert.Equal(expected, WeightBytes.Of((await Train([Regime.Joint]))[0].Network));
        Assert.Equal(3 * 2 * StepsPerEpoch, _steps);
    }

    [Fact]
    public async Task Two_at_once_train_once()
    {
        var both = await Task.WhenAll(Train([Regime.Joint]), Train([Regime.Joint]));
        Assert.Equal(2 * StepsPerEpoch, _steps);
        Assert.Equal(WeightBytes.Of(both[0][0].Network), WeightBytes.Of(both[1][0].Network));
    }

    [Fact]
    public async Task Budgets_buy_what_trying_every_threshold_finds()
    {
        var runs = await Train([Regime.Joint, Regime.Disjoint], seeds: 2);
        var table = runs.AccuracyAtBudgets();
        Assert.Equal(["joint", "disjoint"], table.Regimes);
        Assert.Equal(2 * Budgets.Standard.Count, table.Count);
        foreach (var cell in table)
        {
            double?[] expected = [.. runs.Of(cell.Regime).Select(run => ByTrying(run.Test, cell.Budget))];
            Assert.Equal(expected.Contains(null) ? [] : expected.Select(accuracy => Math.Round(accuracy!.Value, 12)), cell.Seeds.Select(accuracy => Math.Round(accuracy, 12)));
        }
        Assert.Equal(runs.Of("joint").Average(run => run.Test.Accuracy()[^1]), table["joint", Budgets.Max].Interval!.Mean, 12);
        Assert.Contains("<td>disjoint</td>", table.ToHtml());
        Assert.StartsWith("regime    25 %", table.ToString());
    }

    /// <summary>The last threshold before the cost first exceeds the budget, over every score that occurs.</summary>
    private static double? ByTrying(ExitOutputs outputs, double budget)
    {
        var scores = outputs.Score(Scores.MaxSoftmax);
        double? accuracy = null;
        double[] thresholds = [-1, .. from exit in Enumerable.Range(0, outputs.L - 1) from n in Enumerable.Range(0, outputs.N) select scores[exit, n]];
        foreach (var threshold in thresholds.Distinct().Order())
        {
            int[] exits = [.. Enumerable.Range(0, outputs.N).Select(n => Enumerable.Range(0, outputs.L - 1).FirstOrDefault(exit => scores[exit, n] > threshold, outputs.L - 1))];
            if (exits.Average(exit => outputs.Costs[exit]) > budget + 1e-12) break;
            accuracy = exits.Index().Average(sample => outputs.Correct[sample.Item, sample.Index] ? 1.0 : 0.0);
        }
        return accuracy;
    }

    [Fact]
    public async Task Progress_names_the_run_and_counts_down()
    {
        var reports = new List<TrainingProgress>();
        await Study.Train(Network, Data, [Regime.Mixed, Regime.Joint], 1, Epochs(2), Recipe, _folder, new Each(reports.Add), TestContext.Current.CancellationToken);
        Assert.Equal(4 * StepsPerEpoch, reports.Count);
        Assert.Equal(["mixed, seed 0 (1 of 2)", "joint, seed 0 (2 of 2)"], reports.Select(report => report.Run).Distinct());
        Assert.Equal([("backbone", 1.0), ("everything", 1.0), ("everything", 2.0)], reports.GroupBy(report => (report.Run, report.Trains)).Select(phase => (phase.Key.Trains, phase.Last().Epoch)));
        Assert.All(reports, report => Assert.True(report.SamplesPerSecond > 0));
        var line = (reports[^1] with { Loss = .5, SamplesPerSecond = 1234, Left = TimeSpan.FromSeconds(3725) }).ToString();
        Assert.Equal("joint, seed 0 (2 of 2): everything, epoch 2.0 of 2, loss 0.500, 1,234 samples/s, 62:05 left", line);
    }

    [Fact]
    public void Time_left_counts_what_is_shared_once_and_what_is_done_not()
    {
        TrainingProgress? seen = null;
        var clock = new Clock();
        var pace = new StudyPace(new Each(report => seen = report), clock);
        StudyEntry[] entries = [.. "abc".Select(letter => StudyEntry.Of(new(_folder, _folder), $"{letter}", $"{letter}"))];
        foreach (var entry in entries.Append(entries[1])) pace.Expect(entry, 100);
        var phase = pace.Of("run", entries[0], 100);
        phase.Report(new("", "everything", 0, 4, 1, 1, null));
        Assert.Null(seen!.Left);
        clock.Seconds = 10;
        // Half of the first of three is done: five halves are left.
        phase.Report(new("", "everything", 2, 4, 1, 1, null));
        Assert.Equal(50, seen!.Left!.Value.TotalSeconds, 1e-6);
        pace.Done(entries[2]);
        phase.Report(new("", "everything", 2, 4, 1, 1, null));
        Assert.Equal(30, seen!.Left!.Value.TotalSeconds, 1e-6);
    }

    [Fact]
    public void Networks_that_do_not_fit_the_data_are_refused()
    {
        var error = Assert.Throws<ArgumentException>(() => Refused(ResNet.ForCifar(8, 2).Alone));
        Assert.Contains("3 x 32 x 32", error.Message);
        Assert.Contains("[2, 6, 6]", error.Message);
        error = Assert.Throws<ArgumentException>(() => Refused(ResNet.ForCifar(8, 2, input: [2, 6, 6]).Alone));
        Assert.Contains("classes: 3", error.Message);
    }

    private sealed class Clock : TimeProvider
    {
        public long Seconds { get; set; }

        public override long TimestampFrequency => 1;

        public override long GetTimestamp() => Seconds;
    }

    private sealed class Each(Action<TrainingProgress> action) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => action(value);
    }
}
