using System.Diagnostics;
using System.Runtime.ExceptionServices;
using System.Runtime.InteropServices;
using EarlyExit.Host.Kernel.Wire;
using EarlyExit.Host.Sessions;

namespace EarlyExit.Host.Kernel;

/// <summary>The process that Jupyter starts and ends: a kernel, for as long as somebody wants it.</summary>
internal static class KernelProcess
{
    /// <summary>Serves until a client asks for the end, or the process that started this one has gone.</summary>
    /// <param name="repository">Its notebooks' <c>#r</c> lines are understood wherever the kernel is started.</param>
    /// <param name="connectionFile">Written by Jupyter.</param>
    /// <exception cref="UsageException">The connection file is not one.</exception>
    public static async Task<int> RunAsync(Repository repository, string connectionFile)
    {
        var connection = ConnectionFile.Read(connectionFile);
        // Cells that keep every core busy must not keep the sockets waiting.
        ThreadPool.SetMinThreads(Environment.ProcessorCount + 4, Environment.ProcessorCount + 4);
        // Interrupts come as messages; Ctrl+C in the terminal of a Jupyter server is meant for the server.
        using var interrupted = PosixSignalRegistration.Create(PosixSignal.SIGINT, signal => signal.Cancel = true);
        ExceptionHandling.SetUnhandledExceptionHandler(SurviveThreads);
        var log = Console.Error;
        var session = new ScriptSession(Directory.GetCurrentDirectory(), repository.Notebooks);
        await using (var server = new KernelServer(connection, session, line => log.WriteLine($"workbook kernel: {line}")))
        {
            // Roslyn is slow the first time; by the time that a client has connected, this was it.
            _ = new ScriptSession(Path.GetTempPath()).ExecuteAsync("string.Join(\" \", new[] { 1, 2 }.Select(x => $\"{x}\"))", _ => { });
            await Task.WhenAny(server.Ended, ParentEnded());
            foreach (var (why, count) in server.Rejected) log.WriteLine($"workbook kernel: messages dropped because {why}: {count}");
        }
        // Threads that cells have left behind must not keep the process.
        Environment.Exit(0);
        return 0;
    }

    // A thread that a cell started takes nothing else with it, as in other kernels.
    private static bool SurviveThreads(Exception problem)
    {
        if (problem is not OperationCanceledException) Console.Error.WriteLine($"A thread ended with {problem.GetType()}: {problem.Message}");
        return true;
    }

    // On Windows the variable holds a handle, and Jupyter ends its kernels itself.
    private static async Task ParentEnded()
    {
        var known = int.TryParse(Environment.GetEnvironmentVariable("JPY_PARENT_PID"), out var id) && id > 1;
        if (OperatingSystem.IsWindows() || !known) await Task.Delay(Timeout.Infinite);
        try
        {
            using var parent = Process.GetProcessById(id);
            await parent.WaitForExitAsync();
        }
        catch (ArgumentException)
        {
            // It has gone already.
        }
    }
}
