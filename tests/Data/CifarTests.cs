using EarlyExit.Data;
using EarlyExit.Data.Files;

namespace EarlyExit.Tests.Data;

public sealed class CifarTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("cifar-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    /// <summary>Records whose pixels all hold the number of the record; the label bytes come from <paramref name="labels"/>.</summary>
    private void Write(string name, int records, Func<int, byte[]> labels) =>
        File.WriteAllBytes(Path.Combine(_folder, name),
            [.. Enumerable.Range(0, records).SelectMany(n => labels(n).Concat(Enumerable.Repeat((byte)n, 3072)))]);

    private void WriteCifar10(byte last = 9)
    {
        for (var batch = 1; batch <= 5; batch++) Write($"data_batch_{batch}.bin", 20, n => [(byte)(n % 10)]);
        Write("test_batch.bin", 10, n => [n == 9 ? last : (byte)n]);
        File.WriteAllText(Path.Combine(_folder, "batches.meta.txt"), "airplane\nautomobile\nbird\ncat\ndeer\ndog\nfrog\nhorse\nship\ntruck\n\n");
    }

    [Fact]
    public void ReadsCifar10()
    {
        WriteCifar10();
        var set = CifarFiles.Open10(_folder);
        Assert.Equal((90, 10, 10), (set.Train.Count, set.Validation.Count, set.Test.Count));
        Assert.Equal(Enumerable.Range(0, 10), set.Validation.Labels.Order());
        Assert.Equal((3, 32, 32), (set.Train.Channels, set.Train.Height, set.Train.Width));
        Assert.Equal("frog", set.Test.ClassNames[6]);
        for (var n = 0; n < 90; n++)
        {
            Assert.Equal(set.Train.Image(n)[0] % 10, set.Train.Labels[n]);
            Assert.False(set.Train.Image(n).ContainsAnyExcept(set.Train.Image(n)[0]));
        }
    }

    [Fact]
    public void ReadsTheFineLabelsOfCifar100()
    {
        Write("train.bin", 200, n => [(byte)(n % 20), (byte)(n % 100)]);
        Write("test.bin", 100, n => [19, (byte)n]);
        File.WriteAllLines(Path.Combine(_folder, "fine_label_names.txt"), Enumerable.Range(0, 100).Select(n => $"class {n}"));
        var set = CifarFiles.Open100(_folder);
        Assert.Equal(100, set.Test.Classes);
        Assert.Equal(Enumerable.Range(0, 100), set.Test.Labels);
        Assert.Equal("class 42", set.Test.ClassNames[42]);
    }

    [Fact]
    public void ALabelOutOfRangeIsNamedWithItsPlace()
    {
        WriteCifar10(last: 10);
        var error = Assert.Throws<DataFormatException>(() => CifarFiles.Open10(_folder));
        Assert.Equal((Path.Combine(_folder, "test_batch.bin"), 9 * 3073L), (error.File, error.Offset));
        Assert.Contains("label 10, expected 0 to 9", error.Message);
    }

    [Fact]
    public void ACoarseLabelOutOfRangeIsNamedWithItsPlace()
    {
        Write("train.bin", 1, _ => [20, 0]);
        Write("test.bin", 1, _ => [0, 0]);
        File.WriteAllLines(Path.Combine(_folder, "fine_label_names.txt"), Enumerable.Range(0, 100).Select(n => $"class {n}"));
        Assert.Contains("at byte 0 found label 20, expected 0 to 19", Assert.Throws<DataFormatException>(() => CifarFiles.Open100(_folder)).Message);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3072)]
    [InlineData(3074)]
    public void ATornFileIsNamed(int length)
    {
        WriteCifar10();
        File.WriteAllBytes(Path.Combine(_folder, "data_batch_3.bin"), new byte[length]);
        var error = Assert.Throws<DataFormatException>(() => CifarFiles.Open10(_folder));
        Assert.Contains("data_batch_3.bin", error.Message);
        Assert.Contains("records of 3073 bytes", error.Message);
    }

    [Theory]
    [InlineData(9, "9 class names")]
    [InlineData(11, "more than 10 class names")]
    public void TheNamesMustBeAllThere(int count, string found)
    {
        WriteCifar10();
        File.WriteAllLines(Path.Combine(_folder, "batches.meta.txt"), Enumerable.Range(0, count).Select(n => $"class {n}"));
        Assert.Contains(found, Assert.Throws<DataFormatException>(() => CifarFiles.Open10(_folder)).Message);
    }

    [Fact]
    public void AMissingFileIsNamedWithTheCommand()
    {
        WriteCifar10();
        File.Delete(Path.Combine(_folder, "data_batch_5.bin"));
        var error = Assert.Throws<DataMissingException>(() => CifarFiles.Open10(_folder));
        Assert.Contains("data_batch_5.bin", error.Message);
        Assert.Contains("./workbook data cifar-10", error.Message);
    }
}
