using EarlyExit.Analysis;
using static EarlyExit.Tests.Charts.FigureParts;
using Draw = EarlyExit.Charts.Charts;

namespace EarlyExit.Tests.Charts;

/// <summary>Losses in weight space and tables of numbers, as colours.</summary>
public class LossChartTests
{
    private static readonly double[] At = [-1, -.5, 0, .5, 1];

    private static LossSurface Bowl(double depth) =>
        new("bowl", At, [.. At.Select(y => (IReadOnlyList<double>)[.. At.Select(x => depth * (x * x + y * y))])]);

    [Fact]
    public void PlanesMarkTheirNetworksAndCapTheHighestQuarter()
    {
        var plane = new LossPlane(At, At, [.. At.Select(y => (IReadOnlyList<double>)[.. At.Select(x => x == 1 && y == 1 ? double.PositiveInfinity : x * x + y * y)])],
            [new("disjoint", 0, 0), new("mixed", .5, 0), new("joint", .2, .7)]);
        var figure = Draw.LossOnPlane("t", plane);
        Assert.Equal(["contour", "scatter", "scatter", "scatter"], Traces(figure).Select(trace => (string?)trace["type"]));
        Assert.Equal([.2], Numbers(figure, 3, "x"));
        var shown = Traces(figure)[0]["z"]!.AsArray().SelectMany(row => row!.AsArray()).Select(value => (double)value!).ToArray();
        Assert.Equal(25, shown.Length);
        Assert.Equal(1.25, shown.Max()); // the 18th of 24 finite values
        Assert.Contains("disjoint, mixed and joint, from 0 (light) to 1.25 and more (dark)", figure.Alt);
        Assert.Contains("disjoint", figure.ToSvg());
    }

    [Fact]
    public void SurfacesStandSideBySideWithoutAScale()
    {
        var figure = Draw.LossSurfaces("t", ("exit 1", Bowl(1)), ("exit 2", Bowl(3)));
        Assert.Equal(2, Traces(figure).Count(trace => (string?)trace["type"] == "contour" && (bool?)trace["showscale"] == false));
        Assert.Contains("exit 2", figure.ToSvg());
        Assert.Contains("loss 0 in the middle", figure.Alt);
        Assert.Throws<ArgumentException>(() => Draw.LossSurfaces("t", ("one", Bowl(1))));
    }

    [Fact]
    public void HeatMapsBeginAtTheTop()
    {
        var figure = Draw.HeatMap("t", "moment", "layer", ["start", "end"], ("stem", [1, 2]), ("block0", [3, double.NaN]));
        Assert.Equal(["block0", "stem"], Traces(figure)[0]["y"]!.AsArray().Select(name => (string?)name));
        Assert.Equal([3, double.NaN], Numbers(Traces(figure)[0]["z"]![0]));
        Assert.Contains("from 1 to 3. One cell without a finite value is left out.", figure.Alt);
        Assert.Contains("'block0' has 1 values, expected 2", Assert.Throws<ArgumentException>(() => Draw.HeatMap("t", "x", "y", ["a", "b"], ("block0", [1]))).Message);
    }
}
