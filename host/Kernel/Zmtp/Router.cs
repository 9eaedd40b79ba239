using System.Threading.Channels;

namespace EarlyExit.Host.Kernel.Zmtp;

/// <summary>A message and the client that it came from.</summary>
internal readonly record struct Letter(Peer From, IReadOnlyList<byte[]> Parts);

/// <summary>ROUTER: receives from many clients in the order of arrival, and answers each.</summary>
internal sealed class Router(int port) : ServerSocket("ROUTER", ["DEALER", "REQ", "ROUTER"], port)
{
    private readonly Channel<Letter> _received = Channel.CreateUnbounded<Letter>();

    public ChannelReader<Letter> Received => _received.Reader;

    /// <summary>The client that calls itself so, or null; the one that came last, where one has come back.</summary>
    public Peer? Find(byte[] identity) => Peers.LastOrDefault(peer => peer.Identity.AsSpan().SequenceEqual(identity));

    protected override void Receive(Peer peer, IReadOnlyList<byte[]> parts) => _received.Writer.TryWrite(new Letter(peer, parts));
}
