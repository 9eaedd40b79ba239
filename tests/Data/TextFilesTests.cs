using System.Formats.Tar;
using System.IO.Compression;
using System.Text;
using System.Text.Json;
using EarlyExit.Data;
using EarlyExit.Data.Files;
using EarlyExit.Workbook;

namespace EarlyExit.Tests.Data;

/// <summary>20 Newsgroups and STS-B, from small archives and files in their layout.</summary>
public sealed class TextFilesTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("texts-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private sealed record Case(string Message, int Parts, string Text);

    [Fact]
    public void Parts_of_messages_are_left_out_as_scikit_learn_does()
    {
        // tests/golden/newsgroups/make.py
        var cases = JsonSerializer.Deserialize<Case[]>(File.ReadAllText(Path.Combine(Session.Root, "tests", "golden", "newsgroups", "messages.json")), JsonSerializerOptions.Web)!;
        Assert.Equal(96, cases.Length);
        Assert.All(cases, one => Assert.Equal(one.Text, NewsgroupMessage.Without(one.Message, (NewsgroupParts)one.Parts)));
    }

    private static TarEntry Message(string name, string text) =>
        new UstarTarEntry(TarEntryType.RegularFile, name) { DataStream = new MemoryStream(Encoding.Latin1.GetBytes(text)) };

    // The layout of the official archive: folders first, then the messages of each group, test part before training part.
    private static List<TarEntry> Official()
    {
        var entries = new List<TarEntry>();
        foreach (var (part, count) in new[] { ("test", 4), ("train", 20) })
        {
            entries.Add(new UstarTarEntry(TarEntryType.Directory, $"20news-bydate-{part}/"));
            foreach (var (group, word) in new[] { ("rec.autos", "engine"), ("sci.space", "orbit") })
            {
                entries.Add(new UstarTarEntry(TarEntryType.Directory, $"20news-bydate-{part}/{group}/"));
                for (var n = 0; n < count; n++)
                    entries.Add(Message($"20news-bydate-{part}/{group}/{60000 + n}", $"From: x\nSubject: {part}\n\nthe {word} number {n} caf\u00e9\n\n-- \nsigned\n"));
            }
        }
        return entries;
    }

    private void Pack(IEnumerable<TarEntry> entries)
    {
        using var file = File.Create(Path.Combine(_folder, NewsgroupFiles.Archive));
        using var zipped = new GZipStream(file, CompressionLevel.Fastest);
        using var tar = new TarWriter(zipped);
        foreach (var entry in entries) tar.WriteEntry(entry);
    }

    [Fact]
    public void Newsgroups_are_read_from_their_archive()
    {
        Pack(Official());
        var data = NewsgroupFiles.Open(_folder, length: 9, vocabulary: 50);
        Assert.Equal((36, 4, 8), (data.Train.Count, data.Validation.Count, data.Test.Count));
        Assert.Equal(["rec.autos", "sci.space"], data.Test.ClassNames);
        Assert.Equal(2, data.Validation.Labels.Count(label => label == 0));
        foreach (var part in new[] { data.Train, data.Validation, data.Test })
            for (var n = 0; n < part.Count; n++)
            {
                Assert.Contains(part.Labels[n] == 0 ? "engine" : "orbit", part.Words(n));
                Assert.Contains("café [sep]", part.Words(n));
            }
        Assert.NotEqual(data.Train.Labels.Order(), data.Train.Labels);
        Assert.Equal([0, 1], data.Train.Take(8).Labels.Distinct().Order());
    }

    [Fact]
    public void The_vocabulary_knows_the_training_part_alone_and_parts_are_left_out_on_request()
    {
        Pack(Official());
        var bare = NewsgroupFiles.Open(_folder, length: 20).Vocabulary;
        Assert.Equal((Vocabulary.Unknown, Vocabulary.Unknown), (bare["subject"], bare["signed"]));
        var whole = NewsgroupFiles.Open(_folder, NewsgroupParts.None, length: 20).Vocabulary;
        Assert.NotEqual(Vocabulary.Unknown, whole["subject"]);
        Assert.NotEqual(Vocabulary.Unknown, whole["train"]);
        Assert.Equal(Vocabulary.Unknown, whole["test"]);
    }

    [Fact]
    public void An_archive_of_anything_else_is_refused()
    {
        Assert.Throws<DataMissingException>(() => NewsgroupFiles.Open(_folder));
        Refused([.. Official(), Message("../20news-bydate-train/rec.autos/1", "x")], "../20news");
        Refused([.. Official(), Message("20news-bydate-train/rec.autos/../../1", "x")], "..");
        Refused([.. Official(), Message("/20news-bydate-train/rec.autos/1", "x")], "/20news");
        Refused([.. Official(), new UstarTarEntry(TarEntryType.SymbolicLink, "20news-bydate-train/rec.autos/1") { LinkName = "/etc/passwd" }], "SymbolicLink");
        Refused([.. Official(), Message("readme.txt", "x")], "readme.txt");
        Refused(Official().Where(entry => !entry.Name.Contains("-test")), "40 messages of 2 groups");
        Refused([], "damaged data");
        Pack(Official());
        var path = Path.Combine(_folder, NewsgroupFiles.Archive);
        File.WriteAllBytes(path, File.ReadAllBytes(path)[..400]);
        Assert.Throws<DataFormatException>(() => NewsgroupFiles.Open(_folder));
        File.WriteAllText(path, "<html>Please log in</html>");
        Assert.Throws<DataFormatException>(() => NewsgroupFiles.Open(_folder));

        void Refused(IEnumerable<TarEntry> entries, string found)
        {
            Pack(entries);
            Assert.Contains(found, Assert.Throws<DataFormatException>(() => NewsgroupFiles.Open(_folder)).Found);
        }
    }

    // Rows of the official layout: quotes are not special, some rows have columns for their sources, some files end without a line break.
    private void WriteSts(string train)
    {
        File.WriteAllText(Path.Combine(_folder, "sts-train.csv"), train);
        File.WriteAllText(Path.Combine(_folder, "sts-dev.csv"), "main-news\theadlines\t2016\t12\t0\tA dog\tThe market\r\n");
        File.WriteAllText(Path.Combine(_folder, "sts-test.csv"), "main-forums\tanswers\t2017\t7\t2.25\tA man\tA cat\tsource one\tsource two");
    }

    [Fact]
    public void Sts_pairs_are_read_from_their_files()
    {
        WriteSts("main-captions\tMSRvid\t2012test\t0001\t5.000\tA plane is \"taking off.\tAn air plane is taking off.\nmain-captions\tMSRvid\t2012test\t0004\t3.800\tA man\tA man sings\tx\ty\n");
        var data = StsFiles.Open(_folder, length: 16);
        Assert.Equal((2, 1, 1), (data.Train.Count, data.Validation.Count, data.Test.Count));
        Assert.Equal([5f, 3.8f], data.Train.Values);
        Assert.Equal("[cls] a plane is \" taking off . [sep] an air plane is taking off [sep]", data.Train.Words(0));
        Assert.Equal([0f], data.Validation.Values);
        Assert.Equal("[cls] a [unk] [sep] [unk] [unk] [sep]", data.Validation.Words(0));
        Assert.Equal("[cls] a man [sep] a [unk] [sep]", data.Test.Words(0));
    }

    [Theory]
    [InlineData("", "no row")]
    [InlineData("a\tb\tc\td\t1\tonly one\n", "6 tab-separated columns in row 1")]
    [InlineData("a\tb\tc\td\t1\tx\ty\na\tb\tc\td\t5.1\tx\ty\n", "'5.1' in row 2")]
    [InlineData("a\tb\tc\td\tNaN\tx\ty\n", "'NaN'")]
    [InlineData("a\tb\tc\td\t1,5\tx\ty\n", "'1,5'")]
    [InlineData("a\tb\tc\td\t1\tx\ty\n\n", "1 tab-separated columns in row 2")]
    public void Rows_that_are_none_are_refused_by_place(string train, string found)
    {
        WriteSts(train);
        Assert.Contains(found, Assert.Throws<DataFormatException>(() => StsFiles.Open(_folder)).Found);
    }

    [Fact]
    public void A_missing_file_is_named() =>
        Assert.EndsWith("sts-train.csv", Assert.Throws<DataMissingException>(() => StsFiles.Open(_folder)).File);

    [Fact]
    public void Sets_are_opened_by_name()
    {
        Assert.Equal("topics", TextSets.Open("topics", "/nowhere").Name);
        Assert.Equal("sentence pairs", TextSets.Open("sentence-pairs", "/nowhere").Name);
        Assert.Contains("sts-b", Assert.Throws<ArgumentException>(() => TextSets.Open("cifar-10")).Message);
        Assert.Contains("texts", Assert.Throws<ArgumentException>(() => DataSets.Open("sts-b")).Message);
    }
}
