using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;
using EarlyExit.Calibration;
using EarlyExit.Exits;
using EarlyExit.Metrics;
using EarlyExit.Workbook;

namespace EarlyExit.Host.Site.Explorer;

/// <summary>
/// What the explorer shows of a network, as a script that hands it over. Instead of 8,000 confidences for each exit it carries what follows
/// from them at each of the slider's thresholds, in whole numbers: that is a tenth of the size and loses nothing that is shown.
/// </summary>
internal static partial class ExplorerData
{
    private static readonly JsonSerializerOptions Format = new(JsonSerializerDefaults.Web) { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    /// <summary>Writes one file for each network, unless the one that is there is newer than what it was made from.</summary>
    /// <param name="zoo">The networks.</param>
    /// <param name="source">The folder they were read from.</param>
    /// <param name="folder">Receives NAME.js for each.</param>
    public static void Write(Zoo zoo, string source, string folder)
    {
        Directory.CreateDirectory(folder);
        foreach (var stale in Directory.EnumerateFiles(folder, "*.js").Where(file => zoo.All(network => network.Name != Path.GetFileNameWithoutExtension(file))))
            File.Delete(stale);
        var program = File.GetLastWriteTimeUtc(typeof(ExplorerData).Assembly.Location);
        Parallel.ForEach(zoo, network =>
        {
            var target = Path.Combine(folder, network.Name + ".js");
            var newest = Directory.EnumerateFiles(Path.Combine(source, network.Name)).Select(File.GetLastWriteTimeUtc).Append(program).Max();
            if (!File.Exists(target) || File.GetLastWriteTimeUtc(target) < newest) AtomicFile.WriteText(target, Of(network));
        });
    }

    /// <summary>The script of one network: its test samples, raw and with a temperature for each exit that was fitted on validation samples.</summary>
    public static string Of(ZooNetwork network)
    {
        var fitted = Temperature.PerExit.Fit(network.ForCalibrators);
        var (test, record) = (network.Test, network.Record);
        var data = new Network(test.N, test.C, test.Costs,
            $"{record.Network}, {record.Regime}, seed {record.Seed}, on {record.DataSet}: {Plain(record.Made)}. Temperatures are fitted on {network.ForCalibrators.N:N0} validation samples.",
            Variant(test, null), Variant(fitted.Apply(test), fitted.Temperatures));
        return $"Explorer.receive({JsonSerializer.Serialize(network.Name)}, {JsonSerializer.Serialize(data, Format)});\n";
    }

    /// <summary>The recipe of a training without what it did not do, and in words.</summary>
    private static string Plain(string made) => Shifted().Replace(NotDone().Replace(made, ""), "images mirrored and shifted by up to $1 pixels");

    private static Judged Variant(ExitOutputs outputs, IReadOnlyList<double>? temperatures)
    {
        var confidence = outputs.Score(Scores.MaxSoftmax);
        var leaving = Tables(outputs.L - 1);
        var right = Tables(outputs.L);
        for (var n = 0; n < outputs.N; n++)
            for (int exit = 0, from = 0; exit < outputs.L; exit++)
            {
                // At thresholds number from to (to - 1) the sample leaves here: those below its confidence that no earlier exit let it go at.
                var to = exit < outputs.L - 1 ? Thresholds.CountBelow(confidence[exit, n]) : Thresholds.All.Count;
                if (to <= from) continue;
                if (exit < outputs.L - 1) Count(leaving[exit], from, to);
                if (outputs.Correct[exit, n]) Count(right[exit], from, to);
                from = to;
            }
        var bins = Enumerable.Range(0, outputs.L).Select(exit => Reliability.Bins(confidence.Of(exit), outputs.Correct.Of(exit))).ToArray();
        return new Judged(leaving, right, [.. bins.Select(Rounded)], CalibrationError.Ece(confidence, outputs.Correct), temperatures);
    }

    // What is stored are the changes from threshold to threshold, mostly small.
    private static void Count(int[] changes, int from, int to)
    {
        changes[from]++;
        if (to < changes.Length) changes[to]--;
    }

    private static int[][] Tables(int exits) => [.. Enumerable.Range(0, exits).Select(_ => new int[Thresholds.All.Count])];

    private static double[][] Rounded(ReliabilityBin[] diagram) =>
        [.. diagram.Select(bin => bin.Count == 0 ? (double[])[0, 0, 0] : [bin.Count, Math.Round(bin.Confidence, 6), Math.Round(bin.Accuracy, 6)])];

    private sealed record Network(int Samples, int Classes, IReadOnlyList<double> Costs, string Made, Judged Raw, Judged Calibrated);

    private sealed record Judged(int[][] Leaving, int[][] Right, double[][][] Bins, double[] Ece, IReadOnlyList<double>? Temperatures);

    [GeneratedRegex(@"(?: decay|, smoothing|, mixup) 0(?=[,;])|, longest gradient Infinity|, Augmentation \{ Mirrors = False, Shift = 0 \}")]
    private static partial Regex NotDone();

    [GeneratedRegex(@"Augmentation \{ Mirrors = True, Shift = (\d+) \}")]
    private static partial Regex Shifted();
}
