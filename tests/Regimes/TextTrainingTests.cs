using EarlyExit.Data;
using EarlyExit.Exits;
using EarlyExit.Inference;
using EarlyExit.Metrics;
using EarlyExit.Models;
using EarlyExit.Regimes;
using TorchSharp;
using static EarlyExit.Regimes.Length;
using static TorchSharp.torch;

namespace EarlyExit.Tests.Regimes;

/// <summary>Texts and numbers through the same trainer and study as images.</summary>
[Collection("torch")]
public sealed class TextTrainingTests : OneThread
{
    private static readonly Vocabulary Known = new(["a", "b", "c", "d", "e"]);
    private static readonly Recipe Recipe = new() { BatchSize = 16, Augmentation = Augmentation.None, Optimiser = Optimiser.Adam(.01), Schedule = Schedule.Constant };
    private readonly string _folder = Directory.CreateTempSubdirectory("earlyexit-texts-").FullName;

    public override void Dispose()
    {
        Directory.Delete(_folder, recursive: true);
        base.Dispose();
    }

    // Texts of 1 to 4 words; the class is whether there is an "a" and the number is how many there are.
    private static TextData Data(bool numbers) => new("tiny texts", Draw(96, 0, numbers), Draw(30, 1, numbers), Draw(30, 2, numbers));

    private static TextSet Draw(int count, int seed, bool numbers)
    {
        var random = new Random(seed);
        var tokens = new List<int>();
        var found = new List<int>();
        for (var n = 0; n < count; n++)
        {
            var words = Enumerable.Range(0, 1 + random.Next(4)).Select(_ => random.Next(2) == 0 && n % 2 == 0 ? "a" : "bcde"[random.Next(4)].ToString()).ToArray();
            tokens.AddRange(Known.Encode(6, string.Join(' ', words)));
            found.Add(words.Count(word => word == "a"));
        }
        return numbers
            ? new("tiny", [.. tokens], 6, Known, [.. found.Select(number => (float)number)])
            : new("tiny", [.. tokens], 6, Known, [.. found.Select(number => Math.Min(number, 1))], ["none", "some"]);
    }

    private static Architecture Network(int classes) => Bert.For(Known.Count, 6, 8, 2, 2, classes: classes).WithExits(Heads.ClassToken, Every.Block);

    private Task<Runs> Train(TextData data, int classes, double epochs) => Study.Train(
        Network(classes), data, [Regime.Joint], 1, Epochs(epochs), Recipe, _folder, new Nothing(), TestContext.Current.CancellationToken);

    private sealed class Nothing : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value)
        {
        }
    }

    [Fact]
    public async Task Classes_of_texts_are_learnt()
    {
        var run = (await Train(Data(numbers: false), 2, epochs: 12))[0];
        Assert.All(run.Test.Accuracy(), accuracy => Assert.True(accuracy > .9, $"{accuracy}"));
        Assert.Equal(run.Validation.Accuracy(), run.History[^1].Epochs[^1].ValidationAccuracy);
        Assert.Throws<InvalidOperationException>(() => run.TestNumbers);
    }

    [Fact]
    public async Task Numbers_are_learnt_and_come_back_from_the_cache()
    {
        var data = Data(numbers: true);
        var run = (await Train(data, 1, epochs: 15))[0];
        Assert.All(run.TestNumbers.Correlation(CorrelationKind.Pearson), correlation => Assert.True(correlation > .8, $"{correlation}"));
        var last = run.History[^1].Epochs[^1];
        Assert.Equal(run.ValidationNumbers.SquaredError(), last.ValidationLoss, (a, b) => Math.Abs(a - b) < 1e-9);
        Assert.Equal(run.ValidationNumbers.Correlation(CorrelationKind.Pearson), last.ValidationAccuracy, (a, b) => Math.Abs(a - b) < 1e-9);
        Assert.Throws<InvalidOperationException>(() => run.Test);
        var again = (await Train(data, 1, epochs: 15))[0];
        Assert.Equal(run.TestNumbers.Predictions.Values.ToArray(), again.TestNumbers.Predictions.Values.ToArray());
        Assert.Equal("joint", again.TestNumbers.Info.Regime);
        var runs = await Train(data, 1, epochs: 15);
        Assert.Equal(run.TestNumbers.Frontier(CorrelationKind.Spearman).AccuracyAt(Budgets.Max), runs.CorrelationAtBudgets(CorrelationKind.Spearman)["joint", Budgets.Max].Seeds[0]);
    }

    [Fact]
    public void The_loss_of_numbers_is_their_squared_error_at_each_exit()
    {
        using var scope = NewDisposeScope();
        var data = Data(numbers: true);
        using var network = Network(1).Build(seed: 3);
        var batches = Batches.Of(data.Train, data, CPU);
        int[] samples = [0, 5, 9];
        var (x, y) = (batches.Of(samples), batches.Targets(samples));
        Assert.Equal((ScalarType.Int64, ScalarType.Float32), (x.dtype, y.dtype));
        var expected = network.Exits(x).Average(exit => (exit.logits.squeeze(1) - y).square().mean().item<float>());
        using var step = new TrainingStep(network, new(Trains.Everything, Epochs(1)), Recipe);
        Assert.Equal(expected, step.Take(x, y, new(0, 0)), 1e-5);
    }

    [Fact]
    public void What_does_not_fit_texts_or_numbers_is_refused()
    {
        var (classes, numbers) = (Data(numbers: false), Data(numbers: true));
        Refused("build it with classes: 1", Network(2), numbers);
        Refused("build it with classes: 2", Network(1), classes);
        Refused("build it with classes: 2", Network(3), classes);
        Refused("length: 6", Bert.For(Known.Count, 7, 8, 2, 2, classes: 2).Alone, classes);
        Refused("build it with input", Network(2), TinyData.Create());
        Broken("Augmentation.None", classes, Recipe with { Augmentation = Augmentation.FlipAndShift });
        Broken("Mixup", classes, Recipe with { Mixup = .2 });
        Broken("smoothing", numbers, Recipe with { LabelSmoothing = .1 });
        Assert.Throws<ArgumentException>(() => Batches.Of(classes.Train, TinyData.Create()));

        static void Refused(string message, Architecture network, IDataSet data) =>
            Assert.Contains(message, Assert.Throws<ArgumentException>(() => { _ = Study.Train(network, data, [Regime.Joint], 1, Epochs(1)); }).Message);

        static void Broken(string message, TextData data, Recipe recipe)
        {
            using var network = Network(data.Train.Classes).Build(seed: 0);
            Assert.Contains(message, Assert.Throws<ArgumentException>(() => new Trainer(network, data, recipe, 0).Train(new(Trains.Everything, Epochs(1)))).Message);
        }
    }

    [Fact]
    public void Everything_that_training_sees_of_texts_is_in_their_fingerprint()
    {
        string Of(int[] tokens, int[]? labels = null, float[]? values = null, int words = 5)
        {
            Vocabulary known = new("abcdefgh".Take(words).Select(letter => $"{letter}"));
            return DataFingerprint.Of(values is null ? new TextSet("t", tokens, 3, known, labels!, ["x", "y"]) : new TextSet("t", tokens, 3, known, values));
        }
        string[] all =
        [
            Of([2, 4, 3], [0]), Of([2, 5, 3], [0]), Of([2, 4, 3], [1]), Of([2, 4, 3], [0], words: 6), Of([2, 4, 3], values: [0]), Of([2, 4, 3], values: [1]),
        ];
        Assert.Equal(all.Length, all.Distinct().Count());
        Assert.Equal(all[0], Of([2, 4, 3], [0]));
    }
}
