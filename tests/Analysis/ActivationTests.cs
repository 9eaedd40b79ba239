using EarlyExit.Analysis;
using EarlyExit.Inference;
using EarlyExit.Models;
using EarlyExit.Tests.Regimes;
using TorchSharp;
using static TorchSharp.torch;

namespace EarlyExit.Tests.Analysis;

[Collection("torch")]
public class ActivationTests : OneThread
{
    [Fact]
    public void A_perceptron_s_activations_are_those_by_hand_before_and_after_the_non_linearity()
    {
        using var network = Tiny.Perceptron.Build(seed: 1);
        using var after = Activations.Collect(network, Tiny.Data.Test, Tiny.Data);
        using var before = Activations.Collect(network, Tiny.Data.Test, Tiny.Data, new() { Place = ActivationPlace.BeforeNonLinearity });
        var (weight, bias) = (Tiny.Numbers(network.get_parameter("stage0.linear.weight")!), Tiny.Numbers(network.get_parameter("stage0.linear.bias")!));
        foreach (var n in new[] { 0, 17, 39 })
        {
            var x = Tiny.Pixels(Tiny.Data.Test, n);
            for (var unit = 0; unit < 8; unit++)
            {
                var sum = bias[unit] + x.Select((value, f) => value * weight[unit * x.Length + f]).Sum();
                Assert.Equal(sum, before[0].Values[n, unit].item<float>(), 1e-4);
                Assert.Equal(Math.Max(0, sum), after[0].Values[n, unit].item<float>(), 1e-4);
            }
        }
    }

    [Theory]
    [InlineData("resnet")]
    [InlineData("images")]
    [InlineData("vgg")]
    public void A_relu_of_what_is_before_it_is_what_is_after_it(string kind)
    {
        var backbone = kind switch
        {
            "resnet" => ResNet.ForCifar(8, 2, classes: 3, input: [2, 6, 6]),
            "images" => ResNet.ForImages(50, 2, classes: 3, input: [2, 6, 6]),
            _ => Vgg.WithBatchNorm(11, 2, classes: 3, input: [2, 6, 6]),
        };
        using var network = Tiny.Seasoned(backbone.WithExits(Heads.Linear, Every.Block), seed: 2);
        using var after = Activations.Collect(network, Tiny.Data.Test, Tiny.Data);
        using var before = Activations.Collect(network, Tiny.Data.Test, Tiny.Data, new() { Place = ActivationPlace.BeforeNonLinearity });
        Assert.Equal(backbone.Stages.Count + (backbone.Stem is null ? 0 : 1), after.Count);
        using var scope = NewDisposeScope();
        foreach (var (pre, post) in before.Zip(after))
        {
            Assert.True(pre.Values.min().ToSingle() < 0, pre.Layer);
            Assert.True(torch.allclose(pre.Values.relu(), post.Values, rtol: 1e-5, atol: 1e-5), pre.Layer);
        }
    }

    [Fact]
    public void Pooled_activations_are_means_over_the_map_and_modes_stay()
    {
        using var network = Tiny.Seasoned(Tiny.ResNet, seed: 1);
        network.train();
        network.SegmentModules(1)[0].eval();
        var modes = network.modules().Select(module => module.training).ToArray();
        using var flat = Activations.Collect(network, Tiny.Data.Test, Tiny.Data);
        using var pooled = Activations.Collect(network, Tiny.Data.Test, Tiny.Data, new() { Layout = FeatureLayout.Pooled });
        Assert.Equal(modes, network.modules().Select(module => module.training));
        Assert.Equal(["stem", "block0", "block1", "block2"], flat.Select(layer => layer.Layer));
        using var scope = NewDisposeScope();
        // Maps of 6 x 6: channel 1 of the stem are numbers 36 to 71.
        Assert.Equal(flat[0].Values.narrow(1, 36, 36).mean([1])[5].item<float>(), pooled[0].Values[5, 1].item<float>(), 1e-5f);
        Assert.Equal([40, 8], pooled[^1].Values.shape);
    }

    [Fact]
    public void Batch_norm_statistics_are_those_of_a_pass_by_hand()
    {
        using var network = Tiny.Seasoned(Tiny.ResNet, seed: 4);
        var weights = network.named_parameters().Select(p => (p.name, p.parameter.detach().clone())).ToArray();
        BatchNormStatistics.Recompute(network, Tiny.Data.Train, Tiny.Data, batchSize: 25); // 2 batches, 10 samples are left over
        using var scope = NewDisposeScope();
        using var nothing = no_grad();
        var conv = network.get_parameter("stem.conv.weight")!;
        var batches = new ImageBatches(Tiny.Data.Train, Tiny.Data);
        var maps = Enumerable.Range(0, 2).Select(k => nn.functional.conv2d(batches.Of(Enumerable.Range(25 * k, 25).ToArray()), conv, padding: [1, 1])).ToArray();
        var mean = (maps[0].mean([0, 2, 3]) + maps[1].mean([0, 2, 3])) / 2;
        var variance = (maps[0].var([0, 2, 3]) + maps[1].var([0, 2, 3])) / 2;
        Assert.True(torch.allclose(mean, network.get_buffer("stem.bn.running_mean")!, rtol: 1e-4, atol: 1e-5));
        Assert.True(torch.allclose(variance, network.get_buffer("stem.bn.running_var")!, rtol: 1e-4, atol: 1e-5));
        foreach (var (name, value) in weights) Assert.Equal(value, network.get_parameter(name)!.detach());
        Assert.All(network.modules(), module => Assert.False(module.training));
        Assert.All(network.modules().OfType<TorchSharp.Modules.BatchNorm>(), norm => Assert.Equal(.1, norm.momentum!.Value));
    }
}
