using System.Security.Cryptography;
using System.Text.Json;
using EarlyExit.Data;
using EarlyExit.Models;
using EarlyExit.Regimes;
using EarlyExit.Workbook;
using static EarlyExit.Regimes.Length;

namespace EarlyExit.Tests.Regimes;

/// <summary>Runs that come with the workbook: found where the cache has none, never touched.</summary>
[Collection("torch")]
public sealed class BundledRunsTests : OneThread
{
    private const int StepsPerPhase = 2;
    private static readonly DataSet Data = TinyData.Create(train: 32);
    private static readonly Architecture Network = ResNet.ForCifar(8, 2, classes: 3, input: [2, 6, 6]).WithExits(Heads.Pooled, Every.Block);
    private static readonly Recipe Recipe = new() { BatchSize = 16 };
    private readonly string _folder = Directory.CreateTempSubdirectory("earlyexit-bundle-").FullName;
    private int _steps;

    public override void Dispose()
    {
        Directory.Delete(_folder, recursive: true);
        base.Dispose();
    }

    private string Bundle => Path.Combine(_folder, "bundle");

    private async Task<Run> Train(string cache, Regime? regime = null) => (await Study.Train(
        Network, Data, [regime ?? Regime.Mixed], [0], Budget.PerPhase(Epochs(1)), Recipe,
        new StudyFolders(Path.Combine(_folder, cache), Bundle), new Count(() => _steps++), TestContext.Current.CancellationToken))[0];

    /// <summary>Trains with the cache in the bundle's place and keeps of it what is committed.</summary>
    private async Task<Run> MakeBundle()
    {
        var run = await Train("bundle");
        foreach (var file in Files())
            if (Path.GetFileName(file) is not ("manifest.json" or "weights.bin")) File.Delete(file);
        Assert.Equal(2 * StepsPerPhase, _steps);
        _steps = 0;
        return run;
    }

    private string[] Files() => [.. Directory.GetFiles(Bundle, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)];

    private Dictionary<string, string> Contents() => Files().ToDictionary(file => file, file => Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(file))));

    [Fact]
    public async Task A_bundled_run_is_found_and_nothing_is_written_to_the_bundle()
    {
        var made = await MakeBundle();
        var before = Contents();
        var run = await Train("cache");
        Assert.Equal(0, _steps);
        Assert.Equal(WeightBytes.Of(made.Network), WeightBytes.Of(run.Network));
        Assert.Equal(made.TrainingMacs, run.TrainingMacs);
        Assert.True(made.Test.Logits.SequenceEqual(run.Test.Logits));
        Assert.Equal(before, Contents());
        Assert.StartsWith(Path.Combine(_folder, "cache"), run.Folder);
        // What nobody asked for was not collected.
        Assert.StartsWith("test-", Path.GetFileName(Assert.Single(Directory.GetFiles(run.Folder, "*.npz"))));
    }

    [Fact]
    public async Task Another_regime_goes_on_from_a_bundled_phase()
    {
        await MakeBundle();
        var before = Contents();
        var run = await Train("cache", Regime.Disjoint);
        Assert.Equal(StepsPerPhase, _steps);
        Assert.Equal(["backbone", "heads"], run.History.Select(phase => phase.Trains));
        Assert.Equal(before, Contents());
    }

    [Theory]
    [InlineData("weights.bin")]
    [InlineData("manifest.json")]
    public async Task A_damaged_one_is_trained_anew_into_the_cache(string file)
    {
        var made = await MakeBundle();
        var expected = WeightBytes.Of(made.Network);
        foreach (var path in Files().Where(path => Path.GetFileName(path) == file))
        {
            var bytes = File.ReadAllBytes(path);
            bytes[bytes.Length / 3] ^= 1;
            File.WriteAllBytes(path, bytes);
        }
        var before = Contents();
        var run = await Train("cache");
        Assert.Equal(2 * StepsPerPhase, _steps);
        Assert.Equal(expected, WeightBytes.Of(run.Network));
        Assert.Equal(before, Contents());
        await Train("cache");
        Assert.Equal(2 * StepsPerPhase, _steps);
    }

    [Fact]
    public async Task Outputs_of_other_weights_are_not_taken_for_these()
    {
        await MakeBundle();
        var run = await Train("cache");
        float[] kept = [.. run.Test.Logits];
        Directory.Delete(Bundle, recursive: true);
        var other = await Study.Train(Network, Data, [Regime.Mixed], [1], Budget.PerPhase(Epochs(1)), Recipe,
            new StudyFolders(Path.Combine(_folder, "elsewhere"), Bundle), new Count(() => { }), TestContext.Current.CancellationToken);
        // Another training under the same key, as an older version of the bundle would have it.
        Bundled(run, other[0]);
        var again = await Train("cache");
        Assert.Equal(WeightBytes.Of(other[0].Network), WeightBytes.Of(again.Network));
        Assert.NotEqual(kept, [.. again.Test.Logits]);
    }

    private void Bundled(Run run, Run weights)
    {
        var key = JsonDocument.Parse(File.ReadAllText(Path.Combine(weights.Folder, "manifest.json"))).RootElement.GetProperty("Key").GetString()!;
        var entry = new StudyEntry(Path.Combine(Bundle, Path.GetFileName(run.Folder)), "", key.Replace("seed: 1\n", "seed: 0\n"), TimeSpan.FromMinutes(1));
        Directory.CreateDirectory(entry.Folder);
        entry.Finish(weights.Network, weights.History);
    }

    /// <summary>The folder of this repository: whole, and small enough to be cloned in a moment.</summary>
    [Fact]
    public void What_comes_with_the_workbook_is_whole_and_small()
    {
        if (!Directory.Exists(Session.RunsFolder)) Assert.Skip("This copy comes without trained runs.");
        var folders = Directory.GetDirectories(Session.RunsFolder);
        var bytes = 0L;
        foreach (var folder in folders)
        {
            var manifest = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder, "manifest.json"))).RootElement;
            var weights = File.ReadAllBytes(Path.Combine(folder, "weights.bin"));
            Assert.Equal(manifest.GetProperty("WeightsSha256").GetString(), Convert.ToHexStringLower(SHA256.HashData(weights)));
            var key = Convert.ToHexStringLower(SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(manifest.GetProperty("Key").GetString()!)));
            Assert.EndsWith($"_{key[..16]}", folder);
            Assert.InRange(weights.Length, 1, 1_500_000);
            bytes += weights.Length + new FileInfo(Path.Combine(folder, "manifest.json")).Length;
        }
        Assert.InRange(bytes, 0, 70_000_000);
    }

    private sealed class Count(Action step) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) => step();
    }
}
