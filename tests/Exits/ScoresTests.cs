using EarlyExit.Exits;
using EarlyExit.Tests.Metrics;

namespace EarlyExit.Tests.Exits;

public class ScoresTests
{
    public static TheoryData<string, double, double> ClosedForms => new()
    {
        // Logits (ln 6, ln 3, ln 1): probabilities .6, .3, .1.
        { "max softmax", .6, 1 / 3.0 },
        { "entropy", .6 * Math.Log(.6) + .3 * Math.Log(.3) + .1 * Math.Log(.1), -Math.Log(3) },
        { "margin", .3, 0 },
        { "energy", Math.Log(10), 2 + Math.Log(3) },
        { "log-odds", Math.Log(.6 / .4), Math.Log(.5) },
    };

    private static Score Named(string name) => new[] { Scores.MaxSoftmax, Scores.Entropy, Scores.Margin, Scores.Energy, Scores.LogOdds }.Single(s => s.Name == name);

    [Theory]
    [MemberData(nameof(ClosedForms))]
    public void FollowClosedForms(string name, double ofThree, double ofEqual)
    {
        Assert.Equal(ofThree, Named(name).Of([MathF.Log(6), MathF.Log(3), 0]), 6);
        Assert.Equal(ofEqual, Named(name).Of([2, 2, 2]), 14);
    }

    /// <summary>Outputs compute it in one pass with other things, a network that leaves early for one sample: a threshold must part both alike.</summary>
    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(8)]
    [InlineData(11)]
    public void TheLargestProbabilityIsTheSameToTheLastBitWhereverItIsComputed(int classes)
    {
        var outputs = MadeUp.Outputs(seed: 3, exits: 2, samples: 200, classes);
        var table = outputs.Score(Scores.MaxSoftmax);
        for (var exit = 0; exit < outputs.L; exit++)
            for (var n = 0; n < outputs.N; n++)
                Assert.Equal(Scores.MaxSoftmax.Of(outputs.At(exit, n)), table[exit, n]);
    }

    [Theory]
    [MemberData(nameof(ClassesCase.All), MemberType = typeof(ClassesCase))]
    public void EqualSciPy(ClassesCase golden)
    {
        foreach (var (name, expected) in golden.Scores)
            Assert.All(expected.Zip(golden.ToOutputs().Score(Named(name)).Values.ToArray()), pair => Assert.Equal(pair.First, pair.Second, 1e-9));
    }

    [Theory]
    [InlineData("max softmax", 1)]
    [InlineData("entropy", 0)]
    [InlineData("margin", 1)]
    [InlineData("energy", 30000)]
    [InlineData("log-odds", 60000)]
    public void SurviveExtremeLogits(string name, double expected) => Assert.Equal(expected, Named(name).Of([-30000, 30000]), 12);

    [Fact]
    public void LogOddsSeparateWhatMaxSoftmaxCannot()
    {
        Assert.Equal(Scores.MaxSoftmax.Of([40, 0]), Scores.MaxSoftmax.Of([50, 0]));
        Assert.True(Scores.LogOdds.Of([50, 0]) > Scores.LogOdds.Of([40, 0]));
    }

    // The papers' toy: temperature scaling swaps two samples once there are three classes.
    [Theory]
    [InlineData(1, .5, .4990)]
    [InlineData(.5, .5010, .6649)]
    [InlineData(2, .4893, .4137)]
    [InlineData(5, .4370, .3646)]
    public void TemperatureSwapsTwoSamples(double temperature, double first, double second)
    {
        Assert.Equal(first, AtTemperature([.5, .499, .001]), 4);
        Assert.Equal(second, AtTemperature([.499, .2505, .2505]), 4);

        double AtTemperature(double[] p) => Scores.MaxSoftmax.Of([.. p.Select(x => (float)(Math.Log(x) / temperature))]);
    }

    [Theory]
    [InlineData("max softmax")]
    [InlineData("entropy")]
    [InlineData("margin")]
    [InlineData("energy")]
    [InlineData("log-odds")]
    public void OfATableAreThoseOfItsSamples(string name)
    {
        var outputs = MadeUp.Outputs(seed: 3, exits: 3, samples: 57, classes: 7);
        var table = outputs.Score(Named(name));
        Assert.Equal(name, table.Name);
        for (var exit = 0; exit < outputs.L; exit++)
            for (var n = 0; n < outputs.N; n++)
                Assert.Equal(Named(name).Of(outputs.At(exit, n)), table[exit, n], 1e-12);
    }

    [Fact]
    public void RefuseNaN()
    {
        var outputs = MadeUp.Outputs(seed: 3, exits: 2, samples: 3, classes: 2);
        var error = Assert.Throws<ArgumentException>(() => outputs.Score(new Score("broken", logits => logits[0] == outputs.At(1, 2)[0] ? double.NaN : 0)));
        Assert.Contains("'broken' is NaN at exit 1, sample 2", error.Message);
    }

    [Fact]
    public void CombineEntryByEntry()
    {
        var (a, b) = (new ScoreTable("a", [1, 2, 3, 4], 2, 2), new ScoreTable("b", [5, 6, 7, 8], 2, 2));
        Assert.Equal([5.0, 12, 21, 32], a.Times(b).Values.ToArray());
        Assert.Equal([6.0, 8, 10, 12], a.Plus(b).Values.ToArray());
        Assert.Equal([1.0, 2, 4, 5], a.Map("c", (exit, score) => score + exit).Values.ToArray());
        Assert.Equal("a x b", a.Times(b).Name);
        Assert.Contains("[1, 4]", Assert.Throws<ArgumentException>(() => a.Times(new ScoreTable("flat", [1, 2, 3, 4], 1, 4))).Message);
    }
}
