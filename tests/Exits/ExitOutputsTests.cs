using EarlyExit.Exits;

namespace EarlyExit.Tests.Exits;

public class ExitOutputsTests
{
    private static readonly float[] Logits = [1, 0, 0, 2, 3, 3, 0, 1, 5, 4, -1, 2];

    private static ExitOutputs Sound => new(Logits, [0, 1, 0], [.5, 1], 2, OutputsInfo.Unknown);

    [Fact]
    public void SlicesLogitsByExitAndSample()
    {
        Assert.Equal((2, 3, 2), (Sound.L, Sound.N, Sound.C));
        Assert.Equal([0f, 1, 5, 4, -1, 2], Sound.At(1).ToArray());
        Assert.Equal([5f, 4], Sound.At(1, 1).ToArray());
    }

    [Fact]
    public void PredictsTheFirstOfEqualLogits()
    {
        Assert.Equal([0, 1, 0, 1, 0, 1], Sound.Predictions.Values.ToArray());
        Assert.Equal([true, true, true, false, false, false], Sound.Correct.Values.ToArray());
        Assert.Equal([1, 0.0], Sound.Accuracy());
    }

    [Theory]
    [InlineData(-1, 0)]
    [InlineData(2, 0)]
    [InlineData(0, -1)]
    [InlineData(0, 3)]
    public void RefusesPlacesOutside(int exit, int sample) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Sound.At(exit, sample).Length);

    [Fact]
    public void RefusesLogitsOfAnotherSize() => Refuses("12 values, expected 18 (3 costs x 3 labels x 2 classes)", costs: [1, 2, 3]);

    [Fact]
    public void RefusesOneClass() => Refuses("classes: 1, expected at least 2", classes: 1);

    [Fact]
    public void RefusesNoSamples() => Refuses("labels: 0 samples", labels: [], logits: []);

    [Fact]
    public void RefusesNoExits() => Refuses("costs: 0 exits", costs: [], logits: []);

    [Fact]
    public void RefusesALabelOutside() => Refuses("labels[1]: 2, expected 0 to 1", labels: [0, 2, 0]);

    [Fact]
    public void RefusesANegativeLabel() => Refuses("labels[2]: -1, expected 0 to 1", labels: [0, 1, -1]);

    [Theory]
    [InlineData(1, .5, "costs[1]: 0.5, expected more than costs[0] = 1")]
    [InlineData(1, 1, "costs[1]: 1, expected more than costs[0] = 1")]
    [InlineData(0, 1, "costs[0]: 0, expected a finite number above 0")]
    [InlineData(1, double.NaN, "costs[1]: NaN")]
    [InlineData(1, double.PositiveInfinity, "costs[1]: Infinity")]
    public void RefusesCostsThatDoNotIncrease(double first, double second, string message) => Refuses(message, costs: [first, second]);

    [Theory]
    [InlineData(0, float.NaN, "logits[0, 0, 0]: NaN")]
    [InlineData(7, float.PositiveInfinity, "logits[1, 0, 1]: Infinity")]
    [InlineData(11, float.NegativeInfinity, "logits[1, 2, 1]: -Infinity")]
    public void RefusesLogitsThatAreNotFinite(int at, float value, string message)
    {
        var logits = Logits.ToArray();
        logits[at] = value;
        Refuses(message, logits: logits);
    }

    [Fact]
    public void AcceptsTheLargestLogits() =>
        Assert.Equal(1, new ExitOutputs([float.MaxValue, -float.MaxValue, float.MaxValue, 0], [0, 0], [1], 2, OutputsInfo.Unknown).Accuracy()[0]);

    [Fact]
    public void TakesSamplesInTheOrderGiven()
    {
        var part = Sound.Subset([2, 0, 2]);
        Assert.Equal([0, 0, 0], part.Labels.ToArray());
        Assert.Equal([3f, 3, 1, 0, 3, 3, -1, 2, 0, 1, -1, 2], part.Logits.ToArray());
        Assert.Throws<ArgumentOutOfRangeException>(() => Sound.Subset([3]));
    }

    [Fact]
    public void MayLeaveWhereRightOrWhereNoLaterExitIs()
    {
        var outputs = MadeUp.Outputs(seed: 1, exits: 5, samples: 200, classes: 4);
        var mayLeave = outputs.Correct.MayLeave();
        for (var exit = 0; exit < outputs.L; exit++)
            for (var n = 0; n < outputs.N; n++)
            {
                var later = Enumerable.Range(exit + 1, outputs.L - exit - 1).Any(i => outputs.Correct[i, n]);
                Assert.Equal(outputs.Correct[exit, n] || !later, mayLeave[exit, n]);
            }
    }

    [Fact]
    public void ShowsItselfAsATable() =>
        Assert.Equal("seed 0: L = 2 exits, N = 3 samples, C = 2 classes\nexit   cost  accuracy\n   0  0.500    1.0000\n   1  1.000    0.0000", Sound.ToString());

    private static void Refuses(string message, float[]? logits = null, int[]? labels = null, double[]? costs = null, int classes = 2)
    {
        var error = Assert.Throws<ArgumentException>(
            () => new ExitOutputs(logits ?? Logits, labels ?? [0, 1, 0], costs ?? [.5, 1], classes, OutputsInfo.Unknown));
        Assert.Contains(message, error.Message);
    }
}
