using System.Globalization;
using System.Runtime.InteropServices;
using TorchSharp;

namespace EarlyExit.Bench;

/// <summary>On what a call was measured.</summary>
/// <param name="Processor">Its name.</param>
/// <param name="CoreCount">Its cores.</param>
/// <param name="Threads">Threads that both sides were given.</param>
/// <param name="Load">Processes that wanted to run when the call began, mean of a minute: above a few tenths, others were at work.</param>
/// <param name="Ours">Versions on our side.</param>
/// <param name="Peer">Versions on the peer's.</param>
internal sealed record Machine(string Processor, int CoreCount, int Threads, string Load, string Ours, string Peer)
{
    public static Machine Look(int threads, string peer) => new(
        Line("/proc/cpuinfo", "model name") ?? RuntimeInformation.ProcessArchitecture.ToString(), Cores(), threads,
        File.Exists("/proc/loadavg") ? File.ReadAllText("/proc/loadavg").Split(' ')[0] : "unknown",
        $".NET {Environment.Version}, libtorch {torch.__version__}", peer);

    /// <summary>Two lines: the machine, the versions.</summary>
    public IEnumerable<string> Lines =>
    [
        $"{Processor}, {CoreCount} cores, {Threads} {(Threads == 1 ? "thread" : "threads")} on both sides, load {Load} at the start",
        $"ours: {Ours}; peer: {Peer}",
    ];

    // The process itself is told that there are as many as its threads.
    private static int Cores() => File.Exists("/proc/cpuinfo")
        ? File.ReadLines("/proc/cpuinfo").Count(line => line.StartsWith("processor", StringComparison.Ordinal))
        : Environment.ProcessorCount;

    private static string? Line(string file, string key) => File.Exists(file)
        ? File.ReadLines(file).FirstOrDefault(line => line.StartsWith(key, StringComparison.Ordinal))?.Split(':', 2)[1].Trim()
        : null;
}
