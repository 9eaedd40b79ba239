using EarlyExit.Data;
using EarlyExit.Exits;
using EarlyExit.Inference;
using EarlyExit.Models;
using EarlyExit.Regimes;
using EarlyExit.Tests.Host;
using static EarlyExit.Regimes.Length;

namespace EarlyExit.Tests.Regimes;

[Collection("torch")]
public sealed class FrozenBackboneTests : OneThread
{
    private readonly TemporaryFolder _folder = new();

    private static readonly DataSet Data = TinyData.Create(train: 64);
    private static readonly Backbone Backbone = ResNet.ForCifar(8, 2, classes: 3, input: [2, 6, 6]);
    private static readonly Recipe Recipe = new() { BatchSize = 16, Augmentation = Augmentation.None, Optimiser = Optimiser.Adam(5e-3) };

    public override void Dispose()
    {
        base.Dispose();
        _folder.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>One head on kept features, against the trainer's phase on the whole network.</summary>
    [Fact]
    public void A_head_becomes_what_the_second_phase_of_disjoint_training_makes_of_it()
    {
        var one = Backbone.WithExits(Heads.Pooled, Placement.After(1));
        using var network = one.Build(3);
        new Trainer(network, Data, Recipe, 3).Train(new Phase(Trains.Backbone, Epochs(2)), cancellation: TestContext.Current.CancellationToken);
        using var frozen = new FrozenBackbone(network, Data, _folder.Path);
        var outputs = frozen.Train(one, seed: 3, epochs: 2, Recipe);

        new Trainer(network, Data, Recipe, 3).Train(new Phase(Trains.Heads, Epochs(2)), index: 1, cancellation: TestContext.Current.CancellationToken);
        var expected = Outputs.Collect(network, one.Costs, Data.Test, Data, OutputsInfo.Unknown);
        Assert.Equal(expected.L, outputs.L);
        Assert.Equal([.. expected.Costs], [.. outputs.Costs]);
        for (var exit = 0; exit < 2; exit++)
            foreach (var (a, b) in expected.At(exit).ToArray().Zip(outputs.At(exit).ToArray())) Assert.Equal(a, b, 1e-4f);
    }

    /// <summary>Heads do not know of each other: leaving one out changes nothing at the others.</summary>
    [Fact]
    public void Heads_are_trained_each_for_itself()
    {
        using var network = Backbone.WithExits(Heads.Pooled, Every.Block).Build(0);
        using var frozen = new FrozenBackbone(network, Data, _folder.Path);
        var both = frozen.Train(Backbone.WithExits(Heads.Linear, Every.Block), seed: 0, epochs: 1, Recipe);
        var first = frozen.Train(Backbone.WithExits(Heads.Linear, Placement.After(0)), seed: 0, epochs: 1, Recipe);
        Assert.True(both.At(0).SequenceEqual(first.At(0)));
        Assert.True(both.At(2).SequenceEqual(first.At(1)));
    }

    [Fact]
    public void Other_backbones_and_places_without_features_are_refused()
    {
        using var network = Backbone.WithExits(Heads.Pooled, Placement.After(1)).Build(0);
        using var frozen = new FrozenBackbone(network, Data, _folder.Path);
        var error = Assert.Throws<ArgumentException>(() => frozen.Train(Backbone.WithExits(Heads.Linear, Placement.After(0)), 0, 1, Recipe));
        Assert.Contains("after stage 0, only after 1, 2", error.Message);
        error = Assert.Throws<ArgumentException>(() => frozen.Train(ResNet.ForCifar(14, 2, classes: 3, input: [2, 6, 6]).Alone, 0, 1, Recipe));
        Assert.Contains("resnet14-w2", error.Message);
    }

    /// <summary>The second time nothing is trained; whatever changes what would be trained does train.</summary>
    [Fact]
    public void What_heads_said_is_remembered()
    {
        var heads = Backbone.WithExits(Heads.Linear, Every.Block);
        using var network = Backbone.WithExits(Heads.Pooled, Every.Block).Build(0);
        ExitOutputs first;
        using (var frozen = new FrozenBackbone(network, Data, _folder.Path)) first = frozen.Train(heads, seed: 0, epochs: 1, Recipe);
        var file = Assert.Single(Directory.GetFiles(_folder.Path));
        var written = File.GetLastWriteTimeUtc(file);
        using var again = new FrozenBackbone(network, Data, _folder.Path);
        var second = again.Train(heads, seed: 0, epochs: 1, Recipe);
        Assert.True(first.Logits.SequenceEqual(second.Logits));
        Assert.Equal(first.Info, second.Info);
        Assert.Equal(written, File.GetLastWriteTimeUtc(Assert.Single(Directory.GetFiles(_folder.Path))));

        again.Train(heads, seed: 1, epochs: 1, Recipe);
        again.Train(heads, seed: 0, epochs: 2, Recipe);
        again.Train(heads, seed: 0, epochs: 1, Recipe with { BatchSize = 8 });
        again.Train(Backbone.WithExits(Heads.Pooled, Every.Block), seed: 0, epochs: 1, Recipe);
        using var other = Backbone.WithExits(Heads.Pooled, Every.Block).Build(5);
        using var elsewhere = new FrozenBackbone(other, Data, _folder.Path);
        elsewhere.Train(heads, seed: 0, epochs: 1, Recipe);
        Assert.Equal(6, Directory.GetFiles(_folder.Path).Length);
    }
}
