using System.Text.RegularExpressions;
using EarlyExit.Data;
using EarlyExit.Data.Downloads;
using EarlyExit.Workbook;

namespace EarlyExit.Tests.Data.Downloads;

public sealed class RegistryTests
{
    public static TheoryData<string> Names => [.. Registry.Load().Keys];

    [Fact]
    public void EveryDataSetButTheBuiltInOnesCanBeDownloaded() =>
        Assert.Equal(DataSets.Names.Concat(TextSets.Names).Except(["shapes", "topics", "sentence-pairs"]).Order(), Registry.Load().Keys.Order());

    [Theory, MemberData(nameof(Names))]
    public void EntriesAreComplete(string name)
    {
        var set = Registry.Load()[name];
        Assert.Matches("^[a-z0-9-]+$", set.Folder);
        Assert.NotEmpty(set.Licence);
        Assert.NotEmpty(set.Source);
        Assert.All(set.Files, file =>
        {
            Assert.Matches(new Regex("^[0-9a-f]{64}$"), file.Sha256);
            Assert.All(file.Contents, content => Assert.Equal(content, Path.GetFileName(content)));
            Assert.All(file.Addresses, address => Assert.Equal(file.Name, Path.GetFileName(address.AbsolutePath)));
            if (file.Bytes is { } bytes) Assert.InRange(bytes, 1000, 200_000_000);
            else Assert.Contains("length", set.Source);
            if (file.Md5 is { } md5) Assert.Matches(new Regex("^[0-9a-f]{32}$"), md5);
        });
        Assert.Distinct(set.Files.Select(file => file.Sha256));
    }

    /// <summary>What the loaders ask for is what the registry brings: with empty files in place, no file is missing.</summary>
    [Theory, MemberData(nameof(Names))]
    public void TheLoadersFindWhatItBrings(string name)
    {
        var set = Registry.Load()[name];
        var data = Directory.CreateTempSubdirectory("registry-").FullName;
        try
        {
            var folder = Directory.CreateDirectory(Path.Combine(data, set.Folder)).FullName;
            foreach (var content in set.Files.SelectMany(file => file.Contents)) File.WriteAllBytes(Path.Combine(folder, content), []);
            Assert.Throws<DataFormatException>(() => Open(name, data));
            File.Delete(Path.Combine(folder, set.Files[0].Contents.First()));
            Assert.Throws<DataMissingException>(() => Open(name, data));
        }
        finally
        {
            Directory.Delete(data, recursive: true);
        }
    }

    private static IDataSet Open(string name, string data) => TextSets.Names.Contains(name) ? TextSets.Open(name, data) : DataSets.Open(name, data);

    [Theory, MemberData(nameof(Names))]
    public void TheReadMeGivesTheSameChecksums(string name)
    {
        var readMe = File.ReadAllText(Path.Combine(Session.Root, "data", "README.md"));
        Assert.All(Registry.Load()[name].Files, file => Assert.Matches($"`{Regex.Escape(file.Name)}` \\| `{file.Sha256}`", readMe));
    }

    [Fact]
    public async Task AnUnknownNameListsTheKnownOnes()
    {
        var error = await Assert.ThrowsAsync<ArgumentException>(() => Download.Fetch("cifar", Path.GetTempPath(), null, TestContext.Current.CancellationToken));
        Assert.Contains("cifar-10", error.Message);
    }

    [Fact]
    public void AnErrorSaysAtWhichByte()
    {
        var path = Path.GetTempFileName();
        File.WriteAllText(path, "{\n  \"x\": {\n    \"folder\": \"x\",,\n");
        Assert.Equal(29, Assert.Throws<DataFormatException>(() => Registry.Load(path)).Offset);
        File.Delete(path);
    }

    [Fact]
    public void AMisspeltEntryIsAnError()
    {
        var path = Path.GetTempFileName();
        File.WriteAllText(path, """{ "x": { "folder": "x", "home": "http://h/", "licence": "", "source": "", "filez": [] } }""");
        var error = Assert.Throws<DataFormatException>(() => Registry.Load(path));
        Assert.Equal(path, error.File);
        Assert.Contains("'filez'", error.Found);
        File.Delete(path);
    }
}
