using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace EarlyExit.Host.Kernel.Zmtp;

/// <summary>
/// A ZeroMQ socket that clients connect to, on the loopback device and nowhere else. What distinguishes the kinds is what they do with a
/// message and whom they send to: <see cref="Router"/>, <see cref="Publisher"/>, <see cref="Echo"/>.
/// </summary>
internal abstract class ServerSocket : IAsyncDisposable
{
    private static readonly TimeSpan HandshakeLimit = TimeSpan.FromSeconds(10), FarewellLimit = TimeSpan.FromSeconds(1);

    private readonly string _type;
    private readonly string[] _clientTypes;
    private readonly Socket _listener;
    private readonly CancellationTokenSource _closed = new();
    private readonly ConcurrentDictionary<Peer, Task> _peers = new();
    private readonly Task _accepting;

    /// <param name="type">The kind, as ZMTP calls it.</param>
    /// <param name="clientTypes">The kinds that may connect.</param>
    /// <param name="port">The port of 127.0.0.1; 0 for any that is free.</param>
    protected ServerSocket(string type, string[] clientTypes, int port)
    {
        (_type, _clientTypes) = (type, clientTypes);
        _listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        _listener.Bind(new IPEndPoint(IPAddress.Loopback, port));
        _listener.Listen();
        EndPoint = (IPEndPoint)_listener.LocalEndPoint!;
        _accepting = AcceptAsync();
    }

    public IPEndPoint EndPoint { get; }

    /// <summary>Hears of connections that did not speak ZMTP.</summary>
    public Action<string>? Refused { get; init; }

    protected IEnumerable<Peer> Peers => _peers.Keys;

    /// <summary>A client has sent a message.</summary>
    protected abstract void Receive(Peer peer, IReadOnlyList<byte[]> parts);

    /// <summary>Sends what is waiting to be sent, then closes all connections.</summary>
    public async ValueTask DisposeAsync()
    {
        _listener.Dispose();
        foreach (var peer in Peers) peer.Close();
        // Clients that read get the rest; one that does not cannot hold us up.
        await Task.WhenAny(Task.WhenAll(Peers.Select(peer => peer.Sent)), Task.Delay(FarewellLimit));
        await _closed.CancelAsync();
        await _accepting;
        await Task.WhenAll(_peers.Values);
        _closed.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true) _ = ServeAsync(await _listener.AcceptAsync(_closed.Token));
        }
        catch (Exception closed) when (closed is SocketException or ObjectDisposedException or OperationCanceledException)
        {
            // Only disposal ends it: nobody else has the listener.
        }
    }

    private async Task ServeAsync(Socket socket)
    {
        socket.NoDelay = true;
        await using var stream = new NetworkStream(socket, ownsSocket: true);
        var ended = new TaskCompletionSource();
        Peer? peer = null;
        try
        {
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(_closed.Token);
            limit.CancelAfter(HandshakeLimit);
            peer = new Peer(stream, await Handshake.AcceptAsync(stream, _type, _clientTypes, limit.Token));
            _peers[peer] = ended.Task;
            await peer.ServeAsync(parts => Receive(peer, parts), _closed.Token);
        }
        catch (ZmtpException problem)
        {
            Refused?.Invoke(problem.Message);
        }
        catch (Exception left) when (left is IOException or OperationCanceledException or ObjectDisposedException)
        {
            // The client has gone, or we are closing.
        }
        finally
        {
            if (peer is not null) _peers.TryRemove(peer, out _);
            ended.SetResult();
        }
    }
}
