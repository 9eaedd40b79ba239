using System.IO.Compression;
using System.Numerics;
using System.Runtime.InteropServices;

namespace EarlyExit.Exits;

/// <summary>
/// Arrays by name in NumPy's <c>.npz</c> format: a zip archive with one <c>.npy</c> file per array. Written here because NuGet has no
/// maintained package that reads it; the zip container is <see cref="ZipArchive"/>'s. Sizes that a file claims are checked before memory is taken.
/// </summary>
internal sealed class Npz : IDisposable
{
    // Deflate repeats at most 258 bytes for every 2 bits, after a few bytes of its own.
    private const long GreatestExpansion = 1032, SmallestStream = 64;
    private const int ChunkItems = 1 << 13;
    private readonly string _file;
    private readonly long _fileBytes;
    private readonly ZipArchive _archive;
    private readonly Dictionary<string, ZipArchiveEntry> _entries = [];

    private Npz(string file, Stream stream)
    {
        (_file, _fileBytes) = (file, stream.Length);
        RequireEnd(stream);
        _archive = new ZipArchive(stream, ZipArchiveMode.Read, leaveOpen: true);
        foreach (var entry in _archive.Entries)
        {
            var key = entry.FullName.EndsWith(".npy", StringComparison.Ordinal) ? entry.FullName[..^4] : entry.FullName;
            if (!_entries.TryAdd(key, entry)) throw new OutputsFormatException(file, key, "the key twice", "it once");
        }
    }

    /// <summary>The keys, in the order of the file.</summary>
    public IEnumerable<string> Keys => _entries.Keys;

    /// <summary>Opens a file for as long as <paramref name="read"/> runs.</summary>
    /// <exception cref="OutputsFormatException">The file is no zip archive, or is damaged.</exception>
    public static T Read<T>(string file, Func<Npz, T> read)
    {
        using var stream = File.OpenRead(file);
        try
        {
            using var npz = new Npz(file, stream);
            return read(npz);
        }
        catch (Exception error) when (error is InvalidDataException or EndOfStreamException or NotSupportedException)
        {
            throw new OutputsFormatException(file, "", $"a damaged file ({error.Message.TrimEnd('.')})", "a NumPy .npz file", error);
        }
    }

    public bool Has(string key) => _entries.ContainsKey(key);

    /// <summary>Reads an array, converting its elements.</summary>
    /// <param name="key">Its name.</param>
    /// <param name="types">The element types that will do, in NumPy's notation.</param>
    /// <exception cref="OutputsFormatException">There is no such array, it has another type, an element does not fit, or it is damaged.</exception>
    public (T[] Values, int[] Shape) Array<T>(string key, params string[] types) where T : struct, INumberBase<T>
    {
        if (!_entries.TryGetValue(key, out var entry))
            throw new OutputsFormatException(_file, key, $"no such key among '{string.Join("', '", _entries.Keys)}'", "an array of that name");
        RefuseAbsurdSize(key, entry);
        using var stream = entry.Open();
        var checksum = new Crc32Stream(stream);
        var (header, headerBytes) = NpyHeader.Read(checksum, _file, key);
        if (!types.Contains(header.Type)) throw Error(key, $"elements of type {header.Type}", $"one of {string.Join(", ", types)}");
        var bytes = header.Items * (UInt128)header.ItemBytes;
        if (bytes + (UInt128)headerBytes != (UInt128)entry.Length)
            throw Error(key, $"{entry.Length - headerBytes} bytes of data", $"{bytes} for {header}");
        if (header.Items > (UInt128)System.Array.MaxLength) throw Error(key, $"{header.Items} elements", $"at most {System.Array.MaxLength}");
        var values = new T[(int)header.Items];
        Fill(values, header, checksum, key);
        if (checksum.Value != entry.Crc32) throw Error(key, $"the checksum {checksum.Value:x8}", $"{entry.Crc32:x8}");
        return (values, header.Shape);
    }

    /// <summary>Adds an array to an archive that is being written. The bytes depend on the content alone.</summary>
    /// <param name="archive">The archive.</param>
    /// <param name="key">The name of the array.</param>
    /// <param name="type">The element type in NumPy's notation; the size of <typeparamref name="T"/> is its.</param>
    /// <param name="values">The elements, row-major.</param>
    /// <param name="shape">Lengths of the dimensions.</param>
    public static void Add<T>(ZipArchive archive, string key, string type, ReadOnlySpan<T> values, params int[] shape) where T : struct
    {
        var entry = archive.CreateEntry(key + ".npy", CompressionLevel.Optimal);
        entry.LastWriteTime = new DateTimeOffset(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);
        using var stream = entry.Open();
        new NpyHeader(type, shape).Write(stream);
        for (var start = 0; start < values.Length; start += ChunkItems)
            stream.Write(MemoryMarshal.AsBytes(values.Slice(start, Math.Min(ChunkItems, values.Length - start))));
    }

    public void Dispose() => _archive.Dispose();

    // NumPy writes no comment: an archive ends with the 22 bytes of its end record. .NET's reader would look for it further up.
    private void RequireEnd(Stream stream)
    {
        const int EndRecord = 22;
        Span<byte> end = stackalloc byte[EndRecord];
        stream.Position = Math.Max(0, stream.Length - EndRecord);
        stream.ReadAtLeast(end, EndRecord, throwOnEndOfStream: false);
        stream.Position = 0;
        if (!end.StartsWith("PK\u0005\u0006"u8)) throw new OutputsFormatException(_file, "", "no end of an archive in its last bytes", "a NumPy .npz file, not cut off and followed by nothing");
    }

    private void RefuseAbsurdSize(string key, ZipArchiveEntry entry)
    {
        if (entry.CompressedLength > _fileBytes)
            throw Error(key, $"a claim of {entry.CompressedLength} compressed bytes", $"no more than the {_fileBytes} of the file");
        if (entry.Length > (entry.CompressedLength + SmallestStream) * GreatestExpansion)
            throw Error(key, $"a claim of {entry.Length} bytes from {entry.CompressedLength} compressed ones", "no more than deflate can hold");
    }

    private void Fill<T>(T[] values, NpyHeader header, Stream stream, string key) where T : struct, INumberBase<T>
    {
        var buffer = new byte[ChunkItems * header.ItemBytes];
        for (var start = 0; start < values.Length; start += ChunkItems)
        {
            var to = values.AsSpan(start, Math.Min(ChunkItems, values.Length - start));
            var from = buffer.AsSpan(0, to.Length * header.ItemBytes);
            if (stream.ReadAtLeast(from, from.Length, throwOnEndOfStream: false) < from.Length)
                throw Error(key, "the data end early", $"{header}");
            switch (header.Type)
            {
                case NpyHeader.Half: Convert<Half, T>(from, to, key, start); break;
                case NpyHeader.Single: Convert<float, T>(from, to, key, start); break;
                case NpyHeader.Double: Convert<double, T>(from, to, key, start); break;
                case NpyHeader.Int32: Convert<int, T>(from, to, key, start); break;
                case NpyHeader.Int64: Convert<long, T>(from, to, key, start); break;
                default: Convert<byte, T>(from, to, key, start); break;
            }
        }
        if (stream.ReadByte() >= 0) throw Error(key, "more data after the last element", $"{header}");
    }

    private void Convert<TFrom, T>(ReadOnlySpan<byte> bytes, Span<T> to, string key, int start)
        where TFrom : struct, INumberBase<TFrom> where T : struct, INumberBase<T>
    {
        var from = MemoryMarshal.Cast<byte, TFrom>(bytes);
        var k = 0;
        try
        {
            for (; k < to.Length; k++) to[k] = T.CreateChecked(from[k]);
        }
        catch (OverflowException)
        {
            throw Error(key, $"{from[k]} at element {start + k}", $"a value that fits {typeof(T).Name}");
        }
    }

    private OutputsFormatException Error(string key, string found, string expected) => new(_file, key, found, expected);
}
