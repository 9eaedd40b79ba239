using System.Runtime.InteropServices;

namespace EarlyExit.Exits;

/// <summary>Reads through to another stream and keeps the CRC-32 of what went by, which .NET's zip reader does not compare.</summary>
internal sealed class Crc32Stream(Stream inner) : Stream
{
    private static readonly uint[][] Tables = MakeTables();
    private uint _register = uint.MaxValue;

    /// <summary>The checksum of all bytes read so far, as in zip files.</summary>
    public uint Value => ~_register;

    /// <summary>The number of bytes read so far.</summary>
    public long Count { get; private set; }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        var read = inner.Read(buffer);
        Append(buffer[..read]);
        Count += read;
        return read;
    }

    public override void Flush() => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    // Eight bytes at a time: table k holds the effect of a byte with k zero bytes behind it.
    private void Append(ReadOnlySpan<byte> bytes)
    {
        var crc = _register;
        var words = MemoryMarshal.Cast<byte, ulong>(bytes);
        foreach (var word in words)
        {
            var mixed = word ^ crc;
            crc = 0;
            for (var k = 0; k < 8; k++) crc ^= Tables[7 - k][(byte)(mixed >> (8 * k))];
        }
        foreach (var value in bytes[(words.Length * 8)..]) crc = Tables[0][(byte)(crc ^ value)] ^ crc >> 8;
        _register = crc;
    }

    private static uint[][] MakeTables()
    {
        const uint Polynomial = 0xEDB88320;
        var tables = new uint[8][];
        for (var table = 0; table < 8; table++)
        {
            tables[table] = new uint[256];
            for (uint value = 0; value < 256; value++)
            {
                var crc = table == 0 ? value : tables[table - 1][value];
                if (table > 0) crc = tables[0][(byte)crc] ^ crc >> 8;
                else for (var bit = 0; bit < 8; bit++) crc = (crc & 1) != 0 ? crc >> 1 ^ Polynomial : crc >> 1;
                tables[table][value] = crc;
            }
        }
        return tables;
    }
}
