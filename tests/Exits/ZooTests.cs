using EarlyExit.Calibration;
using EarlyExit.Exits;
using EarlyExit.Host;
using EarlyExit.Metrics;
using EarlyExit.Tests.Host;

namespace EarlyExit.Tests.Exits;

public sealed class ZooTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void What_is_stored_comes_back_by_name_with_its_index()
    {
        var (validation, test) = (Named(MadeUp.Outputs(1, 3, 80, 4), "validation"), Named(MadeUp.Outputs(2, 3, 50, 4), "test"));
        ZooFiles.Write(_folder.Path, "b", validation, test);
        ZooFiles.Write(_folder.Path, "a", validation, test);
        ZooFiles.WriteShifted(_folder.Path, "b", "noise", Named(MadeUp.Outputs(3, 3, 20, 4), "test, noise"));
        Directory.CreateDirectory(_folder.File("unfinished"));
        ZooFiles.WriteIndex(_folder.Path);

        var zoo = Zoo.Load(_folder.Path);
        Assert.Equal(["a", "b"], zoo.Select(network => network.Name));
        var network = zoo["b"];
        Assert.Same(network, zoo[1]);
        Assert.Equal(("net", "joint", 3, "6k", "set", "by hand"),
            (network.Record.Network, network.Record.Regime, network.Record.Seed, network.Record.Variant, network.Record.DataSet, network.Record.Made));
        Assert.Equal(test.Costs, network.Record.Costs, (a, b) => Math.Abs(a - b) < 1e-6);
        Assert.Equal(network.Test.Accuracy(), network.Record.Accuracy);
        Assert.Equal([.. test.Logits.ToArray().Select(logit => (float)(Half)logit)], network.Test.Logits.ToArray());
        Assert.Equal("validation", network.Validation.Info.Split);
        Assert.Equal(["noise"], network.Record.Shifts);
        Assert.Equal(20, network.Shifted("noise").N);
        Assert.Contains("'blur'", Assert.Throws<KeyNotFoundException>(() => network.Shifted("blur")).Message);
        Assert.Empty(zoo["a"].Record.Shifts);
        Assert.Equal(["b"], zoo.Where(record => record.Name == "b").Select(chosen => chosen.Name));
    }

    [Fact]
    public void The_parts_to_fit_on_are_disjoint_and_make_up_the_validation_samples()
    {
        var validation = MadeUp.Outputs(1, 2, 80, 3);
        ZooFiles.Write(_folder.Path, "a", validation, validation);
        ZooFiles.WriteIndex(_folder.Path);
        var network = Zoo.Load(_folder.Path)["a"];
        Assert.Equal((30, 30, 20), (network.ForCalibrators.N, network.ForScorers.N, network.ForThresholds.N));
        float[] joined = [.. network.ForCalibrators.At(1), .. network.ForScorers.At(1), .. network.ForThresholds.At(1)];
        Assert.Equal(network.Validation.At(1).ToArray(), joined);
    }

    [Fact]
    public void What_is_not_there_is_named()
    {
        Assert.Contains("index.json", Assert.Throws<FileNotFoundException>(() => Zoo.Load(_folder.Path)).Message);
        _folder.Write("index.json", "[]");
        Assert.Contains("'resnet'", Assert.Throws<KeyNotFoundException>(() => Zoo.Load(_folder.Path)["resnet"]).Message);
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("[{}]")]
    [InlineData("""[{"name":"..","network":"","regime":"","seed":0,"variant":"","dataSet":"","made":"","costs":[],"accuracy":[],"shifts":[]}]""")]
    [InlineData("""[{"name":"../a","network":"","regime":"","seed":0,"variant":"","dataSet":"","made":"","costs":[],"accuracy":[],"shifts":[]}]""")]
    [InlineData("""[{"name":"a","network":null,"regime":"","seed":0,"variant":"","dataSet":"","made":"","costs":[],"accuracy":[],"shifts":[]}]""")]
    public void A_damaged_index_is_refused_by_name(string text)
    {
        _folder.Write("index.json", text);
        Assert.Contains("index.json", Assert.Throws<OutputsFormatException>(() => Zoo.Load(_folder.Path)).Message);
    }

    [Fact]
    public void Half_precision_moves_no_measure_in_the_third_decimal()
    {
        var exact = MadeUpOutputs.Trained(seed: 5, exits: 4, samples: 4000, classes: 10);
        exact.Save(_folder.File("half.npz"), LogitsPrecision.Half);
        var stored = ExitOutputs.Load(_folder.File("half.npz"));
        Assert.NotEqual(exact.Logits.ToArray(), stored.Logits.ToArray());
        foreach (var proxy in Proxies.Standard) Assert.Equal(proxy.Value(exact), proxy.Value(stored), 5e-4);
        foreach (var efficiency in Efficiency.Standard) Assert.Equal(efficiency.Value(exact), efficiency.Value(stored), 5e-4);
        Assert.Equal(Temperature.PerExit.Fit(exact).Temperatures, Temperature.PerExit.Fit(stored).Temperatures, (a, b) => Math.Abs(a - b) < 5e-4);
    }

    [Fact]
    public void The_committed_zoo_spans_the_states_that_the_papers_speak_of()
    {
        // data/zoo/README.md gives these numbers.
        var zoo = Zoo.Load();
        var states = zoo.AsParallel().Select(network =>
        {
            var test = network.Test;
            var confidence = test.Score(Scores.MaxSoftmax).Values.ToArray().Average();
            return (Ece: test.Ece(), Excess: confidence - test.Accuracy().Average());
        }).ToList();
        Assert.Equal(27, states.Count);
        Assert.Equal(5, states.Count(state => state is { Ece: >= .15 and <= .21, Excess: > 0 }));
        Assert.Equal(2, states.Count(state => state.Ece < .03));
        Assert.Equal(4, states.Count(state => state.Excess < -.03));
        Assert.Equal((.027, .258), (Math.Round(states.Min(state => state.Ece), 3), Math.Round(states.Max(state => state.Ece), 3)));
    }

    [Fact]
    public void The_committed_zoo_is_small_has_every_backbone_in_three_regimes_and_says_how_each_file_was_made()
    {
        var zoo = Zoo.Load();
        foreach (var backbone in new[] { "resnet14", "resnet14w8", "vgg11", "msdnet5", "vit6" })
            Assert.Equal(["disjoint", "joint", "mixed"], zoo.Where(record => record.Name.StartsWith($"{backbone}-")).Select(network => network.Record.Regime).Distinct().Order());
        Assert.All(zoo, network => Assert.Contains("cifar-10", network.Validation.Info.Made));
        Assert.All(zoo, network => Assert.Equal(network.Record.Made, network.Test.Info.Made));
        var bytes = new DirectoryInfo(Path.Combine(Repository.Find().Root, "data", "zoo")).EnumerateFiles("*", SearchOption.AllDirectories).Sum(file => file.Length);
        Assert.InRange(bytes, 1, 40_000_000);
    }

    private static ExitOutputs Named(ExitOutputs outputs, string split) => new(
        [.. outputs.Logits], [.. outputs.Labels], [.. outputs.Costs], outputs.C, new OutputsInfo("net", "set", split, "joint", 3, "6k", "by hand"));
}
