using EarlyExit.Data;
using EarlyExit.Inference;
using EarlyExit.Models;
using EarlyExit.Regimes;
using EarlyExit.Workbook;
using TorchSharp;

namespace EarlyExit.Analysis;

/// <summary>The gradients at a moment of training.</summary>
/// <param name="Phase">Which phase of the regime, from 0.</param>
/// <param name="Trains">What the phase trains.</param>
/// <param name="Progress">How much of the phase's most epochs is over, in [0, 1].</param>
/// <param name="Gradients">The gradients then.</param>
public sealed record GradientMoment(int Phase, string Trains, double Progress, ExitGradients Gradients);

/// <summary>Gradients over training: a network is trained, exactly as a study trains it, and measured on the way.</summary>
public static class GradientHistory
{
    /// <summary>
    /// Trains one run and measures the gradients at the beginning of each phase and after each of <paramref name="parts"/> equal parts of
    /// it. Measuring changes nothing: the network becomes the one that <see cref="Study"/> would train. What is measured is kept on disk
    /// with the state of training, so that a cancelled call goes on from there and a finished one is read.
    /// </summary>
    /// <param name="network">The blueprint of the network.</param>
    /// <param name="data">What it is trained on.</param>
    /// <param name="regime">How.</param>
    /// <param name="samples">What gradients are measured on, such as some training samples.</param>
    /// <param name="seed">Seed of the first weights and of training.</param>
    /// <param name="budget">How much training; as for a study.</param>
    /// <param name="recipe">As for a study; <see cref="Recipe.For"/> when not given.</param>
    /// <param name="parts">Into how many parts a phase is divided, at least 1. A phase that stalls early has fewer moments.</param>
    /// <param name="statistics">What batch norm takes.</param>
    /// <param name="folder">Where everything is kept; <see cref="Session.AnalysisFolder"/> when not given.</param>
    /// <param name="progress">Told after every step of training; a line on the console when not given.</param>
    /// <param name="cancellation">Stops after a checkpoint.</param>
    /// <returns>The moments in order: for each phase its beginning, then the end of each part.</returns>
    /// <exception cref="OperationCanceledException">Cancelled; the same call then goes on.</exception>
    public static IReadOnlyList<GradientMoment> Train(
        Architecture network, IDataSet data, Regime regime, SampleSet samples, int seed = 0, Budget? budget = null, Recipe? recipe = null, int parts = 6,
        BatchStatistics statistics = BatchStatistics.Batch, string? folder = null, IProgress<AnalysisProgress>? progress = null,
        CancellationToken cancellation = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(parts, 1);
        (budget, recipe, folder) = (budget ?? Budget.None, recipe ?? Recipe.For(data), folder ?? Session.AnalysisFolder);
        var plan = StudyPlan.Of(network, data, regime, seed, budget, recipe, StudyFolders.Of(folder));
        var size = TrainingSize.Of(data, recipe);
        var steps = plan.Phases.Select(size.MostSteps).ToArray();
        using var line = progress is null ? new AnalysisLine() : null;
        var pace = new AnalysisPace(progress ?? line!, $"gradients of {regime.Name} training, seed {seed}", steps.Sum(), TimeProvider.System);
        using var built = network.Build(seed);
        built.to(Devices.Chosen);
        var layout = GradientRow.Of(built);
        var all = new List<GradientMoment>();
        for (var k = 0; k < plan.Phases.Count; k++)
        {
            // The folder of a study's entry is named after everything that determines it.
            var key = $"gradients 1\n{Path.GetFileName(plan.Entries[k].Folder)}\n{Fingerprint.Of(samples, data)}\n{statistics}, {parts} parts, {built.Device.type}";
            var rows = new SavedRows(folder, $"gradients-{regime.Name}-s{seed}-{k}", key, parts + 1, layout.Width);
            var before = steps[..k].Sum();
            var end = Path.Combine(folder, $"{Path.GetFileName(plan.Entries[k].Folder)}.weights");
            if (Enumerable.Range(0, rows.Count).All(row => rows[row] is not null) && File.Exists(end))
            {
                WeightBytes.Load(built, File.ReadAllBytes(end));
                pace.Skip(steps[k]);
            }
            else
            {
                TrainPhase(k, rows, key, before);
                var bytes = WeightBytes.Of(built);
                AtomicFile.Write(end, stream => stream.Write(bytes));
            }
            all.AddRange(from row in Enumerable.Range(0, rows.Count)
                         where !double.IsNaN(rows[row]![0])
                         select new GradientMoment(k, plan.Phases[k].Trains.Name, (double)row / parts, layout.ToGradients(rows[row]!)));
        }
        return all;

        void TrainPhase(int k, SavedRows rows, string key, int before)
        {
            var checkpoint = new CheckpointFile(Path.Combine(folder, $"{Path.GetFileName(plan.Entries[k].Folder)}.training"), key, TimeSpan.FromSeconds(30));
            if (!File.Exists(checkpoint.Path)) rows.Add(0, layout.ToRow(Gradients.Of(built, samples, data, statistics)));
            var first = true;
            var probe = new Probe(step =>
            {
                if (first) pace.Skip(before + step - 1);
                first = false;
                // A phase of fewer steps than parts ends several of them at once.
                var (ended, part) = ((int)((step - 1L) * parts / steps[k]), (int)((long)step * parts / steps[k]));
                if (part > ended)
                {
                    var row = layout.ToRow(Gradients.Of(built, samples, data, statistics));
                    while (ended < part) rows.Add(++ended, row);
                }
                pace.Report(before + step);
            }, size.StepsPerEpoch);
            new Trainer(built, data, recipe, seed).Train(plan.Phases[k], k, checkpoint, probe, cancellation);
            for (var row = 0; row < rows.Count; row++)
                if (rows[row] is null) rows.Add(row, [.. Enumerable.Repeat(double.NaN, layout.Width)]); // the phase stalled before
            File.Delete(checkpoint.Path);
        }
    }

    /// <summary>Between two steps of training, told which step that was.</summary>
    private sealed class Probe(Action<int> after, int stepsPerEpoch) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => after((int)Math.Round(value.Epoch * stepsPerEpoch));
    }
}

/// <summary>Gradients as one row of numbers and back; what does not change over training is kept once.</summary>
internal sealed record GradientRow(ExitGradients Like)
{
    /// <summary>The layout for a network.</summary>
    public static GradientRow Of(MultiExitNetwork network)
    {
        var stages = BackboneStage.Of(network);
        return new(new ExitGradients(
            [.. stages.Select(stage => stage.Name)], [.. stages.Select(stage => stage.Exit)],
            [.. stages.Select(_ => new double[network.L, network.L])],
            [.. stages.Select(stage => stage.Module.parameters().Sum(weight => weight.numel()))], ""));
    }

    public int Width => Like.Layers.Count * Like.L * Like.L;

    public double[] ToRow(ExitGradients gradients) => [.. gradients.Products.SelectMany(layer => layer.Cast<double>())];

    public ExitGradients ToGradients(double[] row) => Like with
    {
        Products = [.. row.Chunk(Like.L * Like.L).Select(values =>
        {
            var products = new double[Like.L, Like.L];
            Buffer.BlockCopy(values, 0, products, 0, values.Length * sizeof(double));
            return products;
        })],
    };
}
