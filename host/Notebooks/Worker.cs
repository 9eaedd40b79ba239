using System.IO.Pipes;
using System.Text.Json;
using EarlyExit.Host.Sessions;

namespace EarlyExit.Host.Notebooks;

/// <summary>One cell for a worker to run.</summary>
internal sealed record CellRequest(string Code);

/// <summary>
/// The worker's side: a process with one session that takes cells, one JSON line each, from a pipe and answers with events.
/// It is a process of its own so that a cell that hangs or brings its process down harms nothing else.
/// </summary>
internal static class Worker
{
    /// <summary>The hidden command under which the program is a worker.</summary>
    public const string Verb = "session-worker";

    /// <summary>Serves until the other side closes the pipe, even in the middle of a cell.</summary>
    public static async Task<int> ServeAsync(string pipeName, string folder)
    {
        await using var pipe = new NamedPipeClientStream(".", pipeName, PipeDirection.InOut, PipeOptions.Asynchronous | PipeOptions.CurrentUserOnly);
        await pipe.ConnectAsync(TimeSpan.FromSeconds(30), CancellationToken.None);
        using var reader = new StreamReader(pipe, leaveOpen: true);
        await using var writer = new StreamWriter(pipe, leaveOpen: true) { AutoFlush = true, NewLine = "\n" };
        var session = new ScriptSession(folder);
        while (await reader.ReadLineAsync() is { } line)
        {
            var request = JsonSerializer.Deserialize<CellRequest>(line)!;
            _ = session.ExecuteAsync(request.Code, found => writer.WriteLine(JsonSerializer.Serialize(found)));
        }
        return 0;
    }
}
