using EarlyExit.Host;
using EarlyExit.Host.Setup;
using EarlyExit.Host.Sweeps;
using EarlyExit.Tests.Host;

namespace EarlyExit.Tests.Sweeps;

/// <summary>A study as tasks of a scheduler: who does which cells, and what the script does when it is told to stop.</summary>
public class TasksTests
{
    private static readonly Tasks Small = new("/home/somebody/it's.json", "small", 10, "/results/small", 3, 2, "01:00:00", 4, Gpu: false);

    [Theory]
    [InlineData("1/1", 1, 1)]
    [InlineData("3/7", 3, 7)]
    public void A_shard_is_written_i_of_n(string text, int index, int count)
    {
        Assert.Equal(new Shard(index, count), Shard.Parse(text));
        Assert.Equal(text, $"{Shard.Parse(text)}");
    }

    [Theory]
    [InlineData("")]
    [InlineData("0/3")]
    [InlineData("4/3")]
    [InlineData("1/2/3")]
    [InlineData("-1/3")]
    [InlineData("a/b")]
    public void Anything_else_is_no_shard(string text) => Assert.Null(Shard.Parse(text));

    [Theory]
    [InlineData("", null)]
    [InlineData("SLURM_ARRAY_TASK_ID=5 SLURM_ARRAY_TASK_MIN=1 SLURM_ARRAY_TASK_COUNT=60", "5/60")]
    [InlineData("SLURM_ARRAY_TASK_ID=0 SLURM_ARRAY_TASK_MIN=0 SLURM_ARRAY_TASK_COUNT=4", "1/4")]
    [InlineData("SLURM_ARRAY_TASK_ID=9 SLURM_ARRAY_TASK_MIN=1 SLURM_ARRAY_TASK_STEP=4 SLURM_ARRAY_TASK_COUNT=3", "3/3")]
    [InlineData("JOB_COMPLETION_INDEX=0 JOB_COMPLETIONS=8", "1/8")]
    public void A_scheduler_says_which_task_this_is(string environment, string? shard) =>
        Assert.Equal(shard, Shard.FromScheduler(Variables(environment))?.ToString());

    [Theory]
    [InlineData("SLURM_ARRAY_TASK_ID=5")]
    [InlineData("JOB_COMPLETION_INDEX=0")]
    public void A_number_without_its_total_does_not_become_the_whole_study(string environment) =>
        Assert.Contains("--shard i/n", Assert.Throws<UsageException>(() => Shard.FromScheduler(Variables(environment))).Message);

    private static Func<string, string?> Variables(string environment)
    {
        var known = environment.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(one => one.Split('=')).ToDictionary(one => one[0], one => one[1]);
        return name => known.GetValueOrDefault(name);
    }

    [Fact]
    public void Tasks_are_few_enough_for_a_scheduler_and_one_folder_of_logs()
    {
        Assert.Equal([1, 16, 25, 250, 999, 999], ((int[])[1, 24, 100, 1000, 10_000, 100_000]).Select(Tasks.Suitable));
        Assert.Equal("10 cells in 3 tasks, 3 or 4 in each", Small.Spread);
    }

    [Fact]
    public void The_script_asks_for_what_was_said()
    {
        var lines = SlurmScript.Of(Small, "/build/workbook.dll").Split('\n');
        Assert.Equal("#!/usr/bin/env bash", lines[0]);
        foreach (var line in new[]
        {
            "#SBATCH --array=1-3%2", "#SBATCH --time=01:00:00", "#SBATCH --nodes=1 --ntasks=1 --cpus-per-task=4", "#SBATCH --signal=B:USR2@120",
            "#SBATCH --requeue --open-mode=append", "#SBATCH --output=/results/small/logs/%a.log",
            """dotnet '/build/workbook.dll' sweep run '/home/somebody/it'\''s.json' --shard "$SLURM_ARRAY_TASK_ID/3" &""",
        }) Assert.Contains(line, lines);
        Assert.DoesNotContain(lines, line => line.Contains("gpu"));
        Assert.Contains("#SBATCH --gres=gpu:1", SlurmScript.Of(Small with { Gpu = true }, "/build/workbook.dll").Split('\n'));
    }

    /// <summary>Bash runs the script; dotnet and scontrol are stand-ins that write down what they are told.</summary>
    [Theory]
    [InlineData("USR2", 75, "requeue 7_2", "USR2")]
    [InlineData("TERM", 75, "", "TERM")]
    [InlineData("", 0, "", "")]
    [InlineData("", 1, "", "")]
    [InlineData("KILL", 137, "", "")]
    public async Task The_script_saves_and_comes_back_only_when_its_time_is_over(string signal, int code, string scheduler, string heard)
    {
        if (OperatingSystem.IsWindows()) Assert.Skip("Slurm's scripts are for bash.");
        using var folder = new TemporaryFolder();
        Program("dotnet", $"""
            trap 'echo USR2 > {folder.Path}/heard; exit 75' USR2
            trap 'echo TERM > {folder.Path}/heard; exit 75' TERM
            echo $$ > {folder.Path}/pid.part; mv {folder.Path}/pid.part {folder.Path}/pid
            [ -n "{signal}" ] || exit {code}
            for wait in $(seq 200); do sleep 0.05; done
            """);
        Program("scontrol", $"echo \"$@\" > {folder.Path}/scheduler");
        var script = folder.Write("array.sh", SlurmScript.Of(Small, "/build/workbook.dll"));
        var environment = new Dictionary<string, string>
        {
            ["PATH"] = $"{folder.Path}:{Environment.GetEnvironmentVariable("PATH")}",
            ["SLURM_ARRAY_JOB_ID"] = "7",
            ["SLURM_ARRAY_TASK_ID"] = "2",
        };
        var run = ChildProcess.RunAsync("bash", ["-c", $"echo $$ > {folder.Path}/script; exec bash {script}"], folder.Path, environment: environment, cancellation: TestContext.Current.CancellationToken);
        while (!File.Exists(folder.File("pid"))) await Task.Delay(10, TestContext.Current.CancellationToken);
        if (signal != "")
            Processes.Signal(signal, int.Parse(File.ReadAllText(folder.File(signal == "KILL" ? "pid" : "script"))));
        Assert.Equal(code, (await run).ExitCode);
        Assert.Equal(heard, Told("heard"));
        Assert.Equal(scheduler, Told("scheduler"));

        void Program(string name, string text)
        {
            var path = folder.Write(name, $"#!/usr/bin/env bash\n{text}\n");
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        string Told(string file) => File.Exists(folder.File(file)) ? File.ReadAllText(folder.File(file)).Trim() : "";
    }

    [Fact]
    public void The_job_of_Kubernetes_has_an_index_for_each_task()
    {
        var lines = KubernetesJob.Of(Small with { Gpu = true }, "registry/image:1", "work", "/data/early-exit", "/data/early-exit/workbook.dll").Split('\n').Select(line => line.Trim()).ToArray();
        foreach (var line in new[]
        {
            "completionMode: Indexed", "completions: 3", "parallelism: 2", "image: registry/image:1", "restartPolicy: Never",
            "onExitCodes: { containerName: worker, operator: In, values: [75] }", "limits: { cpu: \"4\", nvidia.com/gpu: 1 }", "persistentVolumeClaim: { claimName: work }",
        }) Assert.Contains(line, lines);
        Assert.All(lines, line => Assert.DoesNotContain('\t', line));
    }
}
