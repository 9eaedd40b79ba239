using EarlyExit.Exits;

namespace EarlyExit.Bench.Rows;

/// <summary>
/// Time and memory from 10^4 to 10^7 samples. The exponent is the slope of log time over log N by least squares; it is held against
/// that of N log N over the same sizes, or of N.
/// </summary>
internal static class Growth
{
    // What the exponent may exceed the law by: caches end on the way, at 32 MB or so.
    private const double Slack = .15;
    private const int L = 4, C = 2, Repeats = 3;
    private static readonly int[] Sizes = [10_000, 100_000, 1_000_000, 10_000_000];

    public static IEnumerable<Result> Measure(Arena arena)
    {
        foreach (var result in Rows(arena, "frontier, L = 4", sorts: true, samples =>
        {
            var (logits, labels) = MadeUp.Logits(L, samples, C);
            NpyFile.Write(arena.PathOf("logits.npy"), logits, L, samples, C);
            NpyFile.Write(arena.PathOf("labels.npy"), labels);
            NpyFile.Write(arena.PathOf("costs.npy"), MadeUp.Costs(L));
            return (() => new ExitOutputs(logits, labels, MadeUp.Costs(L), C, new OutputsInfo()).Frontier(Scores.MaxSoftmax), "frontier.grid");
        })) yield return result;
        foreach (var measure in OneMeasure.All)
            foreach (var result in Rows(arena, measure.Name, measure.Sorts, samples =>
            {
                var input = new ScoreInput(arena, samples);
                return (() => measure.Ours(input), measure.Task);
            })) yield return result;
    }

    private static IEnumerable<Result> Rows(Arena arena, string name, bool sorts, Func<int, (Action Ours, string Task)> prepare)
    {
        var (ours, theirs) = (new List<double>(), new List<double>());
        foreach (var samples in Sizes)
        {
            var (work, task) = prepare(samples);
            var peer = arena.Python(task);
            var bytes = PeakMemory.Of(work);
            ours.Add(Best(new Here(work)));
            theirs.Add(Best(peer));
            yield return new("growth", $"{name}, N = 10^{Math.Log10(samples):F0}", ours[^1], theirs[^1], "s", theirs[^1] / ours[^1], theirs[^1] / ours[^1], theirs[^1] / ours[^1],
                Mark: null, $"peak memory {bytes / 1e6:F0} MB, peer {peer.PeakBytes() / 1e6:F0} MB");
            peer.Forget();
        }
        var law = sorts ? Slope([.. Sizes.Select(n => n * Math.Log(n))]) : 1;
        var exponent = Slope(ours);
        yield return new("growth", $"{name}, exponent ({(sorts ? "N log N" : "N")})", exponent, law, "x", law / exponent, law / exponent, law / exponent,
            Mark: law / (law + Slack), FormattableString.Invariant($"peer's exponent {Slope(theirs):F2}"));
    }

    private static double Best(ISide side) => Enumerable.Range(0, Repeats).Min(_ => side.Seconds(1));

    private static double Slope(IReadOnlyList<double> values)
    {
        double[] x = [.. Sizes.Select(n => Math.Log(n))], y = [.. values.Select(value => Math.Log(value))];
        var (meanX, meanY) = (x.Average(), y.Average());
        return x.Zip(y, (a, b) => (a - meanX) * (b - meanY)).Sum() / x.Sum(a => (a - meanX) * (a - meanX));
    }
}

/// <summary>The most memory that a piece of work holds, beyond what the process held before.</summary>
internal static class PeakMemory
{
    /// <returns>Bytes; NaN where the system does not say.</returns>
    public static double Of(Action work)
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        if (Status("VmRSS:") is not { } before) return double.NaN;
        // Writing 5 makes the system forget the peak so far (man proc).
        File.WriteAllText("/proc/self/clear_refs", "5");
        work();
        return Status("VmHWM:")!.Value - before;
    }

    private static double? Status(string key)
    {
        const string File = "/proc/self/status";
        if (!System.IO.File.Exists(File)) return null;
        var line = System.IO.File.ReadLines(File).FirstOrDefault(line => line.StartsWith(key, StringComparison.Ordinal));
        return line is null ? null : 1024 * double.Parse(line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)[1], System.Globalization.CultureInfo.InvariantCulture);
    }
}
