using System.IO.Compression;
using System.Text.Json;
using EarlyExit.Exits;

namespace EarlyExit.Tests.Exits;

public sealed class NpzTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("exits-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("plain.npz", 0)]
    [InlineData("with-info.npz", 0)]
    [InlineData("half.npz", 1e-3)]
    [InlineData("double.npz", 0)]
    public void ReadsWhatNumPyWrites(string file, double tolerance)
    {
        var expected = JsonSerializer.Deserialize<Dictionary<string, double[]>>(File.ReadAllText(Golden("plain.json")))!;
        var outputs = ExitOutputs.Load(Golden(file));
        Assert.Equal((3, 4, 5), (outputs.L, outputs.N, outputs.C));
        Assert.All(expected["logits"].Zip(outputs.Logits.ToArray()), pair => Assert.Equal(pair.First, pair.Second, tolerance));
        Assert.Equal([0, 4, 2, 1], outputs.Labels.ToArray());
        Assert.Equal(file == "double.npz" ? [1, 2, 4] : expected["costs"], outputs.Costs);
        Assert.Equal(file == "with-info.npz" ? new("tiny", "made up", "test", "joint", 7, "a") : OutputsInfo.Unknown, outputs.Info);
    }

    [Fact]
    public void ReadsAHighlyCompressedFile() => Assert.Equal((2, 5000, 10), ExitOutputs.Load(Golden("constant.npz")) is var o ? (o.L, o.N, o.C) : default);

    [Theory]
    [InlineData("with-info.npz", LogitsPrecision.Single, "logits.npy", "labels.npy", "costs.npy")]
    [InlineData("half.npz", LogitsPrecision.Half, "logits.npy")]
    public void WritesByteForByteTheArraysThatNumPyWrites(string file, LogitsPrecision precision, params string[] entries)
    {
        var path = Path.Combine(_folder, "written.npz");
        ExitOutputs.Load(Golden(file)).Save(path, precision);
        using var ours = ZipFile.OpenRead(path);
        using var theirs = ZipFile.OpenRead(Golden(file));
        foreach (var entry in entries) Assert.Equal(Bytes(theirs, entry), Bytes(ours, entry));
    }

    [Fact]
    public void ReadsWhatItWrote()
    {
        var outputs = MadeUp.Outputs(seed: 4, exits: 3, samples: 7000, classes: 3);
        var path = Path.Combine(_folder, "deep", "round-trip.npz");
        outputs.Save(path);
        var again = ExitOutputs.Load(path);
        Assert.Equal(outputs.Logits, again.Logits);
        Assert.Equal(outputs.Labels, again.Labels);
        Assert.Equal(outputs.Costs, again.Costs);
        Assert.Equal(outputs.Info, again.Info);
        var first = File.ReadAllBytes(path);
        outputs.Save(path);
        Assert.Equal(first, File.ReadAllBytes(path));
    }

    [Fact]
    public void RefusesLogitsTooLargeForHalfPrecision()
    {
        var outputs = new ExitOutputs([70000, 0], [0], [1], 2, OutputsInfo.Unknown);
        Assert.Contains("70000", Assert.Throws<OverflowException>(() => outputs.Save(Path.Combine(_folder, "a.npz"), LogitsPrecision.Half)).Message);
        Assert.Empty(Directory.GetFiles(_folder));
    }

    [Theory]
    [InlineData("bad-object.npz", "logits", "Python objects")]
    [InlineData("bad-big-endian.npz", "logits", "'>f4' (big-endian)")]
    [InlineData("bad-fortran.npz", "logits", "Fortran order")]
    [InlineData("bad-structured.npz", "logits", "[('a', '<f4'), ('b', '<i4')]")]
    [InlineData("bad-bool.npz", "logits", "'|b1'")]
    [InlineData("bad-labels-float.npz", "labels", "<f8, expected one of |u1, <i4, <i8")]
    [InlineData("bad-labels-range.npz", "", "labels[1]: 5, expected 0 to 4")]
    [InlineData("bad-labels-huge.npz", "labels", "1099511627776 at element 0")]
    [InlineData("bad-labels-short.npz", "labels", "shape [3], expected [4]")]
    [InlineData("bad-costs-order.npz", "", "costs[1]: 0.5, expected more than costs[0] = 1.0625")]
    [InlineData("bad-costs-count.npz", "costs", "shape [2], expected [3]")]
    [InlineData("bad-missing.npz", "costs", "no such key among 'logits', 'labels'")]
    [InlineData("bad-dimensions.npz", "logits", "shape [4, 5], expected 3 dimensions")]
    [InlineData("bad-nan.npz", "", "]: NaN, expected a finite number")]
    [InlineData("bad-info.npz", "info", "no JSON object")]
    [InlineData("bad-single.npy", "", "npz")]
    [InlineData("plain.json", "", "npz")]
    public void RefusesWhatItCannotRead(string file, string key, string message)
    {
        var error = Assert.Throws<OutputsFormatException>(() => ExitOutputs.Load(Golden(file)));
        Assert.Equal(key, error.Key);
        Assert.Contains(file, error.Message);
        Assert.Contains(message, error.Message);
    }

    [Theory]
    [InlineData("plain.npz")]
    [InlineData("with-info.npz")]
    public void RefusesAFileCutAnywhere(string file)
    {
        var whole = File.ReadAllBytes(Golden(file));
        for (var length = 0; length < whole.Length; length++) Assert.Throws<OutputsFormatException>(() => LoadBytes(whole[..length]));
    }

    [Theory]
    [InlineData("plain.npz")]
    [InlineData("with-info.npz")]
    public void NeverReadsWrongDataWhateverBitFlips(string file)
    {
        var whole = File.ReadAllBytes(Golden(file));
        var sound = ExitOutputs.Load(Golden(file));
        for (var at = 0; at < whole.Length; at++)
        {
            var damaged = whole.ToArray();
            damaged[at] ^= (byte)(1 << at * 5 % 8);
            try
            {
                // Some bits, such as a date's, change nothing that is read.
                var read = LoadBytes(damaged);
                Assert.Equal(sound.Logits, read.Logits);
                Assert.Equal(sound.Labels, read.Labels);
                Assert.Equal(sound.Costs, read.Costs);
            }
            catch (OutputsFormatException)
            {
            }
        }
    }

    [Fact]
    public void RefusesAbsurdSizesBeforeTakingMemory()
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        var error = Assert.Throws<OutputsFormatException>(() => LoadBytes(Zip(("logits.npy", Npy("<f4", "(2000, 1000, 1000)", 12)))));
        Assert.Contains("12 bytes of data, expected 8000000000", error.Message);
        error = Assert.Throws<OutputsFormatException>(() => LoadBytes(Zip(("logits.npy", Npy("<f4", "(2000000000, 2000000000, 2000000000, 2000000000)", 12)))));
        Assert.Contains("expected 64", error.Message);
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 10_000_000);
    }

    [Fact]
    public void RefusesAZipEntryThatClaimsMoreThanDeflateCanHold()
    {
        var bytes = Zip(("logits.npy", Npy("<f4", "(10, 1000, 100)", 4_000_000)));
        var central = bytes.AsSpan().LastIndexOf("PK\u0001\u0002"u8);
        BitConverter.TryWriteBytes(bytes.AsSpan(central + 24), 2_000_000_000);
        Assert.Contains("claim of 2000000000 bytes", Assert.Throws<OutputsFormatException>(() => LoadBytes(bytes)).Message);
    }

    [Theory]
    [InlineData("<f4", "(1, 2, 2)", 15, "15 bytes of data, expected 16")]
    [InlineData("<f4", "(1, 2, 2)", 17, "17 bytes of data, expected 16")]
    [InlineData("<f4", "(1, 2, -2)", 16, "the header")]
    [InlineData("<f4", "(1, 2, 99999999999)", 16, "expected lengths from 0")]
    [InlineData("<f4", "(1, 1, 1, 2, 2)", 16, "at most 4 dimensions")]
    [InlineData("<f4", "(1, 2, 2), 'shape': (1, 2, 2)", 16, "'shape' twice")]
    [InlineData("<f4", "(1, 2, 2), 'more': True", 16, "the header")]
    public void RefusesAHeaderThatDoesNotFit(string type, string shape, int bytes, string message) =>
        Assert.Contains(message, Assert.Throws<OutputsFormatException>(() => LoadBytes(Zip(("logits.npy", Npy(type, shape, bytes))))).Message);

    [Fact]
    public void RefusesAKeyTwice() =>
        Assert.Contains("key 'logits': the key twice",
            Assert.Throws<OutputsFormatException>(() => LoadBytes(Zip(("logits.npy", []), ("logits.npy", [])))).Message);

    [Fact]
    public void ReadsAHeaderOfVersion2() =>
        Assert.Contains("key 'labels'", Assert.Throws<OutputsFormatException>(() => LoadBytes(Zip(("logits.npy", Npy("<f4", "(1, 2, 2)", 16, version: 2))))).Message);

    [Fact]
    public void NamesAMissingFile() => Assert.Contains("nowhere.npz", Assert.Throws<FileNotFoundException>(() => ExitOutputs.Load(Path.Combine(_folder, "nowhere.npz"))).Message);

    private static string Golden(string file) => Path.Combine(AppContext.BaseDirectory, "golden", "exits", file);

    private ExitOutputs LoadBytes(byte[] bytes)
    {
        var path = Path.Combine(_folder, "made.npz");
        File.WriteAllBytes(path, bytes);
        return ExitOutputs.Load(path);
    }

    private static byte[] Bytes(ZipArchive archive, string entry)
    {
        using var stream = archive.GetEntry(entry)!.Open();
        using var memory = new MemoryStream();
        stream.CopyTo(memory);
        return memory.ToArray();
    }

    private static byte[] Zip(params (string Name, byte[] Bytes)[] entries)
    {
        using var memory = new MemoryStream();
        using (var archive = new ZipArchive(memory, ZipArchiveMode.Create, leaveOpen: true))
            foreach (var (name, bytes) in entries)
            {
                using var stream = archive.CreateEntry(name).Open();
                stream.Write(bytes);
            }
        return memory.ToArray();
    }

    private static byte[] Npy(string type, string shape, int dataBytes, byte version = 1)
    {
        var header = System.Text.Encoding.ASCII.GetBytes($"{{'descr': '{type}', 'fortran_order': False, 'shape': {shape}, }}\n");
        byte[] length = version == 1 ? BitConverter.GetBytes((ushort)header.Length) : BitConverter.GetBytes((uint)header.Length);
        return [0x93, .. "NUMPY"u8, version, 0, .. length, .. header, .. new byte[dataBytes]];
    }
}
