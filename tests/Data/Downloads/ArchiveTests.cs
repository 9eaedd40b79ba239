using System.Formats.Tar;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using EarlyExit.Data.Downloads;

namespace EarlyExit.Tests.Data.Downloads;

public sealed class ArchiveTests : IDisposable
{
    private static readonly Patience OneTry = new(TimeSpan.FromSeconds(30), 1, TimeSpan.Zero);
    private static readonly Dictionary<string, long> Wanted = new() { ["one.bin"] = 100, ["two.txt"] = 100 };
    private static readonly TarEntry[] Good =
        [new PaxTarEntry(TarEntryType.Directory, "set-v1/"), Text("set-v1/one.bin", "1"), Text("set-v1/readme.html", "r"), Text("set-v1/two.txt", "2")];

    private readonly string _data = Directory.CreateTempSubdirectory("archives-").FullName;

    public void Dispose() => Directory.Delete(_data, recursive: true);

    private static TarEntry Text(string name, string text) =>
        new PaxTarEntry(TarEntryType.RegularFile, name) { DataStream = new MemoryStream(Encoding.ASCII.GetBytes(text)) };

    private static byte[] Pack(IEnumerable<TarEntry> entries)
    {
        using var bytes = new MemoryStream();
        using (var zipped = new GZipStream(bytes, CompressionLevel.Fastest))
        using (var tar = new TarWriter(zipped))
            foreach (var entry in entries)
            {
                if (entry.DataStream is { } data) data.Position = 0;
                tar.WriteEntry(entry);
            }
        return bytes.ToArray();
    }

    private async Task<string> Fetch(byte[] archive)
    {
        await using var server = new UnreliableServer();
        return await Fetch(archive, server.Put("set.tar.gz", archive));
    }

    private Task<string> Fetch(byte[] archive, Uri address)
    {
        var file = new RemoteFile("set.tar.gz", archive.Length, Convert.ToHexString(SHA256.HashData(archive)), [address], Wanted);
        var set = new RemoteDataSet("set", address, "", "", [file]);
        return new Download(new HttpClient(), OneTry).Fetch("set", set, _data, null, TestContext.Current.CancellationToken);
    }

    private string[] Everything() =>
        [.. Directory.EnumerateFileSystemEntries(_data, "*", SearchOption.AllDirectories).Select(path => Path.GetRelativePath(_data, path)).Order()];

    [Fact]
    public async Task OnlyTheWantedFilesAreTaken()
    {
        var folder = await Fetch(Pack(Good));
        Assert.Equal(["set", "set/one.bin", "set/two.txt"], Everything());
        Assert.Equal("1", File.ReadAllText(Path.Combine(folder, "one.bin")));
        Assert.Equal("2", File.ReadAllText(Path.Combine(folder, "two.txt")));
    }

    public static TheoryData<string, string> Refused => new()
    {
        { "../evil.bin", "leads out" },
        { "set-v1/../../evil.bin", "leads out" },
        { "/tmp/evil.bin", "leads out" },
        { @"set-v1\..\evil.bin", "leads out" },
        { "C:evil.bin", "leads out" },
        { "set-v1/sub/one.bin", "occurs twice" },
    };

    [Theory, MemberData(nameof(Refused))]
    public Task RefusesBadNames(string name, string reason) => IsRefused([.. Good, Text(name, "x")], reason);

    [Theory]
    [InlineData(TarEntryType.SymbolicLink)]
    [InlineData(TarEntryType.HardLink)]
    [InlineData(TarEntryType.Fifo)]
    public Task RefusesWhatIsNotAPlainFile(TarEntryType type)
    {
        var entry = new PaxTarEntry(type, "set-v1/odd");
        if (type != TarEntryType.Fifo) entry.LinkName = "/etc/passwd";
        return IsRefused([entry, .. Good], type.ToString());
    }

    [Fact]
    public Task RefusesAFileAboveItsLimit() => IsRefused([Text("one.bin", new string('1', 101)), Text("two.txt", "2")], "101 bytes, expected at most 100");

    [Fact]
    public Task RefusesAnArchiveThatLacksAFile() => IsRefused(Good[..3], "two.txt is not in it");

    [Fact]
    public async Task RefusesWhatIsNotAnArchive()
    {
        await Assert.ThrowsAsync<DownloadException>(() => Fetch(Encoding.ASCII.GetBytes("<html>Please log in</html>")));
        Assert.Empty(Everything());
    }

    private async Task IsRefused(TarEntry[] entries, string reason)
    {
        var error = await Assert.ThrowsAsync<DownloadException>(() => Fetch(Pack(entries)));
        Assert.Contains(reason, error.Message);
        Assert.Empty(Everything());
    }

    [Fact]
    public async Task AnArchiveBroughtByHandNeedsNoNetwork()
    {
        var archive = Pack(Good);
        File.WriteAllBytes(Path.Combine(_data, "set.tar.gz"), archive);
        await Fetch(archive, new("http://unknown.invalid/set.tar.gz"));
        Assert.Equal(["set", "set.tar.gz", "set/one.bin", "set/two.txt"], Everything());
    }

    [Fact]
    public async Task AWrongArchiveBroughtByHandIsNamedAndKept()
    {
        var path = Path.Combine(_data, "set.tar.gz");
        File.WriteAllText(path, "wrong");
        var error = await Assert.ThrowsAsync<DownloadException>(() => Fetch(Pack(Good), new("http://unknown.invalid/set.tar.gz")));
        Assert.Contains(path, error.Message);
        Assert.Contains("SHA-256", error.Message);
        Assert.Equal(["set.tar.gz"], Everything());
    }
}
