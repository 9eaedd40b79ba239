using System.Diagnostics;
using System.IO.Pipes;
using System.Text.Json;
using EarlyExit.Host.Sessions;

namespace EarlyExit.Host.Notebooks;

/// <summary>Our side of a <see cref="Worker"/>: starts the process, hands it cells, ends it when a cell takes too long.</summary>
internal sealed class WorkerProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly CrashReport _crash;
    private readonly NamedPipeServerStream _pipe;
    private readonly StreamReader _reader;
    private readonly StreamWriter _writer;

    private WorkerProcess(Process process, CrashReport crash, NamedPipeServerStream connected)
    {
        (_process, _crash, _pipe) = (process, crash, connected);
        _reader = new StreamReader(connected, leaveOpen: true);
        _writer = new StreamWriter(connected, leaveOpen: true) { AutoFlush = true, NewLine = "\n" };
    }

    /// <param name="folder">The notebook's folder: the worker's current one, and what <c>#r</c> paths start from.</param>
    /// <param name="environment">Variables to set for the cells.</param>
    /// <param name="cancellation">Gives up waiting for the process.</param>
    public static async Task<WorkerProcess> StartAsync(
        string folder, IReadOnlyDictionary<string, string> environment, CancellationToken cancellation)
    {
        var name = $"earlyexit-{Guid.NewGuid():N}";
        var pipe = new NamedPipeServerStream(name, PipeDirection.InOut, 1, PipeTransmissionMode.Byte,
            PipeOptions.Asynchronous | PipeOptions.CurrentUserOnly);
        var start = new ProcessStartInfo(DotNet.Path, ["exec", typeof(Worker).Assembly.Location, Worker.Verb, name, folder])
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (variable, value) in environment) start.Environment[variable] = value;
        var process = Process.Start(start)!;
        process.StandardInput.Close();
        var crash = new CrashReport(process);
        var connected = pipe.WaitForConnectionAsync(cancellation);
        if (await Task.WhenAny(connected, process.WaitForExitAsync(cancellation)) != connected)
            throw new InvalidOperationException($"The process for the cells did not start: {string.Join(' ', crash.Lines)}");
        await connected;
        return new WorkerProcess(process, crash, pipe);
    }

    /// <summary>
    /// Runs a cell, passes on its events and always ends with <see cref="CellDone"/>. After a cell that hit the limit or took the
    /// process with it there is no session any more.
    /// </summary>
    public async Task<bool> ExecuteAsync(string code, TimeSpan limit, Action<SessionEvent> emit, CancellationToken cancellation)
    {
        using var timer = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        timer.CancelAfter(limit);
        try
        {
            await _writer.WriteLineAsync(JsonSerializer.Serialize(new CellRequest(code)).AsMemory(), timer.Token);
            while (await _reader.ReadLineAsync(timer.Token) is { } line)
            {
                var found = JsonSerializer.Deserialize<SessionEvent>(line)!;
                emit(found);
                if (found is CellDone done) return done.Succeeded;
            }
            emit(await DeathAsync());
        }
        catch (IOException)
        {
            emit(await DeathAsync());
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            Kill();
            emit(new CellError("TimeLimit", $"did not end within {limit.TotalSeconds:0} s and was stopped (--time-limit changes that).", 0, []));
        }
        emit(new CellDone(false));
        return false;
    }

    public async ValueTask DisposeAsync()
    {
        await _pipe.DisposeAsync();
        Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private async Task<CellError> DeathAsync()
    {
        await _process.WaitForExitAsync();
        return new CellError("ProcessEnded", $"The process that ran the cell ended with exit code {_process.ExitCode}.", 0, _crash.Lines);
    }

    private void Kill()
    {
        try
        {
            _process.Kill(entireProcessTree: true);
        }
        catch (InvalidOperationException)
        {
            // It has ended by itself.
        }
    }

    /// <summary>The start of what a process wrote past its session: only native code and the runtime do, and it explains a crash.</summary>
    private sealed class CrashReport
    {
        private const int Kept = 10, Width = 200;
        private readonly List<string> _lines = [];

        public CrashReport(Process process)
        {
            process.OutputDataReceived += (_, line) => Keep(line.Data);
            process.ErrorDataReceived += (_, line) => Keep(line.Data);
            process.BeginOutputReadLine();
            process.BeginErrorReadLine();
        }

        public string[] Lines
        {
            get { lock (_lines) return [.. _lines]; }
        }

        private void Keep(string? line)
        {
            lock (_lines)
                if (!string.IsNullOrWhiteSpace(line) && _lines.Count < Kept)
                    _lines.Add(line.Length <= Width ? line : line[..Width] + " ...");
        }
    }
}
