using EarlyExit.Analysis;
using EarlyExit.Models;
using EarlyExit.Regimes;
using EarlyExit.Tests.Regimes;
using TorchSharp;
using static TorchSharp.torch;

namespace EarlyExit.Tests.Analysis;

[Collection("torch")]
public sealed class ConnectivityTests : OneThread
{
    private readonly string _folder = Directory.CreateTempSubdirectory("earlyexit-paths-").FullName;

    public override void Dispose()
    {
        Directory.Delete(_folder, recursive: true);
        base.Dispose();
    }

    private LossPath Between(MultiExitNetwork first, MultiExitNetwork second, PathLoss? loss = null, int points = 5) =>
        Connectivity.Path(first, second, Tiny.Data.Validation, Tiny.Data, loss, points, statistics: null, _folder, new Told(_ => { }));

    [Fact]
    public void There_is_no_barrier_between_a_network_and_itself()
    {
        using var network = Tiny.Seasoned(Tiny.ResNet, seed: 1);
        var path = Between(network, network, PathLoss.MeanOverExits);
        Assert.Equal(0, path.Barrier, 1e-12);
        Assert.Equal(0, path.Distance);
        Assert.Single(path.Points.Select(point => point.Loss).Distinct());
    }

    [Fact]
    public void The_path_between_linear_networks_is_that_by_hand()
    {
        using var first = Tiny.Linear.Build(seed: 1);
        using var second = Tiny.Linear.Build(seed: 2);
        using (no_grad()) second.get_parameter("classifier.linear.weight")!.mul_(20);
        var path = Between(first, second);
        var (w, v) = (Tiny.Numbers(first.get_parameter("classifier.linear.weight")!), Tiny.Numbers(second.get_parameter("classifier.linear.weight")!));
        var (b, c) = (Tiny.Numbers(first.get_parameter("classifier.linear.bias")!), Tiny.Numbers(second.get_parameter("classifier.linear.bias")!));
        Assert.Equal(Math.Sqrt(w.Zip(v, (x, y) => (x - y) * (x - y)).Sum() + b.Zip(c, (x, y) => (x - y) * (x - y)).Sum()), path.Distance, 1e-4);
        foreach (var point in path.Points)
            Assert.Equal(Tiny.Loss(Tiny.Data.Validation, Mixed(w, v, point.At), Mixed(b, c, point.At)), point.Loss, 1e-3);
        Assert.Equal(0, path.Barrier); // cross-entropy is convex in a linear network's weights

        static double[] Mixed(double[] from, double[] to, double at) => [.. from.Zip(to, (x, y) => (1 - at) * x + at * y)];
    }

    [Fact]
    public void A_barrier_is_the_height_above_the_line_between_the_ends()
    {
        LossPath path = new([new(0, 1, 0), new(.25, 1.5, 0), new(.5, 4, 0), new(1, 3, 0)], 1);
        Assert.Equal(2, path.Barrier);
        Assert.Equal(4, path.Highest);
        Assert.Equal(0, (path with { Points = [new(0, 1, 0), new(.5, 1, 0), new(1, 3, 0)] }).Barrier);
    }

    [Fact]
    public void Batch_norm_statistics_are_those_of_each_point_not_of_the_networks()
    {
        using var first = Tiny.Seasoned(Tiny.ResNet, seed: 1);
        using var second = Tiny.Seasoned(Tiny.ResNet, seed: 2);
        var path = Between(first, second, PathLoss.MeanOverExits);
        using (no_grad())
            foreach (var buffer in first.buffers().Where(buffer => buffer.is_floating_point())) buffer.fill_(7);
        var before = WeightBytes.Of(first);
        Assert.Equal(path.Points, Between(first, second, PathLoss.MeanOverExits).Points);
        Assert.Equal(before, WeightBytes.Of(first));

        // The middle by hand: weights averaged, statistics recomputed.
        using var middle = Tiny.ResNet.Build(seed: 0);
        using (no_grad())
            foreach (var (name, weight) in middle.named_parameters()) weight.copy_((first.get_parameter(name)! + second.get_parameter(name)!) / 2);
        BatchNormStatistics.Recompute(middle, Tiny.Data.Train, Tiny.Data);
        Assert.Equal(Evaluation.Of(middle, Tiny.Data.Validation, Tiny.Data).Loss.Average(), path.Points[2].Loss, 1e-4);
    }

    [Fact]
    public void Early_heads_count_only_where_they_are_asked_for()
    {
        using var first = Tiny.Perceptron.Build(seed: 1);
        using var second = Mlp.Of([2, 6, 6], [8, 6, 5], classes: 3).WithExits(Heads.Linear, Placement.After(1)).Build(seed: 1);
        Assert.Equal(0, Between(first, second).Distance); // the same seed, the same backbone
        Assert.Contains("no weight head", Assert.Throws<ArgumentException>(() => Between(first, second, PathLoss.MeanOverExits)).Message);
        using var third = Tiny.Perceptron.Build(seed: 1);
        using (no_grad()) third.get_parameter("head0.linear.bias")!.add_(2);
        Assert.Equal(0, Connectivity.Distance(first, third));
        Assert.Equal(2 * Math.Sqrt(3), Connectivity.Distance(first, third, PathLoss.MeanOverExits), 1e-6);
    }

    [Fact]
    public void A_plane_goes_through_its_three_networks_at_their_distances()
    {
        MultiExitNetwork[] networks = [.. Enumerable.Range(1, 3).Select(seed => Tiny.Seasoned(Tiny.ResNet, seed))];
        (string, MultiExitNetwork)[] named = [("a", networks[0]), ("b", networks[1]), ("c", networks[2])];
        var plane = Connectivity.Plane(named, Tiny.Data.Validation, Tiny.Data, grid: 8, folder: _folder, progress: new Told(_ => { }), cancellation: TestContext.Current.CancellationToken);
        for (var i = 0; i < 3; i++)
            for (var j = 0; j < i; j++)
                Assert.Equal(
                    Connectivity.Distance(networks[i], networks[j]),
                    Math.Sqrt(Math.Pow(plane.Networks[i].X - plane.Networks[j].X, 2) + Math.Pow(plane.Networks[i].Y - plane.Networks[j].Y, 2)), 1e-3);
        // A margin of a fifth on a grid of 8: the second and the seventh coordinate are at 0 and at the far end.
        foreach (var axis in new[] { plane.X, plane.Y }) Assert.Equal(0, axis[1], 1e-9);
        var path = Between(networks[0], networks[1]);
        Assert.Equal(path.Points[0].Loss, plane.Loss[1][1], 1e-4);
        Assert.Equal(path.Points[^1].Loss, plane.Loss[1][6], 1e-3);
        Assert.Contains("one line", Assert.Throws<ArgumentException>(() => Connectivity.Plane(
            [named[0], named[1], named[0]], Tiny.Data.Validation, Tiny.Data, cancellation: TestContext.Current.CancellationToken)).Message);
        foreach (var network in networks) network.Dispose();
    }
}
