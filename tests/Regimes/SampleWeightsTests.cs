using EarlyExit.Data;
using EarlyExit.Models;
using EarlyExit.Regimes;
using TorchSharp;
using static EarlyExit.Regimes.Length;
using static TorchSharp.torch;

namespace EarlyExit.Tests.Regimes;

/// <summary>Learnt weights of samples: the slope that the predictor learns from, against finite differences of the whole lesson.</summary>
[Collection("torch")]
public class SampleWeightsTests : OneThread
{
    private static readonly Architecture Three = Mlp.Of([4], [6, 5, 4], classes: 3).WithExits(Heads.Linear, Every.Block);

    [Fact]
    public void Exits_are_judged_on_shares_that_fall_by_a_ratio()
    {
        // .5, .25, .125 of .875: 57.1, 28.6 and the rest of 100.
        Assert.Equal([57, 28, 15], new SampleWeights { Ratio = .5 }.Quotas(100, 3));
        Assert.Equal(64, new SampleWeights().Quotas(64, 6).Sum());
    }

    [Fact]
    public void The_slope_is_that_of_the_loss_ahead()
    {
        using var scope = NewDisposeScope();
        using var network = Three.Build(seed: 2);
        network.to(ScalarType.Float64);
        manual_seed(1);
        var x = torch.randn([12, 4], dtype: ScalarType.Float64);
        var labels = torch.tensor(new long[] { 0, 1, 2, 0, 1, 2, 0, 2, 1, 1, 0, 2 });
        var rule = new SampleWeights { Width = 8, Ratio = .5, Range = 1 };
        double[] exits = [.5, .3, .2];
        const double Rate = .7;
        using var part = new PhaseNetwork(network, new Phase(Trains.Everything));
        using var weighting = new SampleWeighting(rule, network, new Phase(Trains.Everything), part);
        var before = network.parameters().Select(parameter => parameter.clone()).ToArray();
        var (predicted, slope) = weighting.Slope(x, labels, exits, Rate, (spoken, y) => Losses([.. spoken.Select(exit => exit!.Logits)], y));
        Assert.Equal([6, 3], slope.shape);
        foreach (var (kept, parameter) in before.Zip(network.parameters())) Assert.True(kept.equal(parameter).all().item<bool>());

        foreach (var (n, i) in ((int, int)[])[(0, 0), (1, 1), (3, 2), (5, 0)])
        {
            const double H = 1e-5;
            var finite = (Ahead(n, i, H) - Ahead(n, i, -H)) / (2 * H);
            Assert.Equal(finite, slope[n, i].item<double>(), 1e-7 + 1e-4 * Math.Abs(finite));
        }

        // The loss on the second half after a step on the first half whose weight of one loss is moved a little.
        double Ahead(int n, int i, double by)
        {
            using var inner = NewDisposeScope();
            using var copy = Three.Build(seed: 2);
            copy.to(ScalarType.Float64);
            foreach (var (there, here) in copy.parameters().Zip(network.parameters())) using (no_grad()) there.copy_(here);
            var weights = predicted.detach().clone();
            weights[n, i] = weights[n, i] + by;
            var loss = (weights * Losses(copy.call(x.narrow(0, 0, 6)), labels.narrow(0, 0, 6)) * torch.tensor(exits)).sum() / 6;
            loss.backward();
            foreach (var parameter in copy.parameters()) using (no_grad()) parameter.sub_(Rate * parameter.grad!);
            var (said, y) = (copy.call(x.narrow(0, 6, 6)), labels.narrow(0, 6, 6));
            // Shares .5, .25, .125 of .875 of 6 samples: 3, 1 and 2, the most confident of those left.
            var (left, total) = (Enumerable.Range(0, 6).ToList(), 0.0);
            foreach (var (exit, quota) in ((int, int)[])[(0, 3), (1, 1), (2, 2)])
            {
                var confidence = said[exit].softmax(1).max(1).values.data<double>().ToArray();
                var chosen = left.OrderByDescending(k => confidence[k]).Take(quota).ToArray();
                left.RemoveAll(chosen.Contains);
                total += chosen.Average(k => -said[exit].log_softmax(1)[k, (int)y[k].item<long>()].item<double>()) / 3;
            }
            return total;
        }
    }

    private static Tensor Losses(Tensor[] said, Tensor labels) =>
        stack(said.Select(logits => nn.functional.cross_entropy(logits, labels, reduction: nn.Reduction.None)), 1);

    [Fact]
    public void Weights_have_mean_1_and_the_predictor_learns()
    {
        using var scope = NewDisposeScope();
        using var network = Three.Build(seed: 2);
        manual_seed(1);
        var (x, labels) = (torch.randn(8, 4), torch.tensor(new long[] { 0, 1, 2, 0, 1, 2, 0, 2 }));
        var phase = new Phase(Trains.Everything, Epochs(1)) { SampleWeights = new() { Width = 8, Every = 2 }, Optimiser = Optimiser.Sgd(.1) };
        using var step = new TrainingStep(network, phase, new Recipe());
        var weighted = step.Weighting!.Loss(torch.ones(8, 3), [1 / 3.0, 1 / 3.0, 1 / 3.0]).item<float>();
        Assert.Equal(1, weighted, 1e-6);
        float[] Predictor() => [.. step.Weighting.Predictor.parameters().SelectMany(parameter => parameter.detach().data<float>().ToArray())];
        var start = Predictor();
        step.Take(x, labels, new(0, 0));
        var after = Predictor();
        Assert.NotEqual(start, after);
        step.Take(x, labels, new(0, 1));
        Assert.Equal(after, Predictor());
    }

    [Fact]
    public void Statistics_of_batch_norms_move_as_if_there_had_been_no_lesson()
    {
        var data = TinyData.Create();
        float[] Statistics(SampleWeights? weights)
        {
            using var network = ResNet.ForCifar(8, 2, classes: 3, input: [2, 6, 6]).WithExits(Heads.Pooled, Every.Block).Build(seed: 0);
            // Nothing moves but the statistics.
            var phase = new Phase(Trains.Everything, Epochs(1)) { SampleWeights = weights, Optimiser = Optimiser.Sgd(0, momentum: 0, weightDecay: 0) };
            new Trainer(network, data, new Recipe { BatchSize = 16 }, seed: 0).Train(phase, cancellation: TestContext.Current.CancellationToken);
            return [.. network.buffers().Where(buffer => buffer.dtype == ScalarType.Float32).SelectMany(buffer => buffer.data<float>().ToArray())];
        }
        Assert.Equal(Statistics(null), Statistics(new() { Width = 4, Every = 1 }));
    }

    [Fact]
    public void A_lesson_costs_as_much_as_two_steps()
    {
        var phase = new Phase(Trains.Everything);
        Assert.Equal(1.5 * phase.MacsPerSample(Three), (phase with { SampleWeights = new() { Every = 4 } }).MacsPerSample(Three));
        Assert.Contains(", sample weights width 500", (phase with { Length = Epochs(1), SampleWeights = new() }).Describe(3, new Recipe()));
        Assert.DoesNotContain("sample weights", (phase with { Length = Epochs(1) }).Describe(3, new Recipe()));
    }

    [Fact]
    public void Exits_without_a_loss_are_refused()
    {
        using var scope = NewDisposeScope();
        using var network = Three.Build(seed: 2);
        var phase = new Phase(Trains.Everything, Epochs(1)) { SampleWeights = new() { Width = 4 }, LossWeights = Weights.Alternating };
        using var step = new TrainingStep(network, phase, new Recipe());
        var error = Assert.Throws<ArgumentException>(() => step.Take(torch.randn(4, 4), torch.tensor(new long[] { 0, 1, 2, 0 }), default));
        Assert.Contains("'alternating' has 0 at exit 0", error.Message);
    }
}
