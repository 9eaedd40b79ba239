using System.Buffers.Binary;

namespace EarlyExit.Host.Kernel.Zmtp;

/// <summary>What the other side sent is not ZMTP 3, or more than we take.</summary>
internal sealed class ZmtpException(string problem) : Exception(problem);

/// <summary>A message in one or more parts, or a command, which has one.</summary>
internal sealed record Received(IReadOnlyList<byte[]> Parts, bool IsCommand);

/// <summary>
/// Frames of ZMTP 3.0 (https://rfc.zeromq.org/spec/23): a byte of flags, a length in one byte or eight, the body. ZeroMQ's protocol is
/// written here, in a few small files, because a kernel needs little of it: the server's side of three patterns on the loopback device, without
/// encryption. The one implementation for .NET that NuGet serves, NetMQ, is under the LGPL, brings threads of its own and WCF along.
/// </summary>
internal static class Frames
{
    /// <summary>More than any message of Jupyter's, so that a wrong length does not take the memory.</summary>
    public const int MaxMessage = 64 << 20;

    private const int MaxParts = 1024, FirstRead = 1 << 16;
    private const byte More = 1, Long = 2, Command = 4, Known = More | Long | Command;

    /// <summary>The bytes that send a message.</summary>
    public static byte[] OfMessage(IReadOnlyList<byte[]> parts)
    {
        using var bytes = new MemoryStream(parts.Sum(part => part.Length + 9));
        for (var index = 0; index < parts.Count; index++) Write(bytes, index < parts.Count - 1 ? More : (byte)0, parts[index]);
        return bytes.ToArray();
    }

    /// <summary>The bytes that send a command.</summary>
    public static byte[] OfCommand(byte[] body)
    {
        using var bytes = new MemoryStream(body.Length + 9);
        Write(bytes, Command, body);
        return bytes.ToArray();
    }

    /// <summary>The next message or command; null where the other side has closed after a whole one.</summary>
    /// <exception cref="ZmtpException">What comes is neither.</exception>
    /// <exception cref="EndOfStreamException">The other side closed in the middle.</exception>
    public static async Task<Received?> ReadAsync(Stream stream, CancellationToken cancellation)
    {
        List<byte[]> parts = [];
        var size = 0L;
        var head = new byte[9];
        while (true)
        {
            if (await stream.ReadAsync(head.AsMemory(0, 1), cancellation) == 0)
                return parts.Count == 0 ? null : throw new EndOfStreamException();
            var flags = head[0];
            if ((flags & ~Known) != 0) throw new ZmtpException($"a frame has the flags {flags:x2}");
            if ((flags & Command) != 0 && ((flags & More) != 0 || parts.Count > 0)) throw new ZmtpException("a command stands in the middle of a message");
            var digits = (flags & Long) != 0 ? 8 : 1;
            await stream.ReadExactlyAsync(head.AsMemory(1, digits), cancellation);
            var length = digits == 8 ? BinaryPrimitives.ReadUInt64BigEndian(head.AsSpan(1)) : head[1];
            if (length > MaxMessage || (size += (long)length) > MaxMessage || parts.Count == MaxParts)
                throw new ZmtpException($"a message has more than {MaxMessage} bytes or {MaxParts} parts");
            parts.Add(await BodyAsync(stream, (int)length, cancellation));
            if ((flags & More) == 0) return new Received(parts, (flags & Command) != 0);
        }
    }

    // A length is only a claim: memory is taken as bytes come.
    private static async Task<byte[]> BodyAsync(Stream stream, int length, CancellationToken cancellation)
    {
        var body = new byte[Math.Min(length, FirstRead)];
        for (var read = 0; ;)
        {
            await stream.ReadExactlyAsync(body.AsMemory(read), cancellation);
            if (body.Length == length) return body;
            read = body.Length;
            Array.Resize(ref body, (int)Math.Min(length, 2L * read));
        }
    }

    private static void Write(MemoryStream bytes, byte flags, byte[] body)
    {
        if (body.Length <= byte.MaxValue)
        {
            bytes.WriteByte(flags);
            bytes.WriteByte((byte)body.Length);
        }
        else
        {
            bytes.WriteByte((byte)(flags | Long));
            Span<byte> length = stackalloc byte[8];
            BinaryPrimitives.WriteUInt64BigEndian(length, (ulong)body.Length);
            bytes.Write(length);
        }
        bytes.Write(body);
    }
}
