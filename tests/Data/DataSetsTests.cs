using EarlyExit.Data;

namespace EarlyExit.Tests.Data;

/// <summary>The catalogue by name, and the real data where a machine has it.</summary>
public sealed class DataSetsTests
{
    [Fact]
    public void AnUnknownNameListsTheKnownOnes()
    {
        var error = Assert.Throws<ArgumentException>(() => DataSets.Open("imagenet"));
        Assert.Contains("'imagenet'", error.Message);
        Assert.All(DataSets.Names, name => Assert.Contains(name, error.Message));
    }

    [Fact]
    public void TheBuiltInSetNeedsNoFiles() => Assert.Equal("shapes", DataSets.Open("shapes", "/nowhere").Name);

    [Fact]
    public void MnistIsReadAsPublished()
    {
        var set = OpenReal("mnist", "mnist/train-images-idx3-ubyte.gz");
        Assert.Equal((54_000, 6_000, 10_000), (set.Train.Count, set.Validation.Count, set.Test.Count));
        Assert.Equal((1, 28, 28), (set.Test.Channels, set.Test.Height, set.Test.Width));
        Assert.Equal([980, 1135, 1032, 1010, 982, 892, 958, 1028, 974, 1009], PerClass(set.Test));
        Assert.Equal(.1307, set.Mean[0], .001); // the constants that are in use everywhere, of all 60,000
        Assert.Equal(.3081, set.Std[0], .001);
    }

    [Fact]
    public void Cifar10IsReadAsPublished()
    {
        var set = OpenReal("cifar-10", "cifar-10-batches-bin/test_batch.bin");
        Assert.Equal((45_000, 5_000, 10_000), (set.Train.Count, set.Validation.Count, set.Test.Count));
        Assert.All(PerClass(set.Validation), count => Assert.Equal(500, count));
        Assert.All(PerClass(set.Test), count => Assert.Equal(1000, count));
        Assert.Equal("automobile", set.Test.ClassNames[1]);
        float[] mean = [.4914f, .4822f, .4465f], std = [.2470f, .2435f, .2616f];
        for (var channel = 0; channel < 3; channel++)
        {
            Assert.Equal(mean[channel], set.Mean[channel], .003f);
            Assert.Equal(std[channel], set.Std[channel], .006f); // recompressed images vary a little less
        }
    }

    private static DataSet OpenReal(string name, string file)
    {
        var folder = Environment.GetEnvironmentVariable("EARLYEXIT_DATA");
        Assert.SkipWhen(string.IsNullOrEmpty(folder), $"EARLYEXIT_DATA does not name a folder with real data, so {name} is not read.");
        Assert.SkipUnless(File.Exists(Path.Combine(folder!, file)), $"{name} is not in EARLYEXIT_DATA: there is no {file}.");
        return DataSets.Open(name, folder!);
    }

    private static int[] PerClass(ImageSet set) => [.. Enumerable.Range(0, set.Classes).Select(label => set.Labels.Count(l => l == label))];
}
