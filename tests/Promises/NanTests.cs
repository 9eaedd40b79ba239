using EarlyExit.Exits;
using EarlyExit.Inference;
using EarlyExit.Metrics;
using EarlyExit.Models;
using EarlyExit.Regimes;
using EarlyExit.Tests.Exits;
using EarlyExit.Tests.Host;
using EarlyExit.Tests.Regimes;
using TorchSharp;
using static EarlyExit.Regimes.Length;

namespace EarlyExit.Tests.Promises;

/// <summary>Hidden NaN does not become a number: it is named and refused where it comes in, and training that diverges says where and leaves a good checkpoint.</summary>
[Collection("torch")]
public sealed class NanTests : OneThread
{
    [Fact]
    public void What_is_not_finite_is_named_with_its_place() => Place(times: 300);

    [Fact]
    [Trait("Duration", "long"), Trait("Promise", "nan")]
    public void A_hundred_thousand_places_for_what_is_not_finite()
    {
        Report.Count("places tried", Place(times: 100_000));
    }

    [Fact]
    [Trait("Duration", "long"), Trait("Promise", "nan")]
    public void Fifty_trainings_that_diverge()
    {
        for (var n = 0; n < 50; n++) Diverge(rate: Math.Pow(10, 3 + n % 30), number: n % TrainingPart.Cases.Count);
        Report.Count("trainings that diverged", 50);
    }

    [Fact]
    public void Training_that_diverges_names_epoch_step_and_the_last_good_checkpoint() => Diverge(rate: 1e20, number: 1);

    /// <summary>Weights that are ruined in the last step have no loss to tell of it; they do not enter the cache.</summary>
    [Fact]
    public async Task A_network_ruined_in_its_last_step_is_not_finished()
    {
        using var folder = new TemporaryFolder();
        var (_, network) = TrainingPart.Cases[1];
        var last = new Phase(Trains.Everything, Epochs(.25)) { Optimiser = Optimiser.Sgd(1e38, momentum: 0, weightDecay: 1e6, nesterov: false), Schedule = Schedule.Constant };
        var error = await Assert.ThrowsAsync<TrainingDivergedException>(() => Study.Train(network, TrainingPart.Data, [new Regime("one step", last)], 1, recipe: new Recipe { BatchSize = 16 },
            folder: folder.Path, progress: new Steps(_ => { }), cancellation: TestContext.Current.CancellationToken));
        Assert.Contains("weights are infinite or NaN", error.Message);
        Assert.Equal((0, 0), (error.Epoch, error.Step));
        Assert.Empty(Directory.EnumerateFiles(folder.Path, "manifest.json", SearchOption.AllDirectories));
    }

    [Fact]
    public void Infinite_scores_are_carried_and_infinite_means_say_why()
    {
        var outputs = MadeUp.Outputs(1, 2, 20, 3);
        var scores = outputs.Score(Scores.MaxSoftmax).Map("odds", p => p > .9 ? double.PositiveInfinity : p < .4 ? double.NegativeInfinity : p);
        Assert.Equal(20, outputs.Decide(scores, .5).Exits.Length);
        Assert.Contains("is NaN at exit 0, sample 0", Assert.Throws<ArgumentException>(() => scores.Map("none", _ => double.NaN)).Message);
        Assert.All(Measures.Of(outputs.WithLogits([.. outputs.Logits.ToArray().Select(logit => 1000 * logit)], "certain")), value => Assert.True(double.IsFinite(value.Value) || value.Why.Length > 0));
    }

    // NaN, infinity or what is out of range at a random place of everything that takes numbers; each is refused and its place named.
    private static int Place(int times)
    {
        var random = new Random(13);
        var sound = MadeUp.Outputs(3, 3, 8, 4);
        for (var n = 0; n < times; n++)
        {
            var bad = new[] { float.NaN, float.PositiveInfinity, float.NegativeInfinity }[random.Next(3)];
            float[] logits = [.. sound.Logits];
            int[] labels = [.. sound.Labels];
            double[] costs = [.. sound.Costs];
            var at = random.Next(logits.Length);
            string place;
            Action attempt;
            switch (random.Next(9))
            {
                case 0:
                    logits[at] = bad;
                    place = $"logits[{at / 4 / 8}, {at / 4 % 8}, {at % 4}]";
                    attempt = () => _ = new ExitOutputs(logits, labels, costs, 4, OutputsInfo.Unknown);
                    break;
                case 1:
                    labels[at % 8] = random.Next(2) == 0 ? -1 - random.Next(1000) : 4 + random.Next(1000);
                    place = $"labels[{at % 8}]";
                    attempt = () => _ = new ExitOutputs(logits, labels, costs, 4, OutputsInfo.Unknown);
                    break;
                case 2:
                    costs[at % 3] = random.Next(2) == 0 ? bad : -random.NextDouble();
                    place = "costs[";
                    attempt = () => _ = new ExitOutputs(logits, labels, costs, 4, OutputsInfo.Unknown);
                    break;
                case 3:
                    var predictions = new float[6];
                    predictions[at % 6] = bad;
                    place = $"at place {at % 6}";
                    attempt = () => _ = new RegressionOutputs(predictions, [1, 2], [.1, .2, .3], OutputsInfo.Unknown);
                    break;
                case 4:
                    var targets = new float[2];
                    targets[at % 2] = bad;
                    place = $"at place {at % 2}";
                    attempt = () => _ = new RegressionOutputs(new float[6], targets, [.1, .2, .3], OutputsInfo.Unknown);
                    break;
                case 5:
                    var scores = new double[6];
                    scores[at % 6] = double.NaN;
                    place = $"exit {at % 6 / 3}, sample {at % 3}";
                    attempt = () => _ = new ScoreTable("a score", scores, 2, 3);
                    break;
                case 6:
                    var confidences = new double[8];
                    confidences[at % 8] = random.Next(2) == 0 ? bad : 1.5;
                    place = $"{at % 8}";
                    attempt = () => CalibrationError.Ece(confidences, new bool[8]);
                    break;
                case 7:
                    var values = new double[5];
                    values[at % 5] = bad;
                    place = $"Value {at % 5}";
                    attempt = () => Interval.OfMean(values);
                    break;
                default:
                    var ranked = new double[5];
                    ranked[at % 5] = double.NaN;
                    place = "NaN";
                    attempt = () => RankedLabels.Of(ranked, [true, false, true, false, true]);
                    break;
            }
            Assert.Contains(place, Assert.ThrowsAny<ArgumentException>(attempt).Message);
        }
        return times;
    }

    private static void Diverge(double rate, int number)
    {
        using var folder = new TemporaryFolder();
        var (regime, architecture) = TrainingPart.Cases[number];
        var phase = regime.Phases[0] with
        {
            Length = Epochs(20),
            Optimiser = Optimiser.Sgd(1e-3, momentum: 0),
            // Sound for a while, then as large as a float32 can be.
            Schedule = new Schedule("growing", progress => progress < .2 ? 1 : Math.Min(rate * Math.Pow(1e10, progress * 10), 1e39)),
        };
        var file = new CheckpointFile(folder.File("checkpoint.bin"), "diverging", TimeSpan.Zero);
        var (first, saved) = (Once(), Position());
        Assert.Contains($"at step {first.Step} of epoch {first.Epoch} while training {first.Phase}", first.Message);
        Assert.Equal(file.Path, first.Checkpoint);
        Assert.Contains(file.Path, first.Message);
        Assert.True(saved.Step >= 16 && saved.Step <= first.Epoch * 4 + first.Step + 1, $"the checkpoint is of step {saved.Step}");
        // Its weights are finite: going on from it diverges in the same place, not at once.
        var again = Once();
        Assert.Equal((first.Epoch, first.Step), (again.Epoch, again.Step));
        using var resumed = architecture.Build(0);
        WeightBytes.Load(resumed, Checkpoint.Load(file.Path).Sections["weights"]);
        foreach (var tensor in resumed.state_dict().Values.Where(tensor => torch.is_floating_point(tensor.dtype)))
            Assert.True(tensor.isfinite().all().item<bool>(), "a checkpoint holds a number that is not finite");

        TrainingDivergedException Once()
        {
            using var network = architecture.Build(0);
            return Assert.Throws<TrainingDivergedException>(() => new Trainer(network, TrainingPart.Data, new Recipe { BatchSize = 16 }, 0).Train(phase, checkpoints: file));
        }

        PhasePosition Position() => Checkpoint.Load(file.Path).Position;
    }

    private sealed class Steps(Action<TrainingProgress> action) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => action(value);
    }
}
