using System.IO.Compression;
using EarlyExit.Data;
using EarlyExit.Data.Files;

namespace EarlyExit.Tests.Data;

public sealed class IdxTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("idx-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private string Write(string name, params byte[] bytes)
    {
        var path = Path.Combine(_folder, name);
        File.WriteAllBytes(path, name.EndsWith(".gz", StringComparison.Ordinal) ? Zip(bytes) : bytes);
        return path;
    }

    private static byte[] Zip(byte[] bytes)
    {
        using var zipped = new MemoryStream();
        using (var stream = new GZipStream(zipped, CompressionLevel.Optimal)) stream.Write(bytes);
        return zipped.ToArray();
    }

    [Theory]
    [InlineData("a.idx")]
    [InlineData("a.idx.gz")]
    public void ReadsRawAndGzipped(string name)
    {
        var (shape, values) = IdxFile.Read(Write(name, [0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 1, 0, 0, 0, 3, 1, 2, 3, 4, 5, 6]), 3);
        Assert.Equal([2, 1, 3], shape);
        Assert.Equal([1, 2, 3, 4, 5, 6], values);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(1)]
    public void ALargeFileIsReadInPiecesAndToItsEnd(int more)
    {
        const int Rows = 2000, Side = 64;
        byte[] header = [0, 0, 8, 3, 0, 0, Rows >> 8, Rows & 255, 0, 0, 0, Side, 0, 0, 0, Side];
        var bytes = new byte[header.Length + Rows * Side * Side + more];
        new Random(1).NextBytes(bytes);
        header.CopyTo(bytes, 0);
        var path = Write("large.idx", bytes);
        if (more == 0)
            Assert.Equal(bytes[header.Length..], IdxFile.Read(path, 3).Values);
        else
            Assert.Equal(header.Length + Rows * Side * Side + Math.Min(more, 0), Assert.Throws<DataFormatException>(() => IdxFile.Read(path, 3)).Offset);
    }

    public static TheoryData<byte[], int, long, string> Damaged => new()
    {
        { [0, 0], 1, 2, "the end of the file" },
        { [0, 0, 8, 3, 0, 0, 0, 1], 1, 0, "0x00000803" },
        { [0, 0, 13, 1, 0, 0, 0, 1, 0], 1, 0, "0x00000D01" },
        { [31, 139, 8, 0, 0, 0, 0, 0], 1, 0, "0x1F8B0800" },
        { [0, 0, 8, 1, 0, 0, 0], 1, 7, "the end of the file" },
        { [0, 0, 8, 1, 0, 0, 0, 0], 1, 4, "size 0" },
        { [0, 0, 8, 1, 255, 255, 255, 255], 1, 4, "size -1" },
        { [0, 0, 8, 3, 0, 0, 0, 1, 0, 0, 0, 2, 128, 0, 0, 0], 3, 12, "size -2147483648" },
        { [0, 0, 8, 1, 0, 0, 0, 3, 1, 2], 1, 10, "the end of the file" },
        { [0, 0, 8, 1, 0, 0, 0, 2, 1, 2, 3], 1, 10, "more bytes" },
        { [0, 0, 8, 3, 127, 255, 255, 255, 127, 255, 255, 255, 127, 255, 255, 255], 3, 4, "2147483647 x 2147483647 x 2147483647" },
    };

    [Theory, MemberData(nameof(Damaged))]
    public void DamageIsNamedWithItsPlace(byte[] bytes, int dimensions, long offset, string found)
    {
        foreach (var name in new[] { "bad.idx", "bad.idx.gz" })
        {
            var path = Write(name, bytes);
            var error = Assert.Throws<DataFormatException>(() => IdxFile.Read(path, dimensions));
            Assert.Equal((path, offset), (error.File, error.Offset));
            Assert.Contains(found, error.Message);
            Assert.Contains("expected", error.Message);
        }
    }

    /// <summary>A gigabyte claimed by a few bytes is refused before any of it is allocated; what is unpacked beyond a claim is not read.</summary>
    [Fact]
    public void ASmallFileCannotAskForMuchMemory()
    {
        var claims = Write("claims.gz", [0, 0, 8, 1, 64, 0, 0, 0]);
        var bomb = Write("bomb.gz", [0, 0, 8, 1, 0, 0, 0, 1, .. new byte[50_000_000]]);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Contains("at most", Assert.Throws<DataFormatException>(() => IdxFile.Read(claims, 1)).Message);
        Assert.Contains("more bytes", Assert.Throws<DataFormatException>(() => IdxFile.Read(bomb, 1)).Message);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1_000_000);
    }

    [Fact]
    public void ABrokenGzipStreamIsNamed()
    {
        var path = Path.Combine(_folder, "broken.gz");
        var bytes = Zip([0, 0, 8, 1, 0, 0, 0, 2, 1, 2]);
        bytes[^8] ^= 1; // the checksum
        File.WriteAllBytes(path, bytes);
        Assert.Contains("gzip", Assert.Throws<DataFormatException>(() => IdxFile.Read(path, 1)).Message);
    }

    private void WriteSet(byte trainLabels = 20, byte badLabel = 0)
    {
        Write("train-images-idx3-ubyte.gz", [0, 0, 8, 3, 0, 0, 0, 20, 0, 0, 0, 1, 0, 0, 0, 2, .. Enumerable.Range(0, 40).Select(i => (byte)i)]);
        Write("train-labels-idx1-ubyte.gz", [0, 0, 8, 1, 0, 0, 0, trainLabels, .. Enumerable.Range(0, trainLabels).Select(n => (byte)(n % 2))]);
        Write("t10k-images-idx3-ubyte", [0, 0, 8, 3, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 2, 7, 9]);
        Write("t10k-labels-idx1-ubyte", [0, 0, 8, 1, 0, 0, 0, 1, badLabel]);
    }

    [Fact]
    public void AFolderBecomesADataSetWithATenthHeldOut()
    {
        WriteSet();
        var set = IdxFiles.Open("set", _folder, ["even", "odd"]);
        Assert.Equal((18, 2, 1), (set.Train.Count, set.Validation.Count, set.Test.Count));
        Assert.Equal([0, 1], set.Validation.Labels.Order());
        Assert.Equal((1, 1, 2, 2), (set.Train.Channels, set.Train.Height, set.Train.Width, set.Train.Classes));
        for (var n = 0; n < set.Train.Count; n++) Assert.Equal(set.Train.Image(n)[0] / 2 % 2, set.Train.Labels[n]);
        Assert.Equal([7, 9], set.Test.Pixels);
    }

    [Fact]
    public void ImagesAndLabelsMustFit()
    {
        WriteSet(trainLabels: 19);
        Assert.Contains("19 labels, expected 20", Assert.Throws<DataFormatException>(() => IdxFiles.Open("set", _folder, ["a", "b"])).Message);
        WriteSet(badLabel: 2);
        var error = Assert.Throws<DataFormatException>(() => IdxFiles.Open("set", _folder, ["a", "b"]));
        Assert.Contains("at byte 8 found label 2, expected 0 to 1", error.Message);
    }

    [Fact]
    public void AMissingFileIsNamedWithTheCommand()
    {
        WriteSet();
        File.Delete(Path.Combine(_folder, "t10k-labels-idx1-ubyte"));
        var error = Assert.Throws<DataMissingException>(() => IdxFiles.Open("mnist", _folder, ["a", "b"]));
        Assert.Contains(Path.Combine(_folder, "t10k-labels-idx1-ubyte"), error.Message);
        Assert.Contains("./workbook data mnist", error.Message);
    }
}
