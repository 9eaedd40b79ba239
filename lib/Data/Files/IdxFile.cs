using System.Buffers.Binary;

namespace EarlyExit.Data.Files;

/// <summary>
/// The IDX format of MNIST and its relatives: two zero bytes, a type byte (only 0x08, unsigned bytes, occurs in these sets),
/// the number of dimensions, their sizes as big-endian 32-bit integers, then the values, row-major. Raw or gzipped.
/// </summary>
public static class IdxFile
{
    /// <summary>The most that deflate can expand, so that a small file cannot ask for a large array.</summary>
    private const long LargestExpansion = 1032;

    /// <summary>Bytes that one core reads at a time.</summary>
    private const int Piece = 1 << 22;

    /// <summary>Reads <paramref name="path"/>, which must have exactly <paramref name="dimensions"/> dimensions and nothing after its values.</summary>
    /// <param name="path">A file whose name ends in <c>.gz</c> is decompressed, never beyond what its header claims.</param>
    /// <param name="dimensions">1 for labels, 3 for grey images.</param>
    /// <returns>The sizes and the values.</returns>
    /// <exception cref="DataFormatException">The file is anything else.</exception>
    public static (int[] Shape, byte[] Values) Read(string path, int dimensions)
    {
        using var packed = path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? new GzipContent(path) : null;
        using var content = packed?.Stream ?? new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16);
        try
        {
            var shape = ReadHeader(content, path, dimensions);
            var values = GC.AllocateUninitializedArray<byte>(Claim(shape, path, packed is null ? content.Length : packed.PackedLength * LargestExpansion));
            if (content is FileStream file && values.Length > Piece) FillTogether(file, values, HeaderLength(dimensions), path);
            else Fill(content, values, HeaderLength(dimensions), path);
            if (content.ReadByte() >= 0)
                throw new DataFormatException(path, HeaderLength(dimensions) + values.Length, "more bytes", "the end of the file");
            packed?.RequireEnd(most: 0);
            return (shape, values);
        }
        catch (InvalidDataException error)
        {
            throw new DataFormatException(path, 0, $"a broken gzip stream ({error.Message})", "gzip");
        }
    }

    /// <summary>Bytes before the first value.</summary>
    internal static int HeaderLength(int dimensions) => 4 + 4 * dimensions;

    private static int[] ReadHeader(Stream content, string path, int dimensions)
    {
        var header = new byte[HeaderLength(dimensions)];
        Fill(content, header.AsSpan(0, 4), 0, path);
        if (!header.AsSpan(0, 4).SequenceEqual<byte>([0, 0, 8, (byte)dimensions]))
            throw new DataFormatException(path, 0,
                $"magic number 0x{Convert.ToHexString(header, 0, 4)}", $"0x000008{dimensions:X2} (unsigned bytes, {dimensions} dimensions)");
        Fill(content, header.AsSpan(4), 4, path);
        var shape = new int[dimensions];
        for (var d = 0; d < dimensions; d++)
        {
            shape[d] = BinaryPrimitives.ReadInt32BigEndian(header.AsSpan(4 + 4 * d));
            if (shape[d] < 1) throw new DataFormatException(path, 4 + 4 * d, $"size {shape[d]} of dimension {d}", "at least 1");
        }
        return shape;
    }

    private static int Claim(int[] shape, string path, long possible)
    {
        var limit = Math.Min(possible, Array.MaxLength);
        var claim = 1L;
        foreach (var size in shape)
            if ((claim *= size) > limit)
                throw new DataFormatException(path, 4, $"sizes {string.Join(" x ", shape)}", $"at most {limit} values in a file of this length");
        return (int)claim;
    }

    private static void Fill(Stream content, Span<byte> values, long offset, string path)
    {
        var read = content.ReadAtLeast(values, values.Length, throwOnEndOfStream: false);
        if (read < values.Length)
            throw new DataFormatException(path, offset + read, "the end of the file", $"{values.Length - read} more bytes");
    }

    // Reading into memory that is touched for the first time is work that cores can share.
    private static void FillTogether(FileStream file, byte[] values, long offset, string path)
    {
        var missing = offset + values.Length - file.Length;
        if (missing > 0) throw new DataFormatException(path, file.Length, "the end of the file", $"{missing} more bytes");
        Parallel.For(0, (values.Length + Piece - 1) / Piece, piece =>
        {
            for (var (at, end) = (piece * Piece, Math.Min((piece + 1) * Piece, values.Length)); at < end;)
            {
                var read = RandomAccess.Read(file.SafeFileHandle, values.AsSpan(at, end - at), offset + at);
                if (read == 0) throw new EndOfStreamException($"{path} has become shorter while it was read.");
                at += read;
            }
        });
        file.Position = offset + values.Length;
    }
}
