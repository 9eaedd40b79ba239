using System.Diagnostics;
using System.Security.Cryptography;
using EarlyExit.Host.Setup;

namespace EarlyExit.Tests.Sweeps;

/// <summary>
/// Slurm's own daemons on this machine: a controller and two nodes with made-up names on loopback, in a folder of their own with a munge
/// of their own. Nothing of an installed cluster is touched.
/// </summary>
internal sealed class SlurmCluster : IAsyncDisposable
{
    private const int Controller = 27217, FirstNode = 27231;
    private static readonly string[] Programs = ["munged", "slurmctld", "slurmd", "sbatch", "squeue", "scontrol", "scancel", "sinfo"];
    private readonly string _folder;
    private readonly Dictionary<string, Process> _daemons = [];
    private readonly Dictionary<string, string> _environment;

    private SlurmCluster(string folder, Dictionary<string, string> environment)
    {
        _folder = folder;
        _environment = new(environment) { ["SLURM_CONF"] = Conf };
    }

    public static string[] Nodes { get; } = ["one", "two"];

    private string Conf => Path.Combine(_folder, "slurm.conf");

    /// <summary>Why there can be no cluster here; null if it can be tried.</summary>
    public static string? WhyNot()
    {
        if (!OperatingSystem.IsLinux()) return "Slurm's daemons run on Linux.";
        if (!Environment.IsPrivilegedProcess) return "Slurm's daemons are started as root here.";
        var missing = Programs.Where(program => Find(program) is null).ToArray();
        return missing.Length > 0 ? $"{string.Join(", ", missing)} not found: apt-get install slurm-wlm munge." : null;
    }

    /// <summary>Starts everything and waits until both nodes are idle.</summary>
    /// <param name="folder">An empty folder.</param>
    /// <param name="environment">What jobs find in their environment.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="InvalidOperationException">It does not come up; the message has the daemons' last lines.</exception>
    public static async Task<SlurmCluster> StartAsync(string folder, Dictionary<string, string> environment, CancellationToken cancellation)
    {
        var cluster = new SlurmCluster(folder, environment);
        foreach (var part in new[] { "munge", "state", "log" }) Directory.CreateDirectory(Path.Combine(folder, part));
        File.SetUnixFileMode(cluster.At("munge"), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        File.WriteAllBytes(cluster.At("munge/key"), RandomNumberGenerator.GetBytes(1024));
        File.SetUnixFileMode(cluster.At("munge/key"), UnixFileMode.UserRead);
        File.WriteAllText(cluster.Conf, cluster.Settings());
        cluster.Start("munged", "-F", "--force", $"--socket={cluster.At("munge/socket")}", $"--key-file={cluster.At("munge/key")}",
            $"--log-file={cluster.At("log/munged")}", $"--pid-file={cluster.At("munge/pid")}", $"--seed-file={cluster.At("munge/seed")}");
        await Task.Delay(1000, cancellation);
        cluster.Start("slurmctld", "-D", "-f", cluster.Conf);
        foreach (var node in Nodes) cluster.StartNode(node);
        for (var wait = 0; wait < 120; wait++)
        {
            if ((await cluster.TryAsync("sinfo", "-h", "-o", "%t %D")).Output.Contains("idle 2")) return cluster;
            await Task.Delay(500, cancellation);
        }
        var last = string.Join(" | ", Directory.GetFiles(cluster.At("log")).SelectMany(file => File.ReadLines(file).TakeLast(3)));
        await cluster.DisposeAsync();
        throw new InvalidOperationException($"Slurm does not come up here: {last}");
    }

    /// <summary>A node's daemon, which may have been killed.</summary>
    public void StartNode(string node) => Start($"slurmd {node}", "-D", "-f", Conf, "-N", node);

    /// <summary>SIGKILL to a node's daemon; the steps that it started live on, as they do on a real node.</summary>
    public void KillNode(string node) => _daemons[$"slurmd {node}"].Kill();

    public async Task<string> AskAsync(string program, params string[] arguments)
    {
        var result = await TryAsync(program, arguments);
        return result.Succeeded ? result.Output.Trim() : throw new InvalidOperationException($"{program} {string.Join(' ', arguments)}: {result.Output}");
    }

    public Task<ChildResult> TryAsync(string program, params string[] arguments) =>
        ChildProcess.RunAsync(Find(program)!, arguments, _folder, environment: _environment, cancellation: TestContext.Current.CancellationToken);

    /// <summary>Tasks of arrays that are queued or running, with their states: <c>3_5 RUNNING</c>.</summary>
    public async Task<string[]> QueueAsync() =>
        (await AskAsync("squeue", "-h", "-r", "-o", "%i %T")).Split('\n', StringSplitOptions.RemoveEmptyEntries);

    public async ValueTask DisposeAsync()
    {
        await TryAsync("scancel", "--user=root");
        await Task.Delay(1000);
        foreach (var daemon in _daemons.Values)
        {
            if (!daemon.HasExited) daemon.Kill(entireProcessTree: true);
            await daemon.WaitForExitAsync();
            daemon.Dispose();
        }
        // Steps are no children of the daemon that was killed.
        foreach (var step in Processes.Naming(_folder)) Processes.Signal("KILL", step);
    }

    private void Start(string name, params string[] arguments)
    {
        var start = new ProcessStartInfo(Find(name.Split(' ')[0])!, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = _folder };
        foreach (var (variable, value) in _environment) start.Environment[variable] = value;
        var daemon = Process.Start(start)!;
        daemon.OutputDataReceived += (_, _) => { };
        daemon.ErrorDataReceived += (_, _) => { };
        daemon.BeginOutputReadLine();
        daemon.BeginErrorReadLine();
        _daemons[name] = daemon;
    }

    private string At(string file) => Path.Combine(_folder, file);

    private static string? Find(string program) =>
        new[] { "/usr/sbin", "/usr/bin", "/usr/local/sbin", "/usr/local/bin" }.Select(folder => Path.Combine(folder, program)).FirstOrDefault(File.Exists);

    private string Settings() => $"""
        ClusterName=earlyexit
        SlurmctldHost=localhost
        SlurmUser=root
        AuthType=auth/munge
        AuthInfo=socket={At("munge/socket")},cred_expire=20
        SlurmctldPort={Controller}
        StateSaveLocation={At("state")}
        SlurmdSpoolDir={At("spool-%n")}
        SlurmctldPidFile={At("slurmctld.pid")}
        SlurmdPidFile={At("slurmd-%n.pid")}
        SlurmctldLogFile={At("log/slurmctld")}
        SlurmdLogFile={At("log/slurmd-%n")}
        ProctrackType=proctrack/linuxproc
        TaskPlugin=task/none
        JobAcctGatherType=jobacct_gather/none
        AccountingStorageType=accounting_storage/none
        MpiDefault=none
        SwitchType=switch/none
        SchedulerParameters=batch_sched_delay=1,sched_interval=5,bf_interval=5
        SelectType=select/cons_tres
        SelectTypeParameters=CR_Core
        ReturnToService=2
        SlurmdTimeout=15
        KillWait=10
        JobRequeue=1
        OverTimeLimit=0
        {string.Join('\n', Nodes.Select((node, k) => $"NodeName={node} NodeHostname=localhost NodeAddr=127.0.0.1 Port={FirstNode + k} CPUs={Math.Max(2, Environment.ProcessorCount)} RealMemory=2000 State=UNKNOWN"))}
        PartitionName=main Nodes={string.Join(',', Nodes)} Default=YES MaxTime=INFINITE State=UP

        """;
}

/// <summary>Processes of this machine by what their command lines say.</summary>
internal static class Processes
{
    public static int[] Naming(params string[] words) =>
    [
        .. Directory.EnumerateDirectories("/proc").Select(Path.GetFileName).Where(name => int.TryParse(name, out _)).Select(name => int.Parse(name!))
            .Where(id => id != Environment.ProcessId && CommandLine(id) is var line && words.All(word => line.Contains(word))),
    ];

    public static void Signal(string signal, int process)
    {
        using var kill = Process.Start(new ProcessStartInfo("sh", ["-c", $"kill -{signal} {process}"]) { RedirectStandardError = true });
        kill!.WaitForExit();
    }

    private static string CommandLine(int id)
    {
        try
        {
            return File.ReadAllText($"/proc/{id}/cmdline").Replace('\0', ' ');
        }
        catch (IOException)
        {
            return "";
        }
    }
}
