using System.Buffers.Binary;
using System.Text;

namespace EarlyExit.Host.Kernel.Zmtp;

/// <summary>How a connection of ZMTP 3.0 begins: a greeting of 64 bytes, then, without security (the mechanism NULL), one READY each.</summary>
internal static class Handshake
{
    private const int GreetingLength = 64;
    private static readonly byte[] Name = [5, .. "READY"u8];
    private static readonly byte[] Mechanism = [.. "NULL"u8, .. new byte[16]];

    /// <summary>Both sides say who they are.</summary>
    /// <param name="stream">The new connection.</param>
    /// <param name="ours">Our kind of socket: ROUTER, PUB or REP.</param>
    /// <param name="theirs">The kinds that may talk to it.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <returns>The name that the other side gave itself; empty where it has none.</returns>
    /// <exception cref="ZmtpException">The other side speaks something else, or is not of these kinds.</exception>
    public static async Task<byte[]> AcceptAsync(Stream stream, string ours, IReadOnlyList<string> theirs, CancellationToken cancellation)
    {
        await stream.WriteAsync(Greeting(), cancellation);
        var greeting = new byte[GreetingLength];
        // Whoever speaks another protocol is told from its first ten bytes; it may never send 64.
        await stream.ReadExactlyAsync(greeting.AsMemory(0, 11), cancellation);
        if (greeting[0] != 0xff || greeting[9] != 0x7f) throw new ZmtpException("the greeting is not ZeroMQ's");
        if (greeting[10] < 3) throw new ZmtpException($"the other side speaks version {greeting[10]} of ZMTP, expected 3");
        await stream.ReadExactlyAsync(greeting.AsMemory(11), cancellation);
        if (!greeting.AsSpan(12, 20).SequenceEqual(Mechanism)) throw new ZmtpException("the other side wants another security mechanism than NULL");
        await stream.WriteAsync(Frames.OfCommand(Ready(ours)), cancellation);
        var received = await Frames.ReadAsync(stream, cancellation);
        var properties = received is { IsCommand: true } ? Properties(received.Parts[0]) : throw new ZmtpException("the greeting is not followed by READY");
        var kind = properties.TryGetValue("socket-type", out var type) ? Encoding.ASCII.GetString(type) : "";
        if (!theirs.Contains(kind)) throw new ZmtpException($"a socket of type '{kind}' does not go with {ours}");
        return properties.GetValueOrDefault("identity", []);
    }

    /// <summary>Signature, version 3.0, mechanism, and that we are not the server of it, which NULL does not have.</summary>
    public static byte[] Greeting() => [0xff, 0, 0, 0, 0, 0, 0, 0, 0, 0x7f, 3, 0, .. Mechanism, 0, .. new byte[31]];

    /// <summary>The body of READY.</summary>
    public static byte[] Ready(string socketType, byte[]? identity = null)
    {
        byte[] ready = [.. Name, .. Property("Socket-Type", Encoding.ASCII.GetBytes(socketType))];
        return identity is null ? ready : [.. ready, .. Property("Identity", identity)];
    }

    /// <summary>The properties of READY by their names in small letters, which do not matter there.</summary>
    /// <exception cref="ZmtpException">It is another command, or its lengths do not fit.</exception>
    public static Dictionary<string, byte[]> Properties(byte[] body)
    {
        if (!body.AsSpan().StartsWith(Name)) throw new ZmtpException("the greeting is not followed by READY");
        var properties = new Dictionary<string, byte[]>();
        for (var rest = body.AsSpan(Name.Length); rest.Length > 0;)
        {
            var name = Take(ref rest, Take(ref rest, 1)[0]).ToArray();
            var value = Take(ref rest, BinaryPrimitives.ReadUInt32BigEndian(Take(ref rest, 4)));
            properties[Encoding.ASCII.GetString(name).ToLowerInvariant()] = value.ToArray();
        }
        return properties;

        static Span<byte> Take(ref Span<byte> rest, uint count)
        {
            if (count > rest.Length) throw new ZmtpException("READY ends in the middle of a property");
            var taken = rest[..(int)count];
            rest = rest[(int)count..];
            return taken;
        }
    }

    private static byte[] Property(string name, byte[] value)
    {
        var length = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(length, value.Length);
        return [(byte)name.Length, .. Encoding.ASCII.GetBytes(name), .. length, .. value];
    }
}
