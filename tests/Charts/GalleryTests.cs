using System.Buffers.Binary;
using System.IO.Compression;
using System.Xml.Linq;
using EarlyExit.Charts;
using EarlyExit.Charts.Display;
using EarlyExit.Data;

namespace EarlyExit.Tests.Charts;

public class GalleryTests
{
    [Theory]
    [InlineData(1, 5, 7)]
    [InlineData(3, 4, 9)]
    [InlineData(3, 32, 32)]
    public void PngsHoldThePixels(int channels, int height, int width)
    {
        var pixels = new byte[channels * height * width];
        new Random(3).NextBytes(pixels);
        var (type, h, w, bytes) = Decode(Png.Encode(pixels, channels, height, width));
        Assert.Equal((channels == 1 ? 0 : 2, height, width), (type, h, w));
        for (var channel = 0; channel < channels; channel++)
            for (var y = 0; y < height; y++)
                for (var x = 0; x < width; x++)
                    Assert.Equal(pixels[(channel * height + y) * width + x], bytes[y * (1 + width * channels) + 1 + x * channels + channel]);
    }

    [Fact]
    public void PngsNeedOneOrThreeChannels()
    {
        Assert.Contains("2 channels", Assert.Throws<ArgumentException>(() => Png.Encode(new byte[2], 2, 1, 1)).Message);
        Assert.Contains("5 bytes, expected 4", Assert.Throws<ArgumentException>(() => Png.Encode(new byte[5], 1, 2, 2)).Message);
    }

    [Fact]
    public void RowsHaveTheirImagesAndCaptions()
    {
        var gallery = Gallery.Of(Images, ("easy <1>", [2, 0]), ("hard", [1]));
        var html = XElement.Parse(gallery.ToHtml().Replace("<br>", "<br/>"));
        Assert.Equal(["easy <1>", "hard"], html.Descendants("th").Select(e => e.Value));
        Assert.Equal(["b", "a", "b"], html.Descendants("img").Select(e => (string)e.Attribute("alt")!));
        Assert.All(html.Descendants("img"), image => Assert.StartsWith("data:image/png;base64,", (string)image.Attribute("src")!));
        Assert.Equal("easy <1>: b, a\nhard: b", gallery.ToString());
        Assert.Equal("easy <1>: 2, 0\nhard: 1", gallery.Captioned(sample => $"{sample}").ToString());
    }

    [Fact]
    public void SamplesMustExist() =>
        Assert.Contains("few has samples 0 to 2", Assert.Throws<ArgumentOutOfRangeException>(() => Gallery.Of(Images, ("x", [3]))).Message);

    private static ImageSet Images => new("few", [.. Enumerable.Range(0, 3 * 2 * 2).Select(i => (byte)i)], [0, 1, 1], 1, 2, 2, ["a", "b"]);

    /// <summary>Reads a PNG chunk by chunk, checking each sum; returns colour type, height, width and the unpacked lines.</summary>
    private static (int Type, int Height, int Width, byte[] Lines) Decode(byte[] png)
    {
        Assert.Equal([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A], png[..8]);
        var chunks = new List<(string Type, byte[] Data)>();
        for (var at = 8; at < png.Length;)
        {
            var length = BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(at));
            Assert.Equal(Crc(png.AsSpan(at + 4, 4 + length)), BinaryPrimitives.ReadUInt32BigEndian(png.AsSpan(at + 8 + length)));
            chunks.Add((System.Text.Encoding.ASCII.GetString(png, at + 4, 4), png[(at + 8)..(at + 8 + length)]));
            at += 12 + length;
        }
        Assert.Equal(["IHDR", "IDAT", "IEND"], chunks.Select(chunk => chunk.Type));
        using var lines = new MemoryStream();
        using (var zlib = new ZLibStream(new MemoryStream(chunks[1].Data), CompressionMode.Decompress)) zlib.CopyTo(lines);
        var header = chunks[0].Data;
        Assert.Equal(8, header[8]);
        return (header[9], BinaryPrimitives.ReadInt32BigEndian(header.AsSpan(4)), BinaryPrimitives.ReadInt32BigEndian(header), lines.ToArray());
    }

    /// <summary>CRC-32 bit by bit, as PNG's standard defines it.</summary>
    private static uint Crc(ReadOnlySpan<byte> data)
    {
        var crc = uint.MaxValue;
        foreach (var value in data)
        {
            crc ^= value;
            for (var bit = 0; bit < 8; bit++) crc = (crc & 1) != 0 ? crc >> 1 ^ 0xEDB88320 : crc >> 1;
        }
        return ~crc;
    }
}
