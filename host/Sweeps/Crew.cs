using System.Diagnostics;
using EarlyExit.Host.Setup;

namespace EarlyExit.Host.Sweeps;

/// <summary>
/// Workers side by side on one machine, each a process of its own with one thread: torch's random numbers are one per process. All have the
/// same cells, begin at different ones, and a cell's lock decides who does it; so what one leaves behind the others do.
/// </summary>
/// <param name="program">This program, workbook.dll.</param>
/// <param name="study">The study file.</param>
/// <param name="shard">Whose cells.</param>
/// <param name="display">Told what the workers tell.</param>
internal sealed class Crew(string program, string study, Shard shard, ISweepDisplay display)
{
    /// <summary>Starts workers and waits for all. Each hears of a stop and saves.</summary>
    /// <returns>Their worst exit code: 75 if one was stopped, 1 if a cell or a worker failed.</returns>
    public async Task<int> RunAsync(int workers, CancellationToken stop)
    {
        var codes = await Task.WhenAll(Enumerable.Range(0, workers).Select(worker => WorkAsync(worker, workers, stop)));
        return stop.IsCancellationRequested || codes.Contains(SweepExit.Stopped) ? SweepExit.Stopped : codes.All(code => code == 0) ? 0 : 1;
    }

    private async Task<int> WorkAsync(int worker, int workers, CancellationToken stop)
    {
        var start = new ProcessStartInfo(DotNet.Path, ["exec", program, "sweep", "run", study, "--shard", $"{shard}", "--worker", $"{worker + 1}/{workers}"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["OMP_NUM_THREADS"] = "1";
        start.Environment["DOTNET_PROCESSOR_COUNT"] = "1";
        using var process = Process.Start(start) ?? throw new UsageException($"{DotNet.Path} did not start.");
        using var forward = stop.Register(() => Terminate(process));
        process.OutputDataReceived += (_, line) => Hear(line.Data);
        process.ErrorDataReceived += (_, line) => Hear(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        await process.WaitForExitAsync(CancellationToken.None);
        if (process.ExitCode is not (0 or 1 or SweepExit.Stopped)) display.Say($"worker {worker + 1} ended with exit code {process.ExitCode}; the others do what it left");
        return process.ExitCode;

        void Hear(string? line)
        {
            if (line is null) return;
            if (SweepEvent.Read(line) is { } told) display.Tell(worker, told);
            else display.Say(line);
        }
    }

    private static void Terminate(Process process)
    {
        if (OperatingSystem.IsWindows()) process.Kill();
        // By the shell, which every one has; a bare system has no program of that name.
        else using (Process.Start("sh", ["-c", $"kill -TERM {process.Id}"])) { }
    }
}

/// <summary>Exit codes beside 0 and 1.</summary>
internal static class SweepExit
{
    /// <summary>Told to stop, and saved: the same command goes on (EX_TEMPFAIL of sysexits.h).</summary>
    public const int Stopped = 75;
}
