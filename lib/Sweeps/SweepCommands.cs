using System.Globalization;
using System.Reflection;
using EarlyExit.Exits;
using EarlyExit.Regimes;
using EarlyExit.Workbook;

namespace EarlyExit.Sweeps;

/// <summary>
/// What <c>./workbook sweep</c> does, in types of .NET alone: the program is built before the library and calls these by their names. The
/// exit code is theirs: 0 all is well, 1 a cell failed or is missing.
/// </summary>
public static class SweepCommands
{
    /// <summary>A small study file.</summary>
    public static string Example()
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream("sweep-example.json")!;
        return new StreamReader(stream).ReadToEnd();
    }

    /// <summary>The study's name, its number of cells, and the folder of its results.</summary>
    public static (string Name, int Cells, string Folder) About(string path)
    {
        var sweep = Sweep.Load(path);
        return (sweep.Name, sweep.Cells.Count, sweep.Store.Folder);
    }

    /// <summary>Lists the cells, says which are done, and estimates the rest.</summary>
    public static int Plan(string path, TextWriter output, CancellationToken cancellation)
    {
        var sweep = Sweep.Load(path);
        var plan = SweepPlan.Of(sweep, cancellation);
        foreach (var (cell, state) in plan.Cells) output.WriteLine($"{cell.Id}  {state,-6}  {cell.Name}");
        output.WriteLine($"{sweep.Name}: {Count(plan.Cells.Count, "cell")}, {plan.Cells.Count - plan.Missing} done, {plan.Missing} to do{(plan.Cells.Count(cell => cell.State == "failed") is > 0 and var failed ? $", {failed} of them failed before" : "")}");
        if (plan.Seconds is { } seconds)
            output.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"to train: {plan.Macs:0.00e0} multiply-accumulates, at most {Hours(seconds)} for one worker at the speed measured here"));
        return 0;
    }

    /// <summary>Does the missing cells of a shard.</summary>
    /// <param name="path">The study file.</param>
    /// <param name="shard">1 .. <paramref name="shards"/>; the shard has every cell k with k mod shards = shard - 1.</param>
    /// <param name="shards">How many.</param>
    /// <param name="start">Which part of the shard's cells, in [0, 1), to begin with, going round: so that workers beside each other meet late.</param>
    /// <param name="told">Told a cell's name, its state, the part done, and a line.</param>
    /// <param name="cancellation">Saves and stops.</param>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static int Run(string path, int shard, int shards, double start, Action<string, string, double, string> told, CancellationToken cancellation)
    {
        var sweep = Sweep.Load(path);
        SweepCell[] mine = [.. sweep.Cells.Where((_, k) => k % shards == shard - 1)];
        var first = (int)(start * mine.Length);
        var summary = new SweepWorker(sweep, now => told($"{now.Cell.Id}  {now.Cell.Name}", $"{now.State}", now.Part, now.Line))
            .Work([.. mine.Skip(first), .. mine.Take(first)], cancellation);
        return summary.Failed > 0 ? 1 : 0;
    }

    /// <summary>Merges what is there: the papers' tables, holes and failures on the output, the table of all cells and that of where they were computed in two files.</summary>
    /// <param name="path">The study file.</param>
    /// <param name="csv">Where the table goes; <see cref="Session.ResultFolder"/> when null.</param>
    /// <param name="output">What people read.</param>
    public static int Collect(string path, string? csv, TextWriter output)
    {
        var sweep = Sweep.Load(path);
        var results = sweep.Collect();
        csv ??= Path.Combine(Session.ResultFolder, $"{sweep.Name}.csv");
        var origins = Path.ChangeExtension(csv, ".origins.csv");
        AtomicFile.WriteText(csv, results.Csv);
        AtomicFile.WriteText(origins, "id,build,machine,task,threads,seconds,resumed,finished\n" + string.Concat(results.Rows.Select(row => row.Result.Origin).Zip(results.Rows, (origin, row) =>
            string.Create(CultureInfo.InvariantCulture, $"{row.Cell.Id},{origin.Build},{origin.Machine},\"{origin.Task}\",{origin.Threads},{origin.Seconds},{origin.Resumed},{origin.Finished:O}\n"))));
        foreach (var (name, table) in results.AtBudgets())
            output.WriteLine($"{(name == "" ? sweep.Name : name)}: accuracy in % at budgets, mean and 95 % interval over seeds\n{table}\n");
        foreach (var hole in results.Holes) output.WriteLine($"missing: {hole}");
        foreach (var failure in results.Failures)
            output.WriteLine($"failed: {failure.Cell}\n{string.Join('\n', failure.LastLines.TrimEnd().Split('\n').Select(line => $"    {line}"))}");
        if (results.Builds.Count > 1)
            output.WriteLine($"Computed by {results.Builds.Count} builds of the library ({string.Join(", ", results.Builds)}): {Path.GetFileName(origins)} says which cell by which.");
        output.WriteLine($"{sweep.Name}: {results.Rows.Count} of {Count(sweep.Cells.Count, "cell")}, {results.Holes.Count} missing, {results.Failures.Count} failed; {csv}");
        return results.Rows.Count == sweep.Cells.Count ? 0 : 1;
    }

    private static string Count(int number, string what) => string.Create(CultureInfo.InvariantCulture, $"{number:N0} {what}{(number == 1 ? "" : "s")}");

    private static string Hours(double seconds) => seconds < 3600
        ? string.Create(CultureInfo.InvariantCulture, $"{seconds / 60:0.0} minutes") : string.Create(CultureInfo.InvariantCulture, $"{seconds / 3600:0.0} hours");
}
