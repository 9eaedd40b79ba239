using System.Diagnostics;
using System.Text;

namespace EarlyExit.Host.Setup;

/// <summary>How a program ended and what it said.</summary>
public sealed record ChildResult(int ExitCode, string Output)
{
    public bool Succeeded => ExitCode == 0;
}

/// <summary>Other programs, run to their end.</summary>
public static class ChildProcess
{
    /// <summary>Gathers standard output and error together, in the order of their lines; <paramref name="onLine"/> hears each one at once.</summary>
    public static async Task<ChildResult> RunAsync(string program, IEnumerable<string> arguments, string folder,
        Action<string>? onLine = null, IReadOnlyDictionary<string, string>? environment = null, CancellationToken cancellation = default)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in environment ?? new Dictionary<string, string>()) start.Environment[name] = value;
        using var process = Process.Start(start) ?? throw new UsageException($"{program} did not start.");
        process.StandardInput.Close();
        var output = new StringBuilder();
        process.OutputDataReceived += (_, line) => Hear(line.Data);
        process.ErrorDataReceived += (_, line) => Hear(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        try
        {
            await process.WaitForExitAsync(cancellation);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
        return new ChildResult(process.ExitCode, output.ToString());

        void Hear(string? line)
        {
            if (line is null) return;
            // Heard in the order in which they are kept: standard output and error come on threads of their own.
            lock (output)
            {
                output.Append(line).Append('\n');
                onLine?.Invoke(line);
            }
        }
    }
}
