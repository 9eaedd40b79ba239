namespace EarlyExit.Host.Kernel.Zmtp;

/// <summary>REP that answers with what it was asked: Jupyter's heartbeat.</summary>
internal sealed class Echo(int port) : ServerSocket("REP", ["REQ", "DEALER"], port)
{
    protected override void Receive(Peer peer, IReadOnlyList<byte[]> parts) => peer.Send(parts);
}
