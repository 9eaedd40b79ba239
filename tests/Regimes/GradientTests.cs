using EarlyExit.Models;
using EarlyExit.Regimes;
using TorchSharp;
using static EarlyExit.Regimes.Length;
using static TorchSharp.torch;

namespace EarlyExit.Tests.Regimes;

/// <summary>Gradients that reach the parts of a small network, against the sum over exits done by hand.</summary>
[Collection("torch")]
public class GradientTests : OneThread
{
    private static readonly Architecture Three = Mlp.Of([4], [6, 5, 4], classes: 3).WithExits(Heads.Linear, Every.Block);
    private static readonly Recipe Recipe = new();

    [Theory]
    [InlineData("sum")]
    [InlineData("equilibrium")]
    [InlineData("detach")]
    public void Each_exit_reaches_each_segment_with_its_factor(string name)
    {
        // factor[exit][segment]: what the gradient of an exit's loss is multiplied by in a segment.
        var (rule, factors) = name switch
        {
            "sum" => (GradientRule.Sum, new double[][] { [1, 0, 0], [1, 1, 0], [1, 1, 1] }),
            "equilibrium" => (GradientRule.Equilibrium, [[1 / 3.0, 0, 0], [1 / 3.0, 1 / 2.0, 0], [1 / 3.0, 1 / 2.0, 1]]),
            _ => (GradientRule.Detach, [[0, 0, 0], [0, 0, 0], [1, 1, 1]]),
        };
        double[] weights = [.5, .3, .2];
        using var scope = NewDisposeScope();
        using var network = Three.Build(seed: 2);
        manual_seed(1);
        var images = torch.randn(7, 4);
        var labels = torch.tensor(new long[] { 0, 1, 2, 0, 1, 2, 0 });

        var expected = Enumerable.Range(0, 3).Select(_ => new double[20]).ToArray();
        for (var exit = 0; exit < 3; exit++)
        {
            network.zero_grad();
            nn.functional.cross_entropy(network.call(images)[exit], labels).backward();
            for (var segment = 0; segment <= exit; segment++)
                expected[segment] = [.. expected[segment].Zip(GradientsOf(network, segment), (sum, g) => sum + weights[exit] * factors[exit][segment] * g)];
        }

        network.zero_grad();
        var phase = new Phase(Trains.Everything, Epochs(1))
        {
            Gradients = rule,
            LossWeights = new LossWeights("given", (_, _) => weights),
            Optimiser = Optimiser.Sgd(0, momentum: 0, weightDecay: 0),
        };
        using var step = new TrainingStep(network, phase, Recipe);
        var loss = step.Take(images, labels, default);

        var losses = network.call(images).Select(logits => (double)nn.functional.cross_entropy(logits, labels).item<float>()).ToArray();
        Assert.Equal(losses.Zip(weights, (l, w) => l * w).Sum(), loss, 1e-6);
        for (var segment = 0; segment < 3; segment++)
        {
            var found = GradientsOf(network, segment);
            for (var i = 0; i < 20; i++) Assert.Equal(expected[segment][i], found[i], 1e-6);
        }
    }

    [Fact]
    public void Long_gradients_are_shortened()
    {
        using var scope = NewDisposeScope();
        using var network = Three.Build(seed: 2);
        var phase = new Phase(Trains.Everything, Epochs(1)) { Optimiser = Optimiser.Sgd(0, momentum: 0, weightDecay: 0) };
        using var step = new TrainingStep(network, phase, new Recipe { LongestGradient = .01 });
        step.Take(torch.randn(7, 4), torch.tensor(new long[] { 0, 1, 2, 0, 1, 2, 0 }), default);
        var length = Math.Sqrt(network.parameters().Sum(parameter => (double)parameter.grad!.square().sum().item<float>()));
        Assert.Equal(.01, length, 1e-4);
    }

    /// <summary>The first gradients of a segment's weights, twenty of them.</summary>
    private static double[] GradientsOf(MultiExitNetwork network, int segment) =>
        [.. network.SegmentParameters(segment).First().grad!.flatten().data<float>().ToArray().Take(20).Select(g => (double)g)];
}
