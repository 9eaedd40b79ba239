using System.Text;
using EarlyExit.Data;
using EarlyExit.Data.Files;
using EarlyExit.Inference;
using EarlyExit.Workbook;
using static TorchSharp.torch;

namespace EarlyExit.Tests.Data;

public sealed class NumPyImagesTests : IDisposable
{
    private readonly string _folder = Path.Combine(Directory.CreateTempSubdirectory("arrays-").FullName, "mine");

    public void Dispose() => Directory.Delete(Path.GetDirectoryName(_folder)!, recursive: true);

    // The bytes of a .npy file of version 1: magic, version, length of the header, the header padded to 64, the elements.
    private static byte[] Npy(string type, string shape, byte[] elements)
    {
        var header = $"{{'descr': '{type}', 'fortran_order': False, 'shape': {shape}, }}";
        header = header.PadRight((header.Length + 11 + 63) / 64 * 64 - 11) + "\n";
        return [0x93, .. "NUMPY"u8, 1, 0, (byte)header.Length, (byte)(header.Length >> 8), .. Encoding.ASCII.GetBytes(header), .. elements];
    }

    private static byte[] Images(int count, int channels, int height, int width, string type = "|u1") =>
        Npy(type, $"({count}, {channels}, {height}, {width})", [.. Enumerable.Range(0, count * channels * height * width).Select(k => (byte)(k * 7))]);

    private static byte[] Labels(params byte[] labels) => Npy("|u1", $"({labels.Length},)", labels);

    private void Write(string part, byte[] images, byte[] labels)
    {
        Directory.CreateDirectory(Path.Combine(_folder, part));
        File.WriteAllBytes(Path.Combine(_folder, part, "images.npy"), images);
        File.WriteAllBytes(Path.Combine(_folder, part, "labels.npy"), labels);
    }

    [Fact]
    public void Parts_are_read_from_their_folders()
    {
        Write("train", Images(20, 3, 5, 7), Labels([.. Enumerable.Range(0, 20).Select(n => (byte)(n % 2))]));
        Write("test", Images(3, 3, 5, 7), Npy("<i4", "(3,)", [1, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0]));
        var data = DataSets.Open(_folder);
        Assert.Equal(("mine", 18, 2, 3), (data.Name, data.Train.Count, data.Validation.Count, data.Test.Count));
        Assert.Equal([1, 0, 1], data.Test.Labels);
        Assert.Equal(["0", "1"], data.Test.ClassNames);
        Assert.Equal((3, 5, 7), (data.Train.Channels, data.Train.Height, data.Train.Width));
        Assert.Equal([.. Enumerable.Range(105, 105).Select(k => (byte)(k * 7))], data.Test.Image(1).ToArray());
        Assert.Equal("mine validation", data.Validation.Name);

        Write("validation", Images(4, 3, 5, 7), Labels(0, 1, 1, 0));
        File.WriteAllText(Path.Combine(_folder, "classes.txt"), "cat\ndog\n");
        data = DataSets.Open(_folder);
        Assert.Equal((20, 4), (data.Train.Count, data.Validation.Count));
        Assert.Equal(["cat", "dog"], data.Train.ClassNames);
    }

    [Fact]
    public void Arrays_of_NumPy_are_what_NumPy_says()
    {
        // tests/golden/numpy-images/make.py
        var golden = Path.Combine(Session.Root, "tests", "golden", "numpy-images");
        Write("train", File.ReadAllBytes(Path.Combine(golden, "images.npy")), File.ReadAllBytes(Path.Combine(golden, "labels.npy")));
        Write("test", File.ReadAllBytes(Path.Combine(golden, "images.npy")), File.ReadAllBytes(Path.Combine(golden, "labels.npy")));
        var test = NumPyImages.Open(_folder).Test;
        Assert.Equal([0, 1, 2, 0, 1, 2, 0], test.Labels);
        for (var n = 0; n < 7; n++)
            Assert.Equal([.. Enumerable.Range(0, 72).Select(k => (byte)((72 * n + k) % 251))], test.Image(n).ToArray());
    }

    [Fact]
    public void A_set_in_a_file_is_as_good_as_one_in_memory()
    {
        Write("", Images(50, 2, 4, 6), Labels([.. Enumerable.Range(0, 50).Select(n => (byte)(n % 5))]));
        var data = DataSets.Open(_folder);
        Assert.Equal((36, 4, 10), (data.Train.Count, data.Validation.Count, data.Test.Count));
        Assert.All(Enumerable.Range(0, 5), label => Assert.Equal(2, data.Test.Labels.Count(found => found == label)));
        var train = data.Train;
        var copy = new ImageSet("copy", train.Pixels, train.Labels, 2, 4, 6, train.ClassNames);
        Assert.Equal(copy.Mean, train.Mean);
        Assert.Equal(copy.Std, train.Std);
        Assert.Equal(EarlyExit.Regimes.DataFingerprint.Of(copy), EarlyExit.Regimes.DataFingerprint.Of(train));
        Assert.Equal(copy.Subset([3, 3, 1]).Pixels, train.Subset([3, 3, 1]).Pixels);
        Assert.Equal(copy.Subset([5, 2, 9]).Subset([2, 0]).Pixels, train.Subset([5, 2, 9]).Subset([2, 0]).Pixels);
        using var scope = NewDisposeScope();
        var memory = new DataSet("copy", copy, copy, copy);
        View[] views = [new(true, 1, -2), new(false, 0, 1)];
        Assert.True(allclose(new ImageBatches(copy, memory, CPU).Of([4, 7], views), Batches.Of(train, data, CPU).Of([4, 7], views), rtol: 0, atol: 0));
    }

    public static TheoryData<string, byte[], byte[], string> Broken => new()
    {
        { "no array", Encoding.ASCII.GetBytes("<html>"), Labels(0), "end inside" },
        { "other type", Images(1, 1, 2, 2, "<f4"), Labels(0), "<f4 [1, 1, 2, 2]" },
        { "objects", Images(1, 1, 2, 2, "|O"), Labels(0), "pickle" },
        { "channels last is not told apart, three dimensions are", Npy("|u1", "(1, 2, 2)", new byte[4]), Labels(0), "|u1 [1, 2, 2]" },
        { "cut off", Images(2, 1, 2, 2)[..^1], Labels(0, 0), "end of the file" },
        { "too long", [.. Images(2, 1, 2, 2), 0], Labels(0, 0), "end of the file" },
        { "fewer labels", Images(2, 1, 2, 2), Labels(0), "1 labels" },
        { "labels of floats", Images(2, 1, 2, 2), Npy("<f4", "(2,)", new byte[8]), "<f4 [2]" },
        { "negative label", Images(2, 1, 2, 2), Npy("<i4", "(2,)", [0, 0, 0, 0, 255, 255, 255, 255]), "label -1 at sample 1" },
        { "enormous label", Images(1, 1, 2, 2), Npy("<i8", "(1,)", [0, 0, 0, 0, 0, 0, 0, 1]), "at sample 0" },
    };

    [Theory, MemberData(nameof(Broken))]
    public void Files_that_are_something_else_are_refused(string why, byte[] images, byte[] labels, string found)
    {
        Write("train", images, labels);
        var error = Assert.Throws<DataFormatException>(() => DataSets.Open(_folder));
        Assert.True(error.Found.Contains(found), $"{why}: {error.Message}");
    }

    [Fact]
    public void Parts_that_do_not_fit_together_are_refused()
    {
        Assert.Throws<ArgumentException>(() => DataSets.Open(_folder));
        Directory.CreateDirectory(_folder);
        Assert.Throws<DataMissingException>(() => DataSets.Open(_folder));
        Write("train", Images(4, 1, 2, 2), Labels(0, 1, 0, 1));
        Assert.Throws<DataMissingException>(() => DataSets.Open(_folder));
        Write("test", Images(1, 1, 2, 3), Labels(0));
        Assert.Contains("1 x 2 x 2", Assert.Throws<DataFormatException>(() => DataSets.Open(_folder)).Expected);
        Write("test", Images(1, 1, 2, 2), Labels(2));
        Assert.Contains("label 2 at sample 0", Assert.Throws<DataFormatException>(() => DataSets.Open(_folder)).Found);
    }
}
