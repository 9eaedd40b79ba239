using System.Text.Json.Nodes;
using EarlyExit.Host.Kernel.Wire;
using EarlyExit.Host.Kernel.Zmtp;

namespace EarlyExit.Host.Kernel;

/// <summary>Asks the client whose cell is running for a line (stdin).</summary>
internal sealed class Prompt(Router socket, Seal seal, Correspondence letters)
{
    private TaskCompletionSource<string>? _waiting;

    /// <summary>Passes answers on, until the socket closes.</summary>
    public async Task ListenAsync(CancellationToken cancellation)
    {
        await foreach (var letter in socket.Received.ReadAllAsync(cancellation))
            if (seal.Open(letter.Parts) is ({ }, { Type: "input_reply" } reply))
                Interlocked.Exchange(ref _waiting, null)?.TrySetResult(reply.Content["value"] is JsonValue value && value.TryGetValue(out string? line) ? line : "");
    }

    /// <summary>Blocks the cell's thread until the line is there.</summary>
    /// <exception cref="InvalidOperationException">The client takes no questions.</exception>
    public string Ask(Request cell, CancellationToken cancellation)
    {
        // A client's sockets go by the same name.
        var client = cell.Flag("allow_stdin", true) ? socket.Find(cell.From.Identity) : null;
        if (client is null) throw new InvalidOperationException("Console.ReadLine: whoever runs this cell takes no questions, so there is nothing to read.");
        var answer = _waiting = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        client.Send(seal.Close([], letters.Write("input_request", new JsonObject { ["prompt"] = "", ["password"] = false }, cell.Message)));
        return answer.Task.WaitAsync(cancellation).GetAwaiter().GetResult();
    }
}
