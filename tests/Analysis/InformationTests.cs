using EarlyExit.Analysis;
using EarlyExit.Models;
using EarlyExit.Tests.Regimes;
using TorchSharp;
using static TorchSharp.torch;

namespace EarlyExit.Tests.Analysis;

/// <summary>Estimates of mutual information against channels whose information is known.</summary>
[Collection("torch")]
public class InformationTests : OneThread
{
    private static Tensor Gaussian(int seed, params long[] shape)
    {
        using var random = new SeededScope(seed);
        return torch.randn(shape, dtype: ScalarType.Float64);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(1, .5)]
    [InlineData(2, 1)]
    [InlineData(3, 2)]
    public void Noisy_features_of_a_Gaussian_have_half_a_log_of_1_and_the_ratio_for_each_dimension(int dimensions, double sigma)
    {
        using var scope = NewDisposeScope();
        var information = NoisyFeatures.Of(Gaussian(dimensions, 1500, dimensions), sigma, draws: 2);
        Assert.Equal(dimensions * .5 * Math.Log(1 + 1 / (sigma * sigma)), information.Nats, 4 * information.Error + .01);
        Assert.Equal(Math.Log(1500), information.Ceiling);
    }

    [Fact]
    public void Clusters_far_apart_tell_which_cluster_and_samples_far_apart_which_sample()
    {
        using var scope = NewDisposeScope();
        var clusters = torch.tensor([.. Enumerable.Range(0, 40).Select(n => n % 4 * 100f)], [40, 1]);
        Assert.Equal(Math.Log(4), NoisyFeatures.Of(clusters, 1).Nats, 1e-9);
        var apart = torch.tensor([.. Enumerable.Range(0, 40).Select(n => n * 100f)], [40, 1]);
        Assert.Equal(Math.Log(40), NoisyFeatures.Of(apart, 1).Nats, 1e-9);
        Assert.Equal(0, NoisyFeatures.Of(torch.ones(40, 3), 1).Nats, 1e-9);
        Assert.InRange(NoisyFeatures.Of(apart, 1e5).Nats, 0, .01);
        Assert.Contains("above 0", Assert.Throws<ArgumentException>(() => NoisyFeatures.Of(apart, 0)).Message);
        Assert.Equal(Math.Sqrt(1.25 * 1e4), NoisyFeatures.Scale(clusters), 1e-6); // 0, 100, 200, 300 around 150
    }

    [Fact]
    public void The_contrastive_bound_of_Gaussian_pairs_is_near_their_information_and_not_above_it()
    {
        using var scope = NewDisposeScope();
        var (x, noise) = (Gaussian(1, 4000, 2), Gaussian(2, 4000, 2));
        var y = .9 * x + Math.Sqrt(1 - .81) * noise;
        var truth = -Math.Log(1 - .81); // two dimensions, -log(1 - rho^2) / 2 each
        var bound = ContrastiveBound.Of(x, y, batch: 100);
        Assert.InRange(bound.Nats, truth - .2, truth + 3 * bound.Error);
        var independent = ContrastiveBound.Of(x, noise, batch: 100);
        Assert.InRange(independent.Nats, -.1, 3 * independent.Error);
    }

    [Fact]
    public void The_contrastive_bound_stops_at_the_log_of_its_batch()
    {
        using var scope = NewDisposeScope();
        var x = Gaussian(1, 400, 6);
        var bound = ContrastiveBound.Of(x, x, batch: 8);
        Assert.Equal(Math.Log(8), bound.Ceiling);
        Assert.InRange(bound.Nats, Math.Log(8) - .2, Math.Log(8));
        Assert.All(ContrastiveBound.Terms(torch.zeros(5, 5)), term => Assert.Equal(0, term, 1e-12));
        Assert.All(ContrastiveBound.Terms(100 * torch.eye(5)), term => Assert.Equal(Math.Log(5), term, 1e-12));
        Assert.Contains("2 to 200", Assert.Throws<ArgumentException>(() => ContrastiveBound.Of(x, x, batch: 201)).Message);
    }

    [Fact]
    public void A_probe_of_a_channel_with_known_errors_finds_its_information()
    {
        // Four symbols, one-hot; the label is the symbol with chance .7, else one of the three others.
        var random = new Random(3);
        var symbols = Enumerable.Range(0, 4000).Select(n => n % 4).ToArray();
        var labels = symbols.Select(s => random.NextDouble() < .7 ? s : (s + 1 + random.Next(3)) % 4).ToArray();
        using var scope = NewDisposeScope();
        var features = nn.functional.one_hot(torch.tensor([.. symbols.Select(s => (long)s)]), 4).to(ScalarType.Float32);
        var truth = Math.Log(4) + .7 * Math.Log(.7) + .3 * Math.Log(.1);
        var found = LabelProbe.Of(features, labels, classes: 4);
        Assert.Equal(truth, found.Nats, 3 * found.Error + .01);
        Assert.InRange(found.Ceiling, Math.Log(4) - .01, Math.Log(4));
        var independent = LabelProbe.Of(features, [.. symbols.Select(_ => random.Next(4))], classes: 4);
        Assert.InRange(independent.Nats, -.02, .01);
    }

    [Fact]
    public void A_probe_of_the_labels_themselves_finds_their_entropy()
    {
        int[] labels = [.. Enumerable.Range(0, 300).Select(n => n % 3)];
        using var scope = NewDisposeScope();
        var features = nn.functional.one_hot(torch.tensor([.. labels.Select(label => (long)label)]), 3).to(ScalarType.Float32);
        Assert.InRange(LabelProbe.Of(features, labels, classes: 3, decay: 0).Nats, Math.Log(3) - .05, Math.Log(3));
        Assert.Throws<ArgumentException>(() => LabelProbe.Of(features, labels[..5], classes: 3));
    }

    [Fact]
    public void Every_layer_gets_three_estimates_within_their_limits()
    {
        using var network = Tiny.Perceptron.Build(seed: 1);
        var layers = MutualInformation.PerLayer(network, Tiny.Data.Test, Tiny.Data, batch: 10);
        Assert.Equal(["stage0", "stage1", "stage2"], layers.Select(layer => layer.Layer));
        foreach (var layer in layers)
        {
            Assert.InRange(layer.Noisy.Nats, 0, Math.Log(40));
            Assert.True(layer.Contrastive.Nats <= Math.Log(10));
            Assert.True(layer.Label.Nats <= Math.Log(3));
            Assert.Equal(3, new[] { layer.Noisy.Limits, layer.Contrastive.Limits, layer.Label.Limits }.Distinct().Count());
        }
        Assert.Equal(layers.Select(layer => layer.Contrastive), MutualInformation.PerLayer(network, Tiny.Data.Test, Tiny.Data, batch: 10).Select(layer => layer.Contrastive));
    }
}
