using System.Runtime.CompilerServices;

namespace EarlyExit.Host.Kernel.Zmtp;

/// <summary>PUB: sends to every client that has subscribed to what the first part begins with. Nothing is dropped for a slow client.</summary>
internal sealed class Publisher(int port) : ServerSocket("PUB", ["SUB", "XSUB"], port)
{
    private const byte Unsubscribe = 0, Subscribe = 1;
    private readonly ConditionalWeakTable<Peer, List<byte[]>> _subscriptions = [];

    public void Publish(IReadOnlyList<byte[]> parts)
    {
        foreach (var peer in Peers)
            if (Wants(peer, parts[0]))
                peer.Send(parts);
    }

    protected override void Receive(Peer peer, IReadOnlyList<byte[]> parts)
    {
        if (parts[0] is not [Unsubscribe or Subscribe, .. var topic]) return;
        var topics = _subscriptions.GetOrCreateValue(peer);
        lock (topics)
            if (parts[0][0] == Subscribe) topics.Add(topic);
            else if (topics.FindIndex(known => known.AsSpan().SequenceEqual(topic)) is >= 0 and var index) topics.RemoveAt(index);
    }

    private bool Wants(Peer peer, byte[] first)
    {
        if (!_subscriptions.TryGetValue(peer, out var topics)) return false;
        lock (topics) return topics.Any(topic => first.AsSpan().StartsWith(topic));
    }
}
