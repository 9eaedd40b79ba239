using System.Numerics;
using EarlyExit.Data.Drawing;

namespace EarlyExit.Tests.Data;

public sealed class OutlineTests
{
    public static TheoryData<int> Labels => [.. Enumerable.Range(0, Outline.Classes.Count)];

    [Fact]
    public void TenDifferentNames()
    {
        Assert.Equal(10, Outline.Classes.Count);
        Assert.Distinct(Outline.Classes.Select(outline => outline.Name));
    }

    /// <summary>Counted on a fine grid: area pi, centre of mass at the origin, as the signs of the distance have it.</summary>
    [Theory, MemberData(nameof(Labels))]
    public void EveryOutlineHasTheAreaOfTheUnitDisc(int label)
    {
        const float step = .02f;
        var (count, sum) = (0, Vector2.Zero);
        for (var y = -2.2f; y < 2.2f; y += step)
            for (var x = -2.2f; x < 2.2f; x += step)
                if (DistanceField.Exact(Outline.Classes[label].Corners, new(x, y)) < 0)
                {
                    count++;
                    sum += new Vector2(x, y);
                }
        Assert.Equal(Math.PI, count * step * step, .05);
        Assert.InRange((sum / count).Length(), 0, .02);
    }

    [Fact]
    public void TheCircleHasTheDistanceOfACircle()
    {
        var random = new Random(0);
        for (var i = 0; i < 200; i++)
        {
            var point = new Vector2(random.NextSingle(), random.NextSingle()) * 4 - new Vector2(2);
            Assert.Equal(point.Length() - 1, DistanceField.Exact(Outline.Classes[0].Corners, point), .01);
        }
    }

    [Fact]
    public void TheSquareHasTheDistanceOfASquare()
    {
        var half = MathF.Sqrt(MathF.PI) / 2;
        var random = new Random(0);
        for (var i = 0; i < 200; i++)
        {
            var point = new Vector2(random.NextSingle(), random.NextSingle()) * 4 - new Vector2(2);
            var (x, y) = (MathF.Abs(point.X) - half, MathF.Abs(point.Y) - half);
            var expected = x > 0 && y > 0 ? MathF.Sqrt(x * x + y * y) : MathF.Max(x, y);
            Assert.Equal(expected, DistanceField.Exact(Outline.Classes[3].Corners, point), .001);
        }
    }

    [Theory, MemberData(nameof(Labels))]
    public void TheFieldComesCloseToTheExactDistance(int label)
    {
        var random = new Random(label);
        for (var i = 0; i < 200; i++)
        {
            var point = (new Vector2(random.NextSingle(), random.NextSingle()) * 2 - Vector2.One) * 2.15f;
            Assert.Equal(DistanceField.Exact(Outline.Classes[label].Corners, point), DistanceField.Classes[label].At(point), .015);
        }
        Assert.True(DistanceField.Classes[label].At(new(50, -50)) > .5);
    }
}
