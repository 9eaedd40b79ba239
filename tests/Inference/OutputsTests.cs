using EarlyExit.Data;
using EarlyExit.Exits;
using EarlyExit.Inference;
using EarlyExit.Models;
using EarlyExit.Tests.Regimes;
using TorchSharp;
using static TorchSharp.torch;

namespace EarlyExit.Tests.Inference;

[Collection("torch")]
public class OutputsTests
{
    [Fact]
    public void Batches_are_made_for_the_device_asked_for()
    {
        var data = TinyData.Create(train: 20, validation: 10, test: 10);
        using var scope = NewDisposeScope();
        var batches = new ImageBatches(data.Test, data, META);
        Assert.Equal((DeviceType.META, 3L), (batches.Of([0, 1, 2]).device_type, batches.Of([0, 1, 2]).shape[0]));
        Assert.Equal(DeviceType.META, batches.Labels([0, 1]).device_type);
    }

    [Fact]
    public void Collected_logits_are_those_of_single_samples_in_order()
    {
        // More samples than one batch, and not a multiple of it.
        var data = TinyData.Create(train: 20, validation: 10, test: 263);
        var architecture = ResNet.ForCifar(8, 2, classes: 3, input: [2, 6, 6]).WithExits(Heads.Pooled, Every.Block);
        using var network = architecture.Build(seed: 1);
        network.train();
        using (var scope = NewDisposeScope())
            _ = network.call(new ImageBatches(data.Train, data).Of([0, 1, 2, 3, 4]));

        var outputs = Outputs.Collect(network, architecture.Costs, data.Test, data, OutputsInfo.Unknown);

        Assert.Equal((3, 263, 3), (outputs.L, outputs.N, outputs.C));
        Assert.Equal(architecture.Costs, outputs.Costs);
        Assert.True(outputs.Labels.SequenceEqual(data.Test.Labels));
        network.eval();
        foreach (var n in new[] { 0, 1, 249, 250, 262 })
        {
            using var scope = NewDisposeScope();
            using var nothing = no_grad();
            foreach (var (exit, logits) in network.Exits(Normalised(data, data.Test, n)))
                for (var c = 0; c < 3; c++)
                    Assert.Equal(logits[0, c].item<float>(), outputs.At(exit, n)[c], 1e-5f);
        }
    }

    [Fact]
    public void Collecting_leaves_every_module_in_its_mode_and_the_statistics_alone()
    {
        var data = TinyData.Create(train: 20, validation: 10, test: 10);
        using var network = ResNet.ForCifar(8, 2, classes: 3, input: [2, 6, 6]).WithExits(Heads.Linear, Every.Block).Build(seed: 1);
        network.train();
        network.SegmentModules(1)[0].eval();
        var before = network.modules().Select(module => module.training).ToArray();
        var statistics = network.state_dict()["block2.bn1.running_mean"].clone();

        Outputs.Collect(network, network.Architecture.Costs, data.Test, data, OutputsInfo.Unknown);

        Assert.Equal(before, network.modules().Select(module => module.training));
        Assert.Contains(true, before);
        Assert.Contains(false, before);
        Assert.Equal(statistics, network.state_dict()["block2.bn1.running_mean"]);
    }

    [Fact]
    public void Views_mirror_then_move_and_let_black_in()
    {
        var pixels = Enumerable.Range(1, 6).Select(value => (byte)(value * 10)).ToArray();
        var images = new ImageSet("six", pixels, [0], channels: 1, height: 2, width: 3, ["a", "b"]);
        var data = new DataSet("six", images, images, images);
        // Rows 10 20 30 and 40 50 60; mirrored 30 20 10 and 60 50 40; one to the right and one down.
        byte[] expected = [0, 0, 0, 0, 30, 20];
        using var batch = new ImageBatches(images, data).Of([0], [new View(Mirrored: true, Right: 1, Down: 1)]);
        var values = batch.contiguous().data<float>().ToArray();
        for (var i = 0; i < 6; i++)
            Assert.Equal((expected[i] / 255.0 - data.Mean[0]) / data.Std[0], values[i], 1e-5);
    }

    [Fact]
    public void Channels_are_last_in_memory()
    {
        var data = TinyData.Create(train: 20, validation: 10, test: 10);
        using var batch = new ImageBatches(data.Train, data).Of([3, 1, 2]);
        Assert.Equal([3, 2, 6, 6], batch.shape);
        Assert.Equal([72, 1, 12, 2], batch.stride());
    }

    /// <summary>Sample n by the definition, in plain memory order.</summary>
    private static Tensor Normalised(DataSet data, ImageSet images, int n)
    {
        var area = images.Height * images.Width;
        float[] values = [.. images.Image(n).ToArray().Select((pixel, i) => (float)((pixel / 255.0 - data.Mean[i / area]) / data.Std[i / area]))];
        return torch.tensor(values).reshape(1, images.Channels, images.Height, images.Width);
    }
}
