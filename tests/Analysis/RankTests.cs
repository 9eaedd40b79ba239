using System.Text.Json;
using EarlyExit.Analysis;
using EarlyExit.Tests.Regimes;
using TorchSharp;
using static TorchSharp.torch;

namespace EarlyExit.Tests.Analysis;

[Collection("torch")]
public class RankTests : OneThread
{
    public sealed record Facts(double[] Values, double Numpy, double Relative, double Stable, double Entropy);

    public sealed record Case(int Rows, int Columns, float[] Matrix, Facts Plain, Facts Centred)
    {
        public override string ToString() => $"{Rows} x {Columns}";
    }

    public static TheoryData<Case> Cases => [.. JsonSerializer.Deserialize<Case[]>(
        File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "golden", "analysis", "ranks.json")), JsonSerializerOptions.Web)!];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Spectra_and_ranks_are_those_of_numpy_and_scipy(Case golden)
    {
        using var scope = NewDisposeScope();
        var matrix = torch.tensor(golden.Matrix, [golden.Rows, golden.Columns]);
        foreach (var (centring, expected) in new[] { (Centring.None, golden.Plain), (Centring.PerFeature, golden.Centred) })
        {
            var spectrum = Spectrum.Of(matrix, centring);
            Assert.Equal(expected.Values.Length, spectrum.Values.Count);
            Assert.Equal(Math.Min(golden.Rows, golden.Columns), spectrum.Most);
            for (var k = 0; k < expected.Values.Length; k++) Assert.Equal(expected.Values[k], spectrum.Values[k], 3e-7 * expected.Values[0]);
            Assert.Equal(expected.Numpy, spectrum.Rank(RankDefinition.NumPy));
            Assert.Equal(expected.Relative, spectrum.Rank(RankDefinition.Relative(1e-3)));
            Assert.Equal(expected.Relative, spectrum.Rank(RankDefinition.OfCovariance(1e-6)));
            Assert.Equal(expected.Stable, spectrum.Rank(RankDefinition.Stable), 1e-5);
            Assert.Equal(expected.Entropy, spectrum.Rank(RankDefinition.Entropy), 1e-5);
        }
    }

    [Fact]
    public void Equal_singular_values_make_every_rank_their_number_and_zeros_none()
    {
        using var scope = NewDisposeScope();
        RankDefinition[] all = [RankDefinition.Relative(.5), RankDefinition.NumPy, RankDefinition.Stable, RankDefinition.Entropy];
        var equal = Spectrum.Of(3 * torch.eye(7), Centring.None);
        var nothing = Spectrum.Of(torch.zeros(5, 4), Centring.PerFeature);
        foreach (var definition in all)
        {
            Assert.Equal(7, equal.Rank(definition), 1e-9);
            Assert.Equal(0, nothing.Rank(definition));
        }
        Assert.Equal(1, Spectrum.Of(torch.ones(6, 3), Centring.None).Rank(RankDefinition.Entropy), 1e-6);
        Assert.Equal(0, Spectrum.Of(torch.ones(6, 3), Centring.PerFeature).Rank(RankDefinition.NumPy));
    }

    [Fact]
    public void Bad_matrices_and_tolerances_are_refused()
    {
        using var scope = NewDisposeScope();
        Assert.Contains("[2, 3, 4]", Assert.Throws<ArgumentException>(() => Spectrum.Of(torch.zeros(2, 3, 4))).Message);
        Assert.Contains("not finite", Assert.Throws<ArgumentException>(() => Spectrum.Of(torch.tensor(new[] { 1f, float.NaN }, [2, 1]))).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => RankDefinition.Relative(1));
    }

    [Fact]
    public void Layers_are_ranked_beside_those_of_fresh_weights()
    {
        using var network = Tiny.Perceptron.Build(seed: 3);
        using (no_grad()) network.get_parameter("stage1.linear.weight")!.mul_(0).add_(1); // one direction is left
        var ranks = NumericalRank.PerLayer(network, Tiny.Data.Test, Tiny.Data, RankDefinition.Relative(1e-4), new() { Centring = Centring.None });
        Assert.Equal(["stage0", "stage1", "stage2"], ranks.Select(rank => rank.Layer));
        Assert.Equal([8, 6, 5], ranks.Select(rank => rank.Of));
        Assert.Equal(1, ranks[1].Rank);
        Assert.True(ranks[1].Untrained > 1);
        Assert.InRange(ranks[2].Rank, 0, 1);
    }
}
