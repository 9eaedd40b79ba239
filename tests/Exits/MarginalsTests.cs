using EarlyExit.Exits;

namespace EarlyExit.Tests.Exits;

public class MarginalsTests
{
    private static readonly ScoreTable Ranks = new("a", [3, 1, 2, /* exit 2 */ -1, -3, -2], exits: 2, samples: 3);
    private static readonly ScoreTable Values = new("b", [.9, .5, .7, /* exit 2 */ 20, 10, double.PositiveInfinity], exits: 2, samples: 3);

    [Fact]
    public void TakesTheOrderOfOneAndTheNumbersOfTheOther()
    {
        var mapped = Marginals.Of(Ranks, Values);
        Assert.Equal([.9, .5, .7, double.PositiveInfinity, 10, 20], mapped.Values.ToArray());
        Assert.Equal("ranks of a, marginals of b", mapped.Name);
    }

    [Fact]
    public void OfOneTableIsThatTable()
    {
        var scores = MadeUp.Outputs(0, exits: 3, samples: 200, classes: 4, steps: 2).Score(Scores.MaxSoftmax);
        Assert.Equal(scores.Values.ToArray(), Marginals.Of(scores, scores).Values.ToArray());
    }

    // Two tie for the numbers 10 and 20 and get the lower, three for 10, 20 and 30 the middle one.
    [Theory]
    [InlineData(new double[] { 1, 1, 2 }, new double[] { 10, 10, 30 })]
    [InlineData(new double[] { 2, 1, 2 }, new double[] { 20, 10, 20 })]
    [InlineData(new double[] { 5, 5, 5 }, new double[] { 20, 20, 20 })]
    [InlineData(new double[] { 0.0, -0.0, 1 }, new double[] { 10, 10, 30 })]
    public void TiesStayTied(double[] ranks, double[] expected) =>
        Assert.Equal(expected, Marginals.Of(new("ranks", ranks, 1, 3), new("values", [30, 10, 20], 1, 3)).Values.ToArray());

    // Without ties: each exit's numbers are those of the one, and every pair of samples is ordered as by the other.
    [Fact]
    public void KeepsEveryPairInOrderAndEveryNumber()
    {
        var ranks = MadeUp.Outputs(1, exits: 3, samples: 60, classes: 5).Score(Scores.LogOdds);
        var values = MadeUp.Outputs(2, exits: 3, samples: 60, classes: 5).Score(Scores.Energy);
        var mapped = Marginals.Of(ranks, values);
        for (var exit = 0; exit < 3; exit++)
        {
            Assert.Equal(values.Of(exit).ToArray().Order(), mapped.Of(exit).ToArray().Order());
            for (var a = 0; a < 60; a++)
                for (var b = 0; b < 60; b++)
                    Assert.Equal(ranks[exit, a] < ranks[exit, b], mapped[exit, a] < mapped[exit, b]);
        }
    }

    [Fact]
    public void RefusesTablesOfDifferentShapes() =>
        Assert.Contains("[1, 3]", Assert.Throws<ArgumentException>(() => Marginals.Of(Ranks, new("short", [1, 2, 3], 1, 3))).Message);
}
