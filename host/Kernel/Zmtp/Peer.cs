using System.Threading.Channels;

namespace EarlyExit.Host.Kernel.Zmtp;

/// <summary>One connected client of a socket: what it sends is read, what it is sent goes out in order, neither waits for the other.</summary>
internal sealed class Peer(Stream stream, byte[] identity)
{
    private readonly Channel<byte[]> _outgoing = Channel.CreateUnbounded<byte[]>(new UnboundedChannelOptions { SingleReader = true });

    /// <summary>The name that it gave itself; a client's sockets share one.</summary>
    public byte[] Identity => identity;

    /// <summary>Done when everything that it was sent has gone out, or it has left.</summary>
    public Task Sent { get; private set; } = Task.CompletedTask;

    /// <summary>Sends a message, as far as the client still listens.</summary>
    public void Send(IReadOnlyList<byte[]> parts) => _outgoing.Writer.TryWrite(Frames.OfMessage(parts));

    /// <summary>Reads until the client leaves, and hands each message to <paramref name="receive"/>.</summary>
    public async Task ServeAsync(Action<IReadOnlyList<byte[]>> receive, CancellationToken cancellation)
    {
        Sent = SendAsync(cancellation);
        try
        {
            while (await Frames.ReadAsync(stream, cancellation) is { } received)
                if (!received.IsCommand) receive(received.Parts);
                else if (received.Parts[0] is [4, .. var rest] && rest.AsSpan().StartsWith("PING"u8))
                    // PING carries a time to live of two bytes and a context, which PONG returns.
                    _outgoing.Writer.TryWrite(Frames.OfCommand([4, .. "PONG"u8, .. rest.AsSpan(Math.Min(6, rest.Length))]));
        }
        finally
        {
            Close();
            await Sent;
        }
    }

    /// <summary>Sends what is waiting, and no more.</summary>
    public void Close() => _outgoing.Writer.TryComplete();

    private async Task SendAsync(CancellationToken cancellation)
    {
        try
        {
            await foreach (var bytes in _outgoing.Reader.ReadAllAsync(CancellationToken.None))
                await stream.WriteAsync(bytes, cancellation);
        }
        catch (Exception left) when (left is IOException or OperationCanceledException or ObjectDisposedException)
        {
            // The client has gone; the reading side ends as well.
        }
    }
}
