using System.Buffers.Binary;
using System.IO.Compression;

namespace EarlyExit.Charts.Display;

/// <summary>Writes images of 8 bits as PNG files.</summary>
internal static class Png
{
    private static readonly uint[] Crcs = [.. Enumerable.Range(0, 256).Select(value => Crc((uint)value))];

    /// <summary>A PNG of an image with its channels one after the other.</summary>
    /// <param name="pixels">[Ch, H, W]: 1 channel for grey, 3 for red, green and blue.</param>
    /// <param name="channels">Ch.</param>
    /// <param name="height">H.</param>
    /// <param name="width">W.</param>
    /// <exception cref="ArgumentException">There are neither 1 nor 3 channels, or too few or many pixels.</exception>
    internal static byte[] Encode(ReadOnlySpan<byte> pixels, int channels, int height, int width)
    {
        if (channels is not (1 or 3)) throw new ArgumentException($"An image has {channels} channels, expected 1 or 3.", nameof(channels));
        if (pixels.Length != channels * height * width)
            throw new ArgumentException($"An image of {channels} x {height} x {width} has {pixels.Length} bytes, expected {channels * height * width}.", nameof(pixels));
        using var file = new MemoryStream();
        file.Write([0x89, (byte)'P', (byte)'N', (byte)'G', (byte)'\r', (byte)'\n', 0x1A, (byte)'\n']);
        Span<byte> header = stackalloc byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header[4..], height);
        (header[8], header[9]) = (8, (byte)(channels == 1 ? 0 : 2));
        WriteChunk(file, "IHDR"u8, header);
        WriteChunk(file, "IDAT"u8, Compress(pixels, channels, height, width));
        WriteChunk(file, "IEND"u8, []);
        return file.ToArray();
    }

    private static byte[] Compress(ReadOnlySpan<byte> pixels, int channels, int height, int width)
    {
        using var compressed = new MemoryStream();
        using (var zlib = new ZLibStream(compressed, CompressionLevel.SmallestSize, leaveOpen: true))
        {
            var line = new byte[1 + width * channels]; // the leading 0 says: not filtered
            for (var y = 0; y < height; y++)
            {
                for (var x = 0; x < width; x++)
                    for (var channel = 0; channel < channels; channel++)
                        line[1 + x * channels + channel] = pixels[(channel * height + y) * width + x];
                zlib.Write(line);
            }
        }
        return compressed.ToArray();
    }

    private static void WriteChunk(Stream file, ReadOnlySpan<byte> type, ReadOnlySpan<byte> data)
    {
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, data.Length);
        file.Write(number);
        file.Write(type);
        file.Write(data);
        var crc = uint.MaxValue;
        foreach (var value in type) crc = Crcs[(byte)(crc ^ value)] ^ crc >> 8;
        foreach (var value in data) crc = Crcs[(byte)(crc ^ value)] ^ crc >> 8;
        BinaryPrimitives.WriteUInt32BigEndian(number, ~crc);
        file.Write(number);
    }

    private static uint Crc(uint value)
    {
        for (var bit = 0; bit < 8; bit++) value = (value & 1) == 1 ? 0xEDB88320 ^ value >> 1 : value >> 1;
        return value;
    }
}
