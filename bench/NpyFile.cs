using System.Runtime.InteropServices;
using EarlyExit.Exits;

namespace EarlyExit.Bench;

/// <summary>Arrays handed to the peer: NumPy's format, uncompressed.</summary>
internal static class NpyFile
{
    public static void Write(string path, ReadOnlySpan<double> values, params int[] shape) => Write(path, NpyHeader.Double, values, shape);

    public static void Write(string path, ReadOnlySpan<float> values, params int[] shape) => Write(path, NpyHeader.Single, values, shape);

    public static void Write(string path, ReadOnlySpan<long> values, params int[] shape) => Write(path, NpyHeader.Int64, values, shape);

    public static void Write(string path, ReadOnlySpan<int> values, params int[] shape) => Write(path, NpyHeader.Int32, values, shape);

    public static void Write(string path, ReadOnlySpan<bool> values, params int[] shape) => Write(path, NpyHeader.Byte, values, shape);

    private static void Write<T>(string path, string type, ReadOnlySpan<T> values, int[] shape) where T : struct
    {
        const int Chunk = 1 << 20;
        using var stream = File.Create(path);
        new NpyHeader(type, shape.Length > 0 ? shape : [values.Length]).Write(stream);
        for (var start = 0; start < values.Length; start += Chunk)
            stream.Write(MemoryMarshal.AsBytes(values.Slice(start, Math.Min(Chunk, values.Length - start))));
    }
}
