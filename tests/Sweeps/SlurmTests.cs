using System.Diagnostics;
using System.Globalization;
using EarlyExit.Host;
using EarlyExit.Host.Commands;
using EarlyExit.Host.Setup;
using EarlyExit.Host.Sweeps;
using EarlyExit.Sweeps;
using EarlyExit.Tests.Host;
using EarlyExit.Tests.Promises;

namespace EarlyExit.Tests.Sweeps;

/// <summary>A study on the real engine, with everything that goes wrong on a cluster.</summary>
[Trait("Duration", "long")]
[Trait("Promise", "sweeps")]
public sealed class SlurmTests : IDisposable
{
    private const int TaskCount = 6, Warning = 20;
    private static readonly string Program = typeof(CommandLine).Assembly.Location;
    private readonly TemporaryFolder _folder = new();
    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private readonly List<string> _report = [];

    public void Dispose() => _folder.Dispose();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    // 24 cells, each of two phases but joint; disjoint and mixed of a seed share the first.
    private const string Study = """
        {
          "name": "faults",
          "axes": {
            "data": { "name": "600 shapes", "set": "shapes", "train": 600, "validation": 100, "test": 200 },
            "architecture": { "name": "perceptron", "family": "mlp", "widths": [32, 32] },
            "regime": ["disjoint", "joint", "mixed"],
            "budget": { "name": "60 epochs", "epochsPerPhase": 60 },
            "recipe": { "name": "plain", "batch": 16, "augmentation": "none", "optimiser": { "kind": "adam", "rate": 0.001 } },
            "seed": "0..7"
          }
        }
        """;

    private Dictionary<string, string> Place(string name) => new()
    {
        ["EARLYEXIT_CACHE"] = _folder.File($"{name}/cache"),
        ["EARLYEXIT_SWEEPS"] = _folder.File($"{name}/sweeps"),
        ["EARLYEXIT_RESULTS"] = _folder.File($"{name}/results"),
        ["EARLYEXIT_RUNS"] = _folder.File("none"),
        ["EARLYEXIT_DEVICE"] = "cpu",
        ["OMP_NUM_THREADS"] = "1",
    };

    [Fact]
    public async Task Faults_of_every_kind_and_the_table_is_that_of_one_process()
    {
        if (SlurmCluster.WhyNot() is { } reason) Assert.Skip(reason);
        var study = _folder.Write("study.json", Study);
        Directory.CreateDirectory(_folder.File("cluster"));
        SlurmCluster? started = null;
        try
        {
            started = await SlurmCluster.StartAsync(_folder.File("cluster"), Place("cluster"), Stop);
        }
        catch (InvalidOperationException error)
        {
            Assert.Skip(error.Message);
        }
        await using var slurm = started;
        Note($"Slurm {await slurm.AskAsync("sinfo", "--version")}, nodes {string.Join(" and ", SlurmCluster.Nodes)}");
        var tasks = new Tasks(study, "faults", 24, _folder.File("cluster/sweeps/faults"), TaskCount, AtOnce: 4, Time: "00:02:00", Cores: 1, Gpu: false);
        Directory.CreateDirectory(tasks.Logs);
        var script = _folder.Write("array.sh", SlurmScript.Of(tasks, Program, Warning));
        var submissions = 0;

        var array = await SubmitAsync();
        await RunningAsync(array, 1, 2, 3, 4);
        await CellsAsync(1);
        Note($"requeue of a task: {await slurm.AskAsync("scontrol", "requeue", $"{array}_1")}");
        Note($"scancel of a task: {await slurm.AskAsync("scancel", $"{array}_2")}");
        Kill(3);
        await CellsAsync(4);
        // On the node that stays: on the other it would be put back before its time is over.
        var stopped = await RunningOnAsync("one");
        Note($"SIGSTOP to the worker of task {stopped}: its time passes, and it cannot save");
        foreach (var worker in Workers(stopped)) Processes.Signal("STOP", worker);
        await slurm.AskAsync("scontrol", "update", "NodeName=one", "State=DRAIN", "Reason=test");
        Note("node one drained");
        await CellsAsync(6);
        slurm.KillNode("two");
        Note("SIGKILL to slurmd of node two");
        for (var wait = 0; wait < 60 && !(await slurm.AskAsync("sinfo", "-h", "-n", "two", "-o", "%t")).StartsWith("down"); wait++) await Task.Delay(1000, Stop);
        Note($"node two is {await slurm.AskAsync("sinfo", "-h", "-n", "two", "-o", "%t")}");
        await slurm.AskAsync("scontrol", "update", "NodeName=one", "State=RESUME");
        slurm.StartNode("two");
        Note("node one resumed, slurmd of node two started again");
        await EmptyAsync();
        Note($"{Cells()} of 24 cells done after the first submission");
        while (Cells() < 24 && submissions < 4)
        {
            array = await SubmitAsync();
            await EmptyAsync();
        }
        var log = string.Concat(Directory.GetFiles(tasks.Logs).Order().Select(File.ReadAllText));
        var faults = await CollectAsync("cluster");
        Assert.True(faults.Succeeded, $"{faults.Output}\n{log}");

        var single = await ProgramAsync("single", "run", study, "--workers", "1");
        Assert.True(single.Succeeded, single.Output);
        Assert.True((await CollectAsync("single")).Succeeded);
        Assert.Equal(File.ReadAllText(_folder.File("single/results/faults.csv")), File.ReadAllText(_folder.File("cluster/results/faults.csv")));

        // Every cell was finished exactly once over all attempts.
        var ids = File.ReadLines(_folder.File("cluster/results/faults.csv")).Skip(1).Select(line => line[..16]).ToArray();
        Assert.All(ids, id => Assert.Single(log.Split('\n'), line => line.Contains(id) && line.Contains(": done, ")));
        var origins = File.ReadLines(_folder.File("cluster/results/faults.origins.csv")).Skip(1).Select(line => line.Split(',')).ToArray();
        var (resumed, saved, restarts) = (origins.Count(row => row[^2] == "True"), Lines(log, "Stopped and saved"), Lines(log, "DUE TO JOB REQUEUE") + Lines(log, "DUE TO NODE FAILURE"));
        Assert.True(saved > 0 && resumed > 0, $"{saved} stops, {resumed} resumed\n{log}");
        Assert.True(Lines(log, "DUE TO TIME LIMIT") > 0, log);
        Note(Invariant($"24 cells, each done once: {submissions} submissions, {restarts} tasks put back by Slurm, {Lines(log, "DUE TO TIME LIMIT")} cut off by the time limit, {saved} saved on a signal, {resumed} cells resumed from a checkpoint; the table equals that of one process byte for byte"));
        Report.Count("cells under faults", 24);
        Report.Count("cells resumed", resumed);
        Report.Count("tasks put back", restarts);
        foreach (var line in _report) Report.Say(line);

        async Task<int> RunningOnAsync(string node)
        {
            for (var wait = 0; wait < 120; wait++)
            {
                var running = await slurm.AskAsync("squeue", "-h", "-t", "R", "-w", node, "-o", "%K");
                foreach (var line in running.Split('\n'))
                    if (int.TryParse(line, out var task) && Workers(task).Length > 0) return task;
                await Task.Delay(500, Stop);
            }
            throw new InvalidOperationException($"No task runs on node {node}.");
        }

        async Task<string> SubmitAsync()
        {
            submissions++;
            var job = (await slurm.AskAsync("sbatch", script)).Split(' ')[^1];
            Note($"array {job} submitted");
            return job;
        }

        async Task RunningAsync(string job, params int[] numbers)
        {
            for (var wait = 0; wait < 240; wait++, await Task.Delay(500, Stop))
                if (await slurm.QueueAsync() is var queue && numbers.All(number => queue.Contains($"{job}_{number} RUNNING") && Workers(number).Length > 0))
                    return;
            Assert.Fail($"The tasks do not run: {string.Join(", ", await slurm.QueueAsync())}");
        }

        // Waits for some results, as long as there is somebody to bring them.
        async Task CellsAsync(int atLeast)
        {
            for (var wait = 0; wait < 240 && Cells() < atLeast; wait++) await Task.Delay(500, Stop);
            Note($"{Cells()} cells done");
        }

        async Task EmptyAsync()
        {
            for (var wait = 0; wait < 900 && (await slurm.QueueAsync()).Length > 0; wait++) await Task.Delay(1000, Stop);
            Assert.Empty(await slurm.QueueAsync());
        }

        int Cells() => Directory.EnumerateFiles(tasks.Folder, "*.json", SearchOption.AllDirectories).Count();

        int[] Workers(int number) => Processes.Naming("workbook.dll", study, $"--shard {number}/{TaskCount}");

        void Kill(int number)
        {
            var workers = Workers(number);
            foreach (var worker in workers) Processes.Signal("KILL", worker);
            Note($"SIGKILL to {workers.Length} worker of task {number}");
            Assert.NotEmpty(workers);
        }
    }

    private static int Lines(string log, string word) => log.Split('\n').Count(line => line.Contains(word));

    private void Note(string line)
    {
        var text = Invariant($"{_clock.Elapsed.TotalSeconds,6:F0} s  {line}");
        _report.Add(text.Trim());
        TestContext.Current.TestOutputHelper?.WriteLine(text);
        Console.WriteLine(text);
    }

    private Task<ChildResult> CollectAsync(string place) => ProgramAsync(place, "collect", _folder.File("study.json"));

    private Task<ChildResult> ProgramAsync(string place, params string[] arguments) => ChildProcess.RunAsync(DotNet.Path,
        ["exec", Program, "sweep", .. arguments], _folder.Path, environment: Place(place), cancellation: Stop);

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
