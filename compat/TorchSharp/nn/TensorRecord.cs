using TorchSharp.Utils;

namespace TorchSharp;

/// <summary>
/// A tensor in TorchSharp's files: LEB128 dtype code, LEB128 rank, LEB128 dimensions, then the elements, row-major and
/// little-endian. Nothing is allocated on the word of a header alone: it has to fit a known tensor or the bytes that follow.
/// </summary>
internal sealed record TensorRecord(torch.ScalarType Type, long[] Shape)
{
    private const int Chunk = 1 << 18;
    private const int MaxRank = 64;

    private long ByteCount => checked(Shape.Aggregate(1L, (product, size) => checked(product * size)) * BytesPerElement(Type));

    public static void Write(BinaryWriter writer, torch.Tensor tensor)
    {
        writer.Encode((int)tensor.dtype);
        writer.Encode(tensor.ndim);
        foreach (var size in tensor.shape) writer.Encode(size);
        using var detached = tensor.detach();
        using var onCpu = detached.cpu();
        writer.Write(onCpu.bytes);
    }

    public static TensorRecord ReadHeader(BinaryReader reader)
    {
        var type = (torch.ScalarType)reader.Decode();
        BytesPerElement(type);
        var rank = reader.Decode();
        if (rank > MaxRank) throw new ArgumentException($"A tensor of rank {rank} was found, expected at most {MaxRank}.");
        var shape = new long[rank];
        for (var i = 0; i < rank; i++) shape[i] = reader.Decode();
        return new(type, shape);
    }

    /// <exception cref="ArgumentException">The record does not have the type and shape of <paramref name="tensor"/>.</exception>
    public void Demand(torch.Tensor tensor, string what)
    {
        if (Type != tensor.dtype)
            throw new ArgumentException($"Mismatched tensor data types while loading {what}: found {Type}, expected {tensor.dtype}.");
        if (!Shape.AsSpan().SequenceEqual(tensor.shape))
            throw new ArgumentException($"Mismatched tensor shape while loading {what}: found [{string.Join(", ", Shape)}], expected [{string.Join(", ", tensor.shape)}].");
    }

    public byte[] ReadData(BinaryReader reader)
    {
        var total = ByteCount;
        if (total > Array.MaxLength) throw new ArgumentException($"A tensor of {total} bytes was found, expected at most {Array.MaxLength}.");
        using var data = new MemoryStream((int)Math.Min(total, Chunk));
        CopyData(reader, total, data);
        return data.ToArray();
    }

    public void SkipData(BinaryReader reader) => CopyData(reader, ByteCount, Stream.Null);

    /// <summary>Replaces the elements of a tensor of any device, memory format or need for a gradient.</summary>
    public static void Fill(torch.Tensor tensor, ReadOnlySpan<byte> data)
    {
        using var _ = torch.no_grad();
        using var onCpu = torch.empty(tensor.shape, dtype: tensor.dtype, device: torch.CPU);
        data.CopyTo(onCpu.bytes);
        tensor.copy_(onCpu);
    }

    /// <summary>
    /// Runs a reader of tensor files; running out of data or into nonsense becomes an <see cref="ArgumentException"/>. Errors name the
    /// file, where it is one, and the byte up to which it was read.
    /// </summary>
    public static void Guard(string what, BinaryReader reader, Action read)
    {
        try
        {
            read();
        }
        catch (Exception e) when (e is IOException or FormatException or OverflowException)
        {
            throw new ArgumentException($"{Place(reader)}The saved {what} is cut short or corrupt: {e.Message}", e);
        }
        catch (ArgumentException e) when (reader.BaseStream is FileStream)
        {
            throw new ArgumentException(Place(reader) + e.Message, e);
        }
        catch (InvalidDataException e) when (reader.BaseStream is FileStream)
        {
            throw new InvalidDataException(Place(reader) + e.Message, e);
        }
    }

    private static string Place(BinaryReader reader) => reader.BaseStream is FileStream file ? $"{file.Name}, before byte {file.Position}: " : "";

    private static void CopyData(BinaryReader reader, long total, Stream to)
    {
        var buffer = new byte[Math.Min(total, Chunk)];
        for (var left = total; left > 0;)
        {
            var read = reader.Read(buffer, 0, (int)Math.Min(left, Chunk));
            if (read == 0) throw new EndOfStreamException($"{left} of a tensor's {total} bytes are missing.");
            to.Write(buffer, 0, read);
            left -= read;
        }
    }

    private static int BytesPerElement(torch.ScalarType type) => type switch
    {
        torch.ScalarType.Byte or torch.ScalarType.Int8 or torch.ScalarType.Bool => 1,
        torch.ScalarType.Int16 or torch.ScalarType.Float16 or torch.ScalarType.BFloat16 => 2,
        torch.ScalarType.Int32 or torch.ScalarType.Float32 => 4,
        torch.ScalarType.Int64 or torch.ScalarType.Float64 or torch.ScalarType.ComplexFloat32 => 8,
        torch.ScalarType.ComplexFloat64 => 16,
        _ => throw new ArgumentException($"{(int)type} was found as a tensor's type, which is none that TorchSharp saves."),
    };
}
