using EarlyExit.Analysis;
using EarlyExit.Models;
using EarlyExit.Regimes;
using EarlyExit.Tests.Regimes;
using TorchSharp;
using static TorchSharp.torch;

namespace EarlyExit.Tests.Analysis;

[Collection("torch")]
public sealed class LandscapeTests : OneThread
{
    private readonly string _folder = Directory.CreateTempSubdirectory("earlyexit-landscape-").FullName;

    public override void Dispose()
    {
        Directory.Delete(_folder, recursive: true);
        base.Dispose();
    }

    private Landscape Around(MultiExitNetwork network, int grid = 5, double radius = 1, MovedWeights? moved = null, IProgress<AnalysisProgress>? progress = null, CancellationTokenSource? cancel = null) =>
        Landscape.Around(network, Tiny.Data.Validation, Tiny.Data, grid, radius, moved, seed: 3, _folder, progress ?? new Told(_ => { }), cancel?.Token ?? TestContext.Current.CancellationToken);

    [Fact]
    public void The_centre_is_the_network_itself_and_the_network_is_not_touched()
    {
        using var network = Tiny.Seasoned(Tiny.ResNet, seed: 1);
        network.train();
        var before = WeightBytes.Of(network);
        var landscape = Around(network);
        Assert.Equal(before, WeightBytes.Of(network));
        Assert.True(network.training);
        Assert.Equal([-1, -.5, 0, .5, 1], landscape.Coordinates);
        var losses = Evaluation.Of(network, Tiny.Data.Validation, Tiny.Data).Loss;
        Assert.Equal(losses, landscape.PerExit().Select(surface => surface.Centre));
        Assert.Equal(losses.Average(), landscape.Mean().Centre, 1e-12);
        Assert.Equal(25, landscape.Exits[0].Loss.SelectMany(row => row).Distinct().Count());
    }

    [Fact]
    public void A_linear_network_s_surface_is_that_by_hand()
    {
        using var network = Tiny.Linear.Build(seed: 5);
        var surface = Around(network, grid: 3, radius: .5).PerExit()[1];
        using var scope = NewDisposeScope();
        var moved = MovedWeights.Everything.WithoutVectors();
        var (first, second) = (moved.Draw(network, 6), moved.Draw(network, 7));
        var (weight, bias) = (network.get_parameter("classifier.linear.weight")!, network.get_parameter("classifier.linear.bias")!);
        var (one, other) = (Of(first), Of(second));
        Assert.Equal(2, first.Count); // the weights of two heads, not their biases
        var origin = Tiny.Numbers(weight);
        for (var row = 0; row < 3; row++)
            for (var column = 0; column < 3; column++)
            {
                double[] at = [.. origin.Select((w, i) => w + (column - 1) * .5 * one[i] + (row - 1) * .5 * other[i])];
                Assert.Equal(Tiny.Loss(Tiny.Data.Validation, at, Tiny.Numbers(bias)), surface.Loss[row][column], 1e-4);
            }

        double[] Of(IReadOnlyList<(TorchSharp.Modules.Parameter Weight, Tensor Direction)> directions) =>
            Tiny.Numbers(directions.Single(direction => ReferenceEquals(direction.Weight, weight)).Direction);
    }

    [Fact]
    public void Directions_have_the_length_of_the_weights_filter_by_filter()
    {
        using var network = Tiny.Seasoned(Tiny.ResNet, seed: 1);
        using var scope = NewDisposeScope();
        foreach (var (weight, direction) in MovedWeights.Everything.Draw(network, seed: 1))
        {
            var filters = weight.ndim > 1 ? weight.shape[0] : 1;
            Assert.Equal(weight.shape, direction.shape);
            Assert.True(torch.allclose(weight.reshape(filters, -1).norm(1), direction.reshape(filters, -1).norm(1), rtol: 1e-4, atol: 1e-6));
        }
        var all = network.parameters().Count();
        Assert.Equal(all, MovedWeights.Everything.Of(network).Count());
        Assert.Equal(all, MovedWeights.Backbone.Of(network).Count() + MovedWeights.Heads.Of(network).Count());
        Assert.All(MovedWeights.Everything.WithoutVectors().Of(network), weight => Assert.True(weight.ndim > 1));
        Assert.Contains(network.parameters(), weight => weight.ndim == 1);
    }

    [Fact]
    public void Heads_alone_leave_the_last_exit_where_it_is()
    {
        using var network = Tiny.Seasoned(Tiny.ResNet, seed: 1);
        var landscape = Around(network, grid: 3, moved: MovedWeights.Heads.WithoutVectors());
        Assert.Single(landscape.Exits[^1].Loss.SelectMany(row => row).Distinct());
        Assert.NotEqual(landscape.Exits[0].Loss[0][0], landscape.Exits[0].Centre);
    }

    [Fact]
    public void Sharpness_of_a_bowl_is_its_height_at_the_radius()
    {
        double[] at = [.. Enumerable.Range(-10, 21).Select(k => k / 10.0)];
        var bowl = new LossSurface("bowl", at, [.. at.Select(y => (IReadOnlyList<double>)[.. at.Select(x => 2 + 3 * (x * x + y * y))])]);
        Assert.Equal(2, bowl.Centre);
        Assert.Equal((0, 0, 2), bowl.Lowest);
        // Bilinear between points .1 apart, a square's height is off by at most .1^2 / 4 in either direction.
        Assert.InRange(bowl.Sharpness(.5) - 3 * .25, 0, 3 * .005);
        Assert.InRange(bowl.Sharpness(1) - 3, 0, 3 * .005);
        var slope = bowl with { Loss = [.. at.Select(y => (IReadOnlyList<double>)[.. at.Select(x => x - 2 * y)])] };
        Assert.Equal(0, slope.Sharpness(.7), 1e-12);
        Assert.Equal(.33 - 2 * -.47, slope.At(.33, -.47), 1e-12);
        Assert.Contains("reaches from 0 to 1", Assert.Throws<ArgumentOutOfRangeException>(() => bowl.Sharpness(1.5)).Message);
    }

    [Fact]
    public void Cancelled_in_the_middle_it_goes_on_to_the_same_bits()
    {
        using var network = Tiny.Seasoned(Tiny.ResNet, seed: 1);
        using var elsewhere = new LandscapeTests();
        var whole = elsewhere.Around(network);
        using var cancel = new CancellationTokenSource();
        var before = WeightBytes.Of(network);
        Assert.Throws<OperationCanceledException>(() => Around(network, progress: new Told(p => { if (p.Done == 13) cancel.Cancel(); }), cancel: cancel));
        Assert.Equal(before, WeightBytes.Of(network));
        var told = new List<AnalysisProgress>();
        var resumed = Around(network, progress: new Told(told.Add));
        Assert.Equal(15, told.Count); // two of five rows were finished
        Assert.Equal((11, 25, 25), (told[0].Done, told[^1].Done, told[^1].Of));
        Assert.Equal(Flat(whole), Flat(resumed));
        told.Clear();
        Assert.Equal(Flat(whole), Flat(Around(network, progress: new Told(told.Add))));
        Assert.Empty(told);
    }

    [Fact]
    public void Other_weights_or_samples_are_another_computation_and_a_damaged_file_none()
    {
        using var network = Tiny.Perceptron.Build(seed: 1);
        var first = Around(network, grid: 3);
        var file = Assert.Single(Directory.GetFiles(_folder));
        var bytes = File.ReadAllBytes(file);
        bytes[bytes.Length / 2] ^= 1;
        File.WriteAllBytes(file, bytes);
        Assert.Equal(Flat(first), Flat(Around(network, grid: 3)));
        using (no_grad()) network.parameters().First().mul_(1.01);
        Assert.NotEqual(Flat(first), Flat(Around(network, grid: 3)));
        Assert.Equal(2, Directory.GetFiles(_folder).Length);
    }

    [Fact]
    public void Even_grids_are_refused()
    {
        using var network = Tiny.Linear.Build(seed: 1);
        Assert.Contains("odd number", Assert.Throws<ArgumentException>(() => Around(network, grid: 4)).Message);
        Assert.Contains("above 0", Assert.Throws<ArgumentException>(() => Around(network, radius: 0)).Message);
        Assert.Contains("moves no weight", Assert.Throws<ArgumentException>(() => Around(network, moved: new("nothing", _ => []))).Message);
    }

    private static double[] Flat(Landscape landscape) => [.. landscape.Exits.SelectMany(exit => exit.Loss).SelectMany(row => row)];
}

/// <summary>Progress on the spot.</summary>
internal sealed class Told(Action<AnalysisProgress> action) : IProgress<AnalysisProgress>
{
    public void Report(AnalysisProgress value) => action(value);
}
