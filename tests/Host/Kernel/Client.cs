using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using EarlyExit.Host.Kernel.Wire;
using EarlyExit.Host.Kernel.Zmtp;

namespace EarlyExit.Tests.Host.Kernel;

/// <summary>A client of one socket of a kernel, for what Jupyter's own clients do not do: send what is wrong.</summary>
internal sealed class Client : IAsyncDisposable
{
    private readonly NetworkStream _stream;

    private Client(NetworkStream stream) => _stream = stream;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static async Task<Client> ConnectAsync(int port, string type, string identity = "")
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(new IPEndPoint(IPAddress.Loopback, port), Cancellation);
        var client = new Client(new NetworkStream(socket, ownsSocket: true));
        await client.SendBytesAsync([.. Handshake.Greeting(), .. Frames.OfCommand(Handshake.Ready(type, System.Text.Encoding.ASCII.GetBytes(identity)))]);
        await client._stream.ReadExactlyAsync(new byte[64], Cancellation);
        Assert.True((await Frames.ReadAsync(client._stream, Cancellation))!.IsCommand);
        if (type == "SUB") await client.SendAsync([[1]]);
        return client;
    }

    public async Task SendBytesAsync(byte[] bytes) => await _stream.WriteAsync(bytes, Cancellation);

    public Task SendAsync(IReadOnlyList<byte[]> parts) => SendBytesAsync(Frames.OfMessage(parts));

    /// <summary>The parts of the next message or the body of the next command; null when the other side has closed.</summary>
    public async Task<IReadOnlyList<byte[]>?> ReceiveAsync()
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        limit.CancelAfter(TimeSpan.FromSeconds(60));
        return (await Frames.ReadAsync(_stream, limit.Token))?.Parts;
    }

    /// <summary>Messages as they come, until one of this type.</summary>
    public async Task<Message> ReceiveAsync(Seal seal, string type, Func<JsonObject, bool>? which = null)
    {
        while (true)
            if (seal.Open(await ReceiveAsync() ?? throw new EndOfStreamException()) is ({ }, var message) && message.Type == type && which?.Invoke(message.Content) != false)
                return message;
    }

    public async ValueTask DisposeAsync() => await _stream.DisposeAsync();
}
