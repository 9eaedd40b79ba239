using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using EarlyExit.Data.Downloads;

namespace EarlyExit.Tests.Data.Downloads;

public sealed class DownloadTests : IDisposable
{
    private static readonly Patience Patient = new(TimeSpan.FromSeconds(30), 3, TimeSpan.FromMilliseconds(5));
    private static readonly Patience Hasty = Patient with { Stall = TimeSpan.FromSeconds(.7), Attempts = 5 };
    private static readonly HttpClient Http = new() { Timeout = Timeout.InfiniteTimeSpan };
    private readonly string _data = Directory.CreateTempSubdirectory("downloads-").FullName;
    private readonly byte[] _content = new byte[200_000];

    public DownloadTests() => new Random(1).NextBytes(_content);

    public void Dispose() => Directory.Delete(_data, recursive: true);

    private string Target => Path.Combine(_data, "set");

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static RemoteFile File(string name, byte[] content, params Uri[] addresses) =>
        new(name, content.Length, Convert.ToHexStringLower(SHA256.HashData(content)), addresses);

    private Task<string> Fetch(params RemoteFile[] files) => Fetch(Patient, files);

    private Task<string> Fetch(Patience patience, params RemoteFile[] files) => new Download(Http, patience).Fetch("set", Set(files), _data, null, Cancel);

    private static RemoteDataSet Set(params RemoteFile[] files) => new("set", new("http://127.0.0.1/"), "", "", files);

    private string[] Everything() =>
        [.. Directory.EnumerateFileSystemEntries(_data, "*", SearchOption.AllDirectories).Select(path => Path.GetRelativePath(_data, path)).Order()];

    [Fact]
    public async Task AGoodServerGivesTheFileAndNothingElse()
    {
        await using var server = new UnreliableServer();
        var folder = await Fetch(File("a.bin", _content, server.Put("a.bin", _content)));
        Assert.Equal(Target, folder);
        Assert.Equal(_content, System.IO.File.ReadAllBytes(Path.Combine(folder, "a.bin")));
        Assert.Equal(["set", "set/a.bin"], Everything());
    }

    [Fact]
    public async Task WhatIsThereIsNotDownloadedAgain()
    {
        await using var server = new UnreliableServer();
        Directory.CreateDirectory(Target);
        System.IO.File.WriteAllText(Path.Combine(Target, "a.bin"), "the user's own");
        await Fetch(
            File("a.bin", _content, server.Put("a.bin", _content)),
            File("b.bin", _content, server.Put("b.bin", _content)));
        Assert.Equal("the user's own", System.IO.File.ReadAllText(Path.Combine(Target, "a.bin")));
        Assert.Equal([("/b.bin", null)], server.Requests);
        Assert.Equal(["set", "set/a.bin", "set/b.bin"], Everything());
    }

    [Fact]
    public async Task AFileWhoseLengthNobodyStatesIsTakenAtTheServersWordAndStillVerified()
    {
        await using var server = new UnreliableServer();
        var file = File("a.bin", _content, server.Put("a.bin", _content, Answers.CutAfter(70_000), Answers.Whole)) with { Bytes = null };
        await Fetch(file);
        Assert.Equal([("/a.bin", null), ("/a.bin", 70_000)], server.Requests);
        Assert.Equal(_content, System.IO.File.ReadAllBytes(Path.Combine(Target, "a.bin")));
        var error = await Assert.ThrowsAsync<DownloadException>(() => Fetch(file with { Name = "b.bin", Sha256 = new('0', 64), Addresses = [server.Put("b.bin", _content)] }));
        Assert.Contains("200000 bytes and SHA-256", error.Message);
        Assert.Equal(["set", "set/a.bin"], Everything());
    }

    [Fact]
    public async Task AnMd5ThatIsGivenIsVerifiedToo()
    {
        await using var server = new UnreliableServer();
        var file = File("a.bin", _content, server.Put("a.bin", _content));
        var error = await Assert.ThrowsAsync<DownloadException>(() => Fetch(file with { Md5 = new('0', 32) }));
        Assert.Contains("MD5", error.Message);
        Assert.Empty(Everything());
        await Fetch(file with { Md5 = Convert.ToHexString(MD5.HashData(_content)) });
        Assert.Equal(["set", "set/a.bin"], Everything());
    }

    [Fact]
    public async Task ACutConnectionIsTakenUpWhereItBroke()
    {
        await using var server = new UnreliableServer();
        await Fetch(File("a.bin", _content, server.Put("a.bin", _content, Answers.CutAfter(70_000), Answers.CutAfter(30_000), Answers.Whole)));
        Assert.Equal([("/a.bin", null), ("/a.bin", 70_000), ("/a.bin", 100_000)], server.Requests);
        Assert.Equal(_content, System.IO.File.ReadAllBytes(Path.Combine(Target, "a.bin")));
    }

    [Fact]
    public async Task AStalledConnectionIsTakenUpWhereItBroke()
    {
        await using var server = new UnreliableServer();
        await Fetch(Hasty, File("a.bin", _content, server.Put("a.bin", _content, Answers.StallAfter(50_000), Answers.Whole)));
        Assert.Equal([("/a.bin", null), ("/a.bin", 50_000)], server.Requests.Take(2));
        Assert.Equal(_content, System.IO.File.ReadAllBytes(Path.Combine(Target, "a.bin")));
    }

    [Fact]
    public async Task AServerWithoutRangesIsReadFromTheBeginning()
    {
        await using var server = new UnreliableServer();
        await Fetch(File("a.bin", _content, server.Put("a.bin", _content, Answers.CutAfter(70_000), Answers.IgnoresRange)));
        Assert.Equal(_content, System.IO.File.ReadAllBytes(Path.Combine(Target, "a.bin")));
    }

    [Fact]
    public async Task ABusyServerIsAskedAgain()
    {
        await using var server = new UnreliableServer();
        await Fetch(File("a.bin", _content, server.Put("a.bin", _content, Answers.Busy, Answers.Busy, Answers.Whole)));
        Assert.Equal(3, server.Requests.Count);
    }

    [Fact]
    public async Task AServerThatKeepsCuttingLeavesOnlyTheBeginningForNextTime()
    {
        await using var server = new UnreliableServer();
        var address = server.Put("a.bin", _content, Answers.CutAfter(100), Answers.CutAfter(100), Answers.CutAfter(100), Answers.Whole);
        var error = await Assert.ThrowsAsync<DownloadException>(() => Fetch(File("a.bin", _content, address)));
        Assert.Contains("byte 300 of 200000", error.Message);
        Assert.Equal([".downloads", ".downloads/set", ".downloads/set/a.bin.part"], Everything());

        await Fetch(File("a.bin", _content, address));
        Assert.Equal(("/a.bin", 300), server.Requests[^1]);
        Assert.Equal(["set", "set/a.bin"], Everything());
    }

    [Fact]
    public async Task CancellingLeavesOnlyTheBeginningForNextTime()
    {
        await using var server = new UnreliableServer();
        var file = File("a.bin", _content, server.Put("a.bin", _content, Answers.StallAfter(1000), Answers.Whole));
        using var cancel = new CancellationTokenSource();
        var seen = new Seen(_ => cancel.Cancel());
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => new Download(Http, Patient).Fetch("set", Set(file), _data, seen, cancel.Token));
        Assert.Equal([".downloads", ".downloads/set", ".downloads/set/a.bin.part"], Everything());
        await Fetch(file);
        Assert.Equal(("/a.bin", 1000), server.Requests[^1]);
    }

    [Theory]
    [InlineData(nameof(Answers.Corrupted), "SHA-256")]
    [InlineData(nameof(Answers.Longer), "200001 bytes, expected 200000")]
    [InlineData(nameof(Answers.Endless), "more than the expected 200000 bytes")]
    public async Task AWrongFileLeavesNothingBehindAndSaysWhatToDo(string answer, string reason)
    {
        await using var server = new UnreliableServer();
        var wrong = (Answer)typeof(Answers).GetField(answer)!.GetValue(null)!;
        var good = File("a.bin", _content, server.Put("a.bin", _content));
        var bad = File("b.bin", _content, server.Put("b.bin", _content, wrong));
        var error = await Assert.ThrowsAsync<DownloadException>(() => Fetch(good, bad));
        Assert.Contains(reason, error.Message);
        Assert.Contains(bad.Sha256, error.Message);
        Assert.Contains(bad.Addresses[0].ToString(), error.Message);
        Assert.Contains(Target, error.Message);
        Assert.Empty(Everything());
    }

    [Theory]
    [InlineData(nameof(Answers.NotFound), "404", 1)]
    [InlineData(nameof(Answers.ShortWithoutLength), "broke off at byte 100000 of 200000", 3)]
    public async Task AnAddressThatIsOfNoUseIsGivenUp(string answer, string reason, int requests)
    {
        await using var server = new UnreliableServer();
        var useless = (Answer)typeof(Answers).GetField(answer)!.GetValue(null)!;
        var error = await Assert.ThrowsAsync<DownloadException>(() => Fetch(File("a.bin", _content, server.Put("a.bin", _content, useless))));
        Assert.Contains(reason, error.Message);
        Assert.Equal(requests, server.Requests.Count);
        Assert.False(Directory.Exists(Target));
    }

    [Fact]
    public async Task AWrongBeginningIsThrownAwayAndReadAnew()
    {
        await using var server = new UnreliableServer();
        var file = File("a.bin", _content, server.Put("a.bin", _content));
        var folder = Directory.CreateDirectory(Path.Combine(_data, ".downloads", "set")).FullName;
        System.IO.File.WriteAllBytes(Path.Combine(folder, "a.bin.part"), new byte[1000]);
        await Fetch(file);
        Assert.Equal([("/a.bin", 1000), ("/a.bin", null)], server.Requests);
        Assert.Equal(_content, System.IO.File.ReadAllBytes(Path.Combine(Target, "a.bin")));
    }

    [Fact]
    public async Task ARangeThatWasNotAskedForIsRefused()
    {
        await using var server = new UnreliableServer();
        await Fetch(File("a.bin", _content, server.Put("a.bin", _content, Answers.CutAfter(1000), Answers.WrongRange, Answers.Whole)));
        Assert.Equal([("/a.bin", null), ("/a.bin", 1000), ("/a.bin", null)], server.Requests);
        Assert.Equal(_content, System.IO.File.ReadAllBytes(Path.Combine(Target, "a.bin")));
    }

    [Fact]
    public async Task TheNextAddressHelpsOut()
    {
        await using var server = new UnreliableServer();
        await Fetch(File("a.bin", _content,
            server.Put("gone", _content, Answers.NotFound), server.Put("bad", _content, Answers.Corrupted), server.Put("good", _content)));
        Assert.Equal(["set", "set/a.bin"], Everything());
    }

    [Fact]
    public async Task WithoutAServerTheMessageSaysHowToGetItByHand()
    {
        var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var nobody = new Uri($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}/a.bin");
        listener.Stop();
        var file = File("a.bin", _content, nobody);
        var error = await Assert.ThrowsAsync<DownloadException>(() => Fetch(file));
        Assert.Contains(nobody.ToString(), error.Message);
        Assert.Contains(file.Sha256, error.Message);
        Assert.Contains(Target, error.Message);
        Assert.Empty(Everything());
    }

    /// <summary>Somebody offline is told at once, not after every try.</summary>
    [Theory]
    [InlineData(SocketError.HostNotFound, 1)]
    [InlineData(SocketError.TryAgain, 1)]
    [InlineData(SocketError.NetworkUnreachable, 1)]
    [InlineData(SocketError.ConnectionRefused, 3)]
    public async Task WithoutANetworkOneTryIsEnough(SocketError reason, int tries)
    {
        var network = new NoNetwork(reason);
        var file = File("a.bin", _content, new Uri("http://one.invalid/a.bin"));
        await Assert.ThrowsAsync<DownloadException>(() => new Download(new HttpClient(network), Patient).Fetch("set", Set(file), _data, null, Cancel));
        Assert.Equal(tries, network.Tries);
    }

    private sealed class NoNetwork(SocketError reason) : HttpMessageHandler
    {
        public int Tries { get; private set; }

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancel)
        {
            Tries++;
            throw new HttpRequestException("no network", new SocketException((int)reason));
        }
    }

    [Fact]
    public async Task TwoAtOnceDoNotMeet()
    {
        await using var server = new UnreliableServer();
        var file = File("a.bin", _content, server.Put("a.bin", _content, Answers.StallAfter(1000), Answers.Whole));
        var first = Fetch(Hasty, file);
        while (server.Requests.Count == 0) await Task.Delay(5, Cancel);
        var error = await Assert.ThrowsAsync<DownloadException>(() => Fetch(file));
        Assert.Contains("under way", error.Message);
        await first;
        Assert.Equal(["set", "set/a.bin"], Everything());
    }

    [Fact]
    public async Task ProgressCountsResumedBytesAndEndsAtTheTotal()
    {
        await using var server = new UnreliableServer();
        var file = File("a.bin", _content, server.Put("a.bin", _content, Answers.CutAfter(70_000), Answers.Whole));
        List<DownloadProgress> reports = [];
        await new Download(Http, Patient).Fetch("set", Set(file), _data, new Seen(reports.Add), Cancel);
        Assert.All(reports, report => Assert.Equal(("a.bin", 200_000L), (report.File, report.Total)));
        Assert.Equal(reports.Select(report => report.Bytes).Order(), reports.Select(report => report.Bytes));
        Assert.Equal(200_000, reports[^1].Bytes);
        Assert.All(reports, report => Assert.True(report.BytesPerSecond > 0));
    }

    private sealed class Seen(Action<DownloadProgress> report) : IProgress<DownloadProgress>
    {
        public void Report(DownloadProgress value) => report(value);
    }
}
