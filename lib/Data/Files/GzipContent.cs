using System.Buffers.Binary;
using System.IO.Compression;
using EarlyExit.Exits;

namespace EarlyExit.Data.Files;

/// <summary>
/// Reads a gzipped file and compares, at its end, the checksum and the length that stand in its last eight bytes (RFC 1952, section 2.3.1).
/// .NET's reader takes a file whose last bytes are cut off, or followed by others, for a whole one.
/// </summary>
internal sealed class GzipContent : IDisposable
{
    private const int TrailerLength = 8;
    private readonly FileStream _file;
    private readonly GZipStream _unzipped;
    private readonly Crc32Stream _checked;
    private readonly string _path;

    public GzipContent(string path)
    {
        _path = path;
        _file = File.OpenRead(path);
        _unzipped = new GZipStream(_file, CompressionMode.Decompress, leaveOpen: true);
        _checked = new Crc32Stream(_unzipped);
    }

    /// <summary>What is in the file, unpacked.</summary>
    public Stream Stream => _checked;

    /// <summary>Bytes of the file as it is.</summary>
    public long PackedLength => _file.Length;

    /// <summary>Where reading stands in the file as it is.</summary>
    public long PackedPosition => _file.Position;

    /// <summary>Reads what is left, and refuses a file that was cut or goes on.</summary>
    /// <param name="most">The most bytes that may be left.</param>
    /// <exception cref="DataFormatException">More is left, or the last bytes are not those of what was read.</exception>
    public void RequireEnd(long most)
    {
        var buffer = new byte[4096];
        for (int read; (read = _checked.Read(buffer)) > 0;)
            if ((most -= read) < 0)
                throw new DataFormatException(_path, _file.Position, "more bytes", "the end of the file");
        Span<byte> trailer = stackalloc byte[TrailerLength];
        _file.Position = Math.Max(0, _file.Length - TrailerLength);
        var length = _file.ReadAtLeast(trailer, TrailerLength, throwOnEndOfStream: false);
        var (crc, size) = (BinaryPrimitives.ReadUInt32LittleEndian(trailer), BinaryPrimitives.ReadUInt32LittleEndian(trailer[4..]));
        if (length < TrailerLength || crc != _checked.Value || size != (uint)_checked.Count)
            throw new DataFormatException(_path, _file.Length - TrailerLength, $"checksum {crc:x8} of {size} bytes", $"{_checked.Value:x8} of {_checked.Count}, or the gzip stream is cut off or followed by more");
    }

    public void Dispose()
    {
        _checked.Dispose();
        _unzipped.Dispose();
        _file.Dispose();
    }
}
