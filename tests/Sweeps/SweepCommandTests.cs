using System.Diagnostics;
using EarlyExit.Host;
using EarlyExit.Host.Commands;
using EarlyExit.Host.Setup;
using EarlyExit.Tests.Host;

namespace EarlyExit.Tests.Sweeps;

/// <summary>The program as people and schedulers start it, on studies of cells in which nothing is trained.</summary>
public sealed class SweepCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private static readonly string Program = typeof(CommandLine).Assembly.Location;

    private Dictionary<string, string> Variables => new() { ["EARLYEXIT_SWEEPS"] = _folder.File("sweeps"), ["EARLYEXIT_RESULTS"] = _folder.File("results") };

    private Task<ChildResult> RunAsync(params string[] arguments) =>
        ChildProcess.RunAsync(DotNet.Path, ["exec", Program, "sweep", .. arguments], _folder.Path, environment: Variables, cancellation: TestContext.Current.CancellationToken);

    private string Study(int seeds, double seconds = 0) => _folder.Write("study.json", Instant("instant", seeds, seconds));

    internal static string Instant(string name, int seeds, double seconds) => FormattableString.Invariant($$"""
        {
          "name": "{{name}}", "kind": "instant", "seconds": {{seconds}},
          "axes": {
            "data": "shapes", "architecture": { "name": "a", "family": "mlp", "widths": [4] }, "regime": ["joint", "mixed"],
            "budget": { "name": "short", "epochs": 1 }, "seed": "0..{{seeds - 1}}"
          }
        }
        """);

    [Fact]
    public async Task From_a_study_to_its_table()
    {
        var study = Study(seeds: 10);
        var plan = await RunAsync("plan", study);
        Assert.True(plan.Succeeded, plan.Output);
        Assert.EndsWith("instant: 20 cells, 0 done, 20 to do\n", plan.Output);
        var first = await RunAsync("run", study, "--shard", "2/4");
        Assert.True(first.Succeeded, first.Output);
        Assert.EndsWith("5 done\n", first.Output);
        var holes = await RunAsync("collect", study);
        Assert.Equal(1, holes.ExitCode);
        Assert.Equal(15, holes.Output.Split("missing: ").Length - 1);
        var rest = await RunAsync("run", study, "--workers", "2");
        Assert.True(rest.Succeeded, rest.Output);
        Assert.EndsWith("15 done, 5 had a result\n", rest.Output);
        var all = await RunAsync("collect", study);
        Assert.True(all.Succeeded, all.Output);
        Assert.Contains("accuracy in % at budgets", all.Output);
        Assert.Contains("20 of 20 cells, 0 missing, 0 failed", all.Output);
        Assert.Equal(21, File.ReadAllLines(_folder.File("results/instant.csv")).Length);
        Assert.Equal(21, File.ReadAllLines(_folder.File("results/instant.origins.csv")).Length);
        Assert.EndsWith("20 had a result\n", (await RunAsync("run", study, "--workers", "1")).Output);
    }

    [Theory]
    [InlineData("TERM")]
    [InlineData("USR2")]
    public async Task Told_to_stop_it_ends_with_75_and_the_same_command_goes_on(string signal)
    {
        if (OperatingSystem.IsWindows()) Assert.Skip("There are no such signals.");
        var study = Study(seeds: 2, seconds: .4);
        foreach (var workers in new[] { "1", "2" })
        {
            using var process = Process.Start(new ProcessStartInfo(DotNet.Path, ["exec", Program, "sweep", "run", study, "--workers", workers])
            {
                RedirectStandardOutput = true,
                Environment = { ["EARLYEXIT_SWEEPS"] = _folder.File($"sweeps-{workers}") },
            })!;
            Assert.Contains("started", await process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken));
            Processes.Signal(signal, process.Id);
            var rest = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
            await process.WaitForExitAsync(TestContext.Current.CancellationToken);
            Assert.Equal(75, process.ExitCode);
            Assert.EndsWith("Stopped and saved; the same command goes on.\n", rest);
        }
    }

    [Fact]
    public async Task Slurm_and_Kubernetes_are_printed_and_nothing_is_submitted()
    {
        var study = Study(seeds: 20);
        var slurm = await RunAsync("slurm", study, "--tasks", "8", "--at-once", "3", "--time", "00:30:00", "--cores", "2");
        Assert.StartsWith("#!/usr/bin/env bash\n# instant: 40 cells in 8 tasks, 5 in each.\n", slurm.Output);
        Assert.Contains("#SBATCH --array=1-8%3\n", slurm.Output);
        var kubernetes = await RunAsync("kubernetes", study, "--image", "i", "--claim", "c");
        Assert.Contains("completions: 16\n", kubernetes.Output);
        Assert.False(Directory.Exists(_folder.File("sweeps")));
    }

    [Theory]
    [InlineData("There is no file 'nowhere.json'", "plan", "nowhere.json")]
    [InlineData("--shard is '5/4', expected i/n", "run", "study.json", "--shard", "5/4")]
    [InlineData("--workers is '0', expected at least 1", "run", "study.json", "--workers", "0")]
    [InlineData("--tasks is '999', expected 1 to 4 for 4 cells", "slurm", "study.json", "--tasks", "999")]
    [InlineData("--at-once is '0', expected at least 1", "slurm", "study.json", "--at-once", "0")]
    [InlineData("Option '--image' is required", "kubernetes", "study.json")]
    [InlineData("broken.json, line 2: there is no regime 'x'", "plan", "broken.json")]
    public async Task A_wrong_call_is_one_clear_line_and_exit_code_2(string message, params string[] arguments)
    {
        Study(seeds: 2);
        _folder.Write("broken.json", "{ \"name\": \"b\", \"axes\": { \"data\": \"shapes\",\n \"regime\": \"x\" } }");
        var result = await RunAsync(arguments);
        Assert.Equal(2, result.ExitCode);
        Assert.StartsWith(message, result.Output);
        Assert.Single(result.Output.TrimEnd('\n').Split('\n'));
    }
}
