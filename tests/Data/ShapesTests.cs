using System.Numerics;
using EarlyExit.Data;
using EarlyExit.Data.Drawing;

namespace EarlyExit.Tests.Data;

public sealed class ShapesTests
{
    private static readonly DataSet Set = Shapes.Create(seed: 7, train: 600, validation: 300, test: 300);

    [Fact]
    public void SamplesDoNotDependOnHowManyAreAskedFor()
    {
        var few = Shapes.Create(seed: 7, train: 40, validation: 20, test: 30);
        Assert.Equal(Set.Train.Take(40).Pixels, few.Train.Pixels);
        Assert.Equal(Set.Train.Take(40).Difficulty, few.Train.Difficulty);
        Assert.Equal(Set.Validation.Take(20).Pixels, few.Validation.Pixels);
        Assert.Equal(Set.Test.Take(30).Pixels, few.Test.Pixels);
    }

    /// <summary>One thread and one canvas, sample after sample, against the parallel loop.</summary>
    [Fact]
    public void SamplesDoNotDependOnThreads()
    {
        var alone = new byte[30 * 3072];
        var canvas = new Canvas(32);
        for (var n = 0; n < 30; n++)
        {
            var random = new Philox(7, 0, (uint)n);
            Scene.Draw(canvas, n % 10, random.Unit(), ref random);
            canvas.CopyTo(alone.AsSpan(n * 3072, 3072));
        }
        Assert.Equal(alone, Set.Train.Take(30).Pixels);
    }

    [Fact]
    public void SeedsAndPartsDiffer()
    {
        var other = Shapes.Create(seed: 8, train: 300, validation: 300, test: 300);
        float[]?[] streams = [Set.Train.Take(300).Difficulty, Set.Validation.Difficulty, Set.Test.Difficulty, other.Train.Difficulty, other.Validation.Difficulty, other.Test.Difficulty];
        Assert.Distinct(streams.SelectMany(difficulty => difficulty!.Select((d, n) => (d, n))));
    }

    [Fact]
    public void ClassesAreBalancedAndDifficultyIsUniform()
    {
        Assert.Equal(10, Set.Train.Classes);
        Assert.All(Enumerable.Range(0, 10), label => Assert.Equal(60, Set.Train.Labels.Count(l => l == label)));
        float[] sorted = [.. Set.Train.Difficulty!.Order()];
        var kolmogorov = sorted.Select((d, i) => Math.Max(Math.Abs(d - i / 600f), Math.Abs(d - (i + 1) / 600f))).Max();
        Assert.InRange(kolmogorov, 0, 1.95 / Math.Sqrt(600)); // p = .001
    }

    [Fact]
    public void TheEasiestSamplesAreOneShapeOnAQuietGround()
    {
        var canvas = new Canvas(32);
        for (var label = 0; label < 10; label++)
        {
            var random = new Philox(3, 0, (uint)label);
            Scene.Draw(canvas, label, 0, ref random);
            var ground = canvas.Pixels[0];
            var corners = new[] { canvas.Pixels[31], canvas.Pixels[31 * 32], canvas.Pixels[1023] };
            Assert.All(corners, corner => Assert.InRange(Vector3.Distance(corner, ground), 0, .25));
            Assert.Contains(canvas.Pixels.ToArray(), pixel => Vector3.Distance(pixel, ground) > .4);
        }
    }

    [Fact]
    public void WrongCountsAreRefused()
    {
        Assert.Throws<ArgumentOutOfRangeException>("train", () => Shapes.Create(0, train: 0));
        Assert.Throws<ArgumentOutOfRangeException>("test", () => Shapes.Create(0, 1, 1, test: -1));
    }
}
