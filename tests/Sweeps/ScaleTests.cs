using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using EarlyExit.Host;
using EarlyExit.Host.Commands;
using EarlyExit.Host.Setup;
using EarlyExit.Tests.Host;
using EarlyExit.Tests.Promises;

namespace EarlyExit.Tests.Sweeps;

/// <summary>Ten thousand cells and two hundred workers at a time.</summary>
[Trait("Duration", "long")]
[Trait("Promise", "sweeps")]
public sealed class ScaleTests : IDisposable
{
    private const int Cells = 10_000, Workers = 200, Shards = 100;
    private static readonly string Program = typeof(CommandLine).Assembly.Location;
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private Task<ChildResult> RunAsync(Action<string>? heard, params string[] arguments) => ChildProcess.RunAsync(DotNet.Path,
        ["exec", Program, "sweep", .. arguments], _folder.Path, heard,
        new Dictionary<string, string> { ["EARLYEXIT_SWEEPS"] = _folder.File("sweeps"), ["EARLYEXIT_RESULTS"] = _folder.File("results"), ["DOTNET_PROCESSOR_COUNT"] = "1" },
        TestContext.Current.CancellationToken);

    [Fact]
    public async Task Ten_thousand_cells_are_planned_run_and_collected()
    {
        var study = _folder.Write("study.json", SweepCommandTests.Instant("scale", Cells / 2, 0));
        var empty = await TimedAsync("plan with no cell done", "plan", study);
        Assert.EndsWith("scale: 10,000 cells, 0 done, 10000 to do\n", empty.Output);

        // A shard alone: how long until its first cell is done.
        var clock = Stopwatch.StartNew();
        var first = TimeSpan.Zero;
        var alone = await RunAsync(line => { if (first == TimeSpan.Zero && line.Contains(": started")) first = clock.Elapsed; }, "run", study, "--shard", "77/1000");
        Assert.True(alone.Succeeded, alone.Output);
        Report.Say(Said($"the first cell of a shard of 10 among 10,000 starts after {first.TotalSeconds:F2} s"));
        Assert.InRange(first.TotalSeconds, 0, 5);

        // Two hundred processes at a time, two for each shard.
        var done = new ConcurrentBag<string>();
        clock.Restart();
        var runs = await Task.WhenAll(Enumerable.Range(0, Workers).Select(worker => RunAsync(
            line => { if (line.Contains(": done, ")) done.Add(line.Split("  ")[1]); }, "run", study, "--shard", $"{1 + worker % Shards}/{Shards}")));
        Assert.All(runs, run => Assert.True(run.Succeeded, run.Output));
        Report.Say(Said($"{Workers} workers side by side on {Environment.ProcessorCount} cores, two for each of {Shards} shards: {done.Count:N0} cells in {clock.Elapsed.TotalSeconds:F0} s, none twice"));
        Assert.Equal(Cells - 10, done.Count);
        Assert.Equal(Cells - 10, done.Distinct().Count());

        var largest = Directory.EnumerateDirectories(_folder.File("sweeps"), "*", SearchOption.AllDirectories).Prepend(_folder.File("sweeps"))
            .Max(folder => Directory.EnumerateFileSystemEntries(folder).Count());
        Report.Say($"the largest folder has {largest} entries");
        Assert.InRange(largest, 1, 1000);
        Assert.EndsWith("scale: 10,000 cells, 10000 done, 0 to do\n", (await TimedAsync("plan with every cell done", "plan", study)).Output);
        var table = await TimedAsync("collect", "collect", study);
        Assert.Contains("10000 of 10,000 cells, 0 missing, 0 failed", table.Output);
        Report.Count("instant cells", Cells);

        async Task<ChildResult> TimedAsync(string what, params string[] arguments)
        {
            var timer = Stopwatch.StartNew();
            var result = await RunAsync(null, arguments);
            Report.Say(Said($"{what}: {timer.Elapsed.TotalSeconds:F2} s"));
            Assert.True(result.Succeeded, result.Output);
            Assert.InRange(timer.Elapsed.TotalSeconds, 0, what == "collect" ? 10 : 2);
            return result;
        }
    }

    private static string Said(FormattableString text)
    {
        var line = text.ToString(CultureInfo.InvariantCulture);
        Console.WriteLine(line);
        return line;
    }
}
