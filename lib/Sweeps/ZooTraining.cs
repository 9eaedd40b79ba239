using EarlyExit.Data;
using EarlyExit.Exits;
using EarlyExit.Inference;
using EarlyExit.Regimes;
using EarlyExit.Workbook;
using TorchSharp;

namespace EarlyExit.Sweeps;

/// <summary>Trains the networks of the zoo and stores what their exits say.</summary>
public static class ZooTraining
{
    /// <summary>Validation samples of each network: the first of the validation part.</summary>
    public const int ValidationImages = 4000;

    /// <summary>Test samples of each network, the first of the test part.</summary>
    public const int TestImages = 8000;

    /// <summary>Test samples of each network under a shift, the first of those.</summary>
    public const int ShiftedImages = 4000;

    // Every phase has a fixed length, so that what is evaluated after each epoch decides nothing: a few samples do.
    private const int EpochImages = 500;

    /// <summary>
    /// Trains those cells that the zoo lacks, one after the other, and makes the index anew. Training resumes where it was stopped;
    /// other processes may work on other cells, or on the same ones, at the same time.
    /// </summary>
    /// <param name="cells">What to train.</param>
    /// <param name="folder">The zoo; <see cref="Session.ZooFolder"/> when not given.</param>
    /// <param name="done">Told after each cell.</param>
    /// <param name="cancellation">Stops after a checkpoint.</param>
    /// <exception cref="DataMissingException">CIFAR-10 has not been downloaded.</exception>
    public static async Task Train(IReadOnlyList<ZooCell> cells, string? folder = null, Action<string>? done = null, CancellationToken cancellation = default)
    {
        folder ??= Session.ZooFolder;
        Directory.CreateDirectory(folder);
        var missing = cells.Where(cell => !ZooFiles.Has(folder, cell.Name)).ToArray();
        if (missing.Length > 0)
        {
            var data = DataSets.Open("cifar-10");
            for (var k = 0; k < missing.Length; k++)
            {
                var run = await TrainOne(missing[k], data, folder, cancellation);
                done?.Invoke($"{k + 1} of {missing.Length}: {missing[k].Name}, test accuracy {string.Join(" ", run.Test.Accuracy().Select(accuracy => $"{100 * accuracy:F1}"))}, {run.Seconds:F0} s");
            }
        }
        ZooFiles.WriteIndex(folder);
    }

    private static async Task<Run> TrainOne(ZooCell cell, DataSet data, string folder, CancellationToken cancellation)
    {
        var part = data.Take(cell.Images, EpochImages, data.Test.Count);
        var runs = await Study.Train(cell.Network, part, [cell.Regime], [cell.Seed], cell.Budget, cell.Recipe, cancellation: cancellation);
        var run = runs[0];
        var made = $"{cell.Images:N0} of {data.Train.Count:N0} training images of {data.Name} (training part SHA-256 {DataFingerprint.Of(part.Train)[..12]}), "
            + $"{string.Join(", then ", cell.Budget.Spend(cell.Regime, cell.Network).Select(phase => $"{phase.Trains} for {phase.Length}"))}; "
            + $"{cell.Recipe.Optimiser}, {cell.Recipe.Description}; libtorch {torch.__version__} on {Devices.Chosen}";
        foreach (var shift in cell.Shifts)
            ZooFiles.WriteShifted(folder, cell.Name, shift.Name, Collected(shift.Of(data.Test.Take(ShiftedImages)), $"test, {shift.Name} ({shift.Strength})"));
        ZooFiles.Write(folder, cell.Name, Collected(data.Validation.Take(ValidationImages), "validation"),
            Told(run.Test.Subset([.. Enumerable.Range(0, TestImages)])));
        return run;

        ExitOutputs Collected(ImageSet images, string split) =>
            Told(Outputs.Collect(run.Network, cell.Network.Costs, images, part, run.Test.Info with { Split = split }));

        ExitOutputs Told(ExitOutputs outputs) => new([.. outputs.Logits], [.. outputs.Labels], [.. outputs.Costs], outputs.C,
            outputs.Info with { Network = cell.Network.Name, Variant = cell.Label, Made = made });
    }
}
