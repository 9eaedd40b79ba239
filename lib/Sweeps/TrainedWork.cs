using EarlyExit.Calibration;
using EarlyExit.Exits;
using EarlyExit.Metrics;
using EarlyExit.Regimes;

namespace EarlyExit.Sweeps;

/// <summary>A network is trained, or found trained, and judged on the test part.</summary>
internal sealed class TrainedWork : ISweepWork
{
    // Raised when the same outputs come to give another result. The training's own version is part of the run's key.
    private const int Format = 1;

    public string KeyOf(SweepCell cell)
    {
        if (cell.Data.Set.Train.IsRegression) throw new ArgumentException($"The data set '{cell.Data.Name}' asks for numbers; a sweep judges classes.");
        return $"cell format {Format}\n{cell.Plan().Entries[^1].Key}test: {DataFingerprint.Of(cell.Data.Set.Test)}\n"
            + $"method: {cell.Method.Name}\ncalibrator: {cell.Calibrator.Name}\n";
    }

    public CellResult Do(SweepCell cell, Action<double, string> progress, CancellationToken cancellation)
    {
        var told = new Told(cell.Plan().Phases.Count, progress);
        var run = cell.Train(told, cancellation).GetAwaiter().GetResult();
        progress(1, "judging");
        return Judge(cell, run, told.Resumed);
    }

    private static CellResult Judge(SweepCell cell, Run run, bool resumed)
    {
        var (heldOut, test, calibrator) = (run.Validation, run.Test, cell.Calibrator.Value);
        var fitted = calibrator?.Fit(heldOut);
        var confidences = fitted?.Confidence(test) ?? test.Score(Scores.MaxSoftmax);
        var frontier = test.Frontier(confidences);
        var card = Scorecard.FittedOn(heldOut, test, calibrator is null ? [] : [calibrator]);
        var variant = calibrator?.Name ?? Measures.Raw;
        return new(
            cell.Id, cell.Name, run.Architecture.Name, [.. test.Costs], test.Accuracy(),
            [.. Budgets.Standard.Select(budget => frontier.AccuracyAt(budget))],
            Criterion(cell.Method, fitted, heldOut, test),
            [.. Measured.Select(one => card.Values.FirstOrDefault(value => value.Exit is null && value.Variant == variant && value.Is(one.Measure))?.Value ?? double.NaN)],
            run.TrainingMacs,
            CellOrigin.Here(run.Seconds, resumed));
    }

    /// <summary>The measures that a result has, with the names of their columns.</summary>
    public static IReadOnlyList<(string Name, Measure Measure)> Measured { get; } =
    [
        ("ECE", ExitMeasures.Ece.MeanOverExits),
        ("AUROC", NetworkMeasures.OverDeciding(NetworkMeasures.Auroc, Averaging.OverExits)),
        ("EEFP", NetworkMeasures.OverDeciding(NetworkMeasures.Eefp, Averaging.OverExits)),
        ("area", NetworkMeasures.Area),
    ];

    /// <summary>Accuracy of the method's own rule, its thresholds chosen on the validation part; nothing where a budget buys no exit or the rule needs logits.</summary>
    private static IReadOnlyList<double?> Criterion(Method method, FittedCalibrator? fitted, ExitOutputs heldOut, ExitOutputs test)
    {
        if (fitted is not (null or FittedLogits)) return [.. Budgets.Standard.Select(_ => (double?)null)];
        var (chosenOn, judged) = fitted is FittedLogits logits ? (logits.Apply(heldOut), logits.Apply(test)) : (heldOut, test);
        return [.. Budgets.Standard.Select(budget => budget < chosenOn.Costs[0] ? (double?)null : judged.Decide(method.Criterion(chosenOn, budget)).Accuracy)];
    }

    /// <summary>From steps of phases to a part of the whole. A phase that begins after its first step is one that was stopped before.</summary>
    private sealed class Told(int phases, Action<double, string> progress) : IProgress<TrainingProgress>
    {
        private string? _phase;
        private int _phasesSeen;

        public bool Resumed { get; private set; }

        public void Report(TrainingProgress value)
        {
            if (_phase != value.Trains)
            {
                (_phase, _phasesSeen) = (value.Trains, _phasesSeen + 1);
                Resumed |= value.Resumed;
            }
            var before = Math.Max(0, Math.Min(_phasesSeen, phases) - 1);
            progress((before + value.Epoch / value.Epochs) / phases, (value with { Run = "" }).ToString());
        }
    }
}
