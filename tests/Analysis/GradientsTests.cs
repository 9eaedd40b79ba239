using EarlyExit.Analysis;
using EarlyExit.Data;
using EarlyExit.Inference;
using EarlyExit.Models;
using EarlyExit.Regimes;
using EarlyExit.Tests.Regimes;
using TorchSharp;
using static EarlyExit.Regimes.Length;
using static TorchSharp.torch;

namespace EarlyExit.Tests.Analysis;

[Collection("torch")]
public sealed class GradientsTests : OneThread
{
    private readonly string _folder = Directory.CreateTempSubdirectory("earlyexit-gradients-").FullName;

    public override void Dispose()
    {
        Directory.Delete(_folder, recursive: true);
        base.Dispose();
    }

    [Theory]
    [InlineData(BatchStatistics.Running)]
    [InlineData(BatchStatistics.Batch)]
    public void Products_are_those_of_gradients_one_exit_at_a_time(BatchStatistics statistics)
    {
        using var network = Tiny.Seasoned(Tiny.ResNet, seed: 1);
        var found = Gradients.Of(network, Tiny.Data.Train, Tiny.Data, statistics, batchSize: 60);
        if (statistics == BatchStatistics.Batch) network.train(); // there is no dropout in it
        using var scope = NewDisposeScope();
        var images = new ImageBatches(Tiny.Data.Train, Tiny.Data);
        var all = Enumerable.Range(0, 60).ToArray();
        string[] layers = ["stem", "block0", "block1", "block2"];
        var gradients = Enumerable.Range(0, 3).Select(exit =>
        {
            network.zero_grad();
            nn.functional.cross_entropy(network.call(images.Of(all))[exit], images.Labels(all)).backward();
            return layers.Select(layer => network.named_parameters().Where(p => p.name.StartsWith(layer + "."))
                .SelectMany(p => p.parameter.grad is { } grad ? Tiny.Numbers(grad) : new double[p.parameter.numel()]).ToArray()).ToArray();
        }).ToArray();
        Assert.Equal(layers, found.Layers);
        Assert.Equal([0, 0, 1, 2], found.Reach);
        for (var layer = 0; layer < 4; layer++)
        {
            Assert.Equal(gradients[0][layer].Length, found.Parameters[layer]);
            for (var i = 0; i < 3; i++)
                for (var j = 0; j < 3; j++)
                {
                    var product = gradients[i][layer].Zip(gradients[j][layer], (a, b) => a * b).Sum();
                    Assert.Equal(product, found.Products[layer][i, j], 1e-4 * (1e-3 + Math.Abs(product)));
                }
        }
    }

    [Fact]
    public void Shares_add_up_and_follow_from_the_products()
    {
        // In layer a: g0 = (3, 4), g1 = (4, 3): norms 5, product 24. In layer b only exit 1 arrives.
        ExitGradients gradients = new(["a", "b"], [0, 1], [new double[,] { { 25, 24 }, { 24, 25 } }, new double[,] { { 0, 0 }, { 0, 4 } }], [2, 2], "by hand");
        Assert.Equal((5, .5, .96), (gradients.Norm(0, 0), gradients.Share(0, 0), gradients.Cosine(0, 1, 0)));
        Assert.Equal((0, 1, 1), (gradients.Share(0, 1), gradients.Share(1, 1), gradients.ProjectedShare(1, 1)));
        Assert.Equal((Math.Sqrt(98), 2), (gradients.NormOfSum(0), gradients.NormOfSum(1)));
        Assert.True(double.IsNaN(gradients.Cosine(0, 1, 1)));
        // Exit 0 three times: g0 = (9, 12); the sum is (13, 15).
        var weighted = gradients.Weighted([3, 1]);
        Assert.Equal(.9, weighted.Share(0, 0), 1e-12);
        Assert.Equal((9 * 13 + 12 * 15) / (13.0 * 13 + 15 * 15), weighted.ProjectedShare(0, 0), 1e-12);
        Assert.Equal(1, weighted.ProjectedShare(0, 0) + weighted.ProjectedShare(1, 0), 1e-12);
        Assert.Equal(.96, weighted.CosineWithOthers(0, 0), 1e-12);
        Assert.Throws<ArgumentException>(() => gradients.Weighted([1]));
    }

    [Fact]
    public void Batches_add_up_to_the_gradient_over_all_samples_where_statistics_are_fixed()
    {
        using var network = Tiny.Seasoned(Tiny.ResNet, seed: 1);
        var one = Gradients.Of(network, Tiny.Data.Train, Tiny.Data, BatchStatistics.Running, batchSize: 60);
        var several = Gradients.Of(network, Tiny.Data.Train, Tiny.Data, BatchStatistics.Running, batchSize: 13);
        foreach (var (a, b) in one.Products.SelectMany(p => p.Cast<double>()).Zip(several.Products.SelectMany(p => p.Cast<double>()))) Assert.Equal(a, b, 1e-4 * (1e-3 + Math.Abs(a)));
        Assert.Contains("over 60 samples, batch norm by running statistics", one.Setting);
    }

    [Fact]
    public void Measuring_leaves_no_trace()
    {
        using var network = Tiny.Seasoned(Tiny.ResNet, seed: 1);
        network.train();
        network.SegmentModules(2)[0].eval();
        foreach (var frozen in network.SegmentParameters(1)) frozen.requires_grad = false;
        var before = WeightBytes.Of(network);
        var modes = network.modules().Select(module => module.training).ToArray();
        var wants = network.parameters().Select(parameter => parameter.requires_grad).ToArray();
        Gradients.Of(network, Tiny.Data.Train, Tiny.Data, BatchStatistics.Batch);
        Assert.Equal(before, WeightBytes.Of(network));
        Assert.Equal(modes, network.modules().Select(module => module.training));
        Assert.Equal(wants, network.parameters().Select(parameter => parameter.requires_grad));
        Assert.All(network.parameters(), parameter => Assert.Null(parameter.grad));
    }

    private static readonly Recipe Recipe = new() { BatchSize = 16, Optimiser = Optimiser.Adam(1e-2) };
    private static readonly Regime Regime = new("mixed", new Phase(Trains.Backbone, Epochs(2)), new Phase(Trains.Everything, Epochs(1)));

    private static IReadOnlyList<GradientMoment> History(string folder, IProgress<AnalysisProgress>? progress = null, CancellationTokenSource? cancel = null) =>
        GradientHistory.Train(Tiny.ResNet, Tiny.Data, Regime, Tiny.Data.Train, seed: 5, recipe: Recipe, parts: 3, folder: folder, progress: progress ?? new Told(_ => { }), cancellation: cancel?.Token ?? TestContext.Current.CancellationToken);

    [Fact]
    public async Task History_begins_with_fresh_weights_ends_with_the_study_s_and_goes_on_after_cancellation()
    {
        var moments = History(Path.Combine(_folder, "whole"));
        Assert.Equal([(0, 0.0), (0, 1 / 3.0), (0, 2 / 3.0), (0, 1), (1, 0), (1, 1 / 3.0), (1, 2 / 3.0), (1, 1)], moments.Select(m => (m.Phase, m.Progress)));
        using var fresh = Tiny.ResNet.Build(seed: 5);
        Assert.Equal(Numbers(Gradients.Of(fresh, Tiny.Data.Train, Tiny.Data)), Numbers(moments[0].Gradients));
        var runs = await Study.Train(Tiny.ResNet, Tiny.Data, [Regime], [5], recipe: Recipe, folder: Path.Combine(_folder, "study"),
            progress: new Quiet(), cancellation: TestContext.Current.CancellationToken);
        Assert.Equal(Numbers(Gradients.Of(runs[0].Network, Tiny.Data.Train, Tiny.Data)), Numbers(moments[^1].Gradients));
        // The end of the first phase and the beginning of the second are the same weights.
        Assert.Equal(Numbers(moments[3].Gradients), Numbers(moments[4].Gradients));

        // 3 steps an epoch, so 6 and 3; stopped in each phase.
        var parts = Path.Combine(_folder, "parts");
        foreach (var stop in new[] { 4, 8 })
        {
            using var cancel = new CancellationTokenSource();
            Assert.Throws<OperationCanceledException>(() => History(parts, new Told(p => { if (p.Done == stop) cancel.Cancel(); }), cancel));
        }
        var resumed = History(parts);
        Assert.Equal(moments.SelectMany(m => Numbers(m.Gradients)), resumed.SelectMany(m => Numbers(m.Gradients)));
        var told = new List<AnalysisProgress>();
        Assert.Equal(moments.Count, History(parts, new Told(told.Add)).Count);
        Assert.Empty(told);
    }

    private static double[] Numbers(ExitGradients gradients) => [.. gradients.Products.SelectMany(layer => layer.Cast<double>())];

    private sealed class Quiet : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value)
        {
        }
    }
}
