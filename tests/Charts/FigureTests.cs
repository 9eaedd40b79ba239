using EarlyExit.Charts;
using EarlyExit.Exits;
using EarlyExit.Metrics;
using static EarlyExit.Tests.Charts.FigureParts;
using Draw = EarlyExit.Charts.Charts;

namespace EarlyExit.Tests.Charts;

/// <summary>Figures show the numbers they are given, and their titles say what these mean.</summary>
public class FigureTests
{
    private static readonly ExitOutputs Outputs = Made(0, 0);

    [Fact]
    public void CostAccuracyShowsTheFrontier()
    {
        var frontier = new Frontier("score", [new(.2, .5, 0), new(.4, .8, 1), new(.6, .81, 2), new(1, .815, 3)]);
        var figure = Draw.CostAccuracy(("raw", frontier));
        Assert.Equal([20, 40, 60, 100], Numbers(figure, 0, "x"));
        Assert.Equal([50, 80, 81, 81.5], Numbers(figure, 0, "y"));
        Assert.Equal("60 % of the backbone's cost is enough for 81.0 % accuracy, within a point of the best (81.5 %)", figure.Title);
        Assert.Equal("raw", (string?)Trace(figure, 0)["name"]);
    }

    [Fact]
    public void CostAccuracyNamesTheBest()
    {
        Frontier low = new("s", [new(0, .5, 0), new(1, .7, 1)]), high = new("s", [new(0, .6, 0), new(1, .8, 1)]);
        Assert.Equal("B is ahead of a by 10.0 points of accuracy on average over cost", Draw.CostAccuracy(("a", low), ("b", high)).Title);
        Assert.StartsWith("A and c do not differ", Draw.CostAccuracy(("a", low), ("c", low)).Title);
    }

    [Fact]
    public void CostAccuracyOfSeedsShowsMeanAndInterval()
    {
        Frontier[] seeds = [new("s", [new(0, .5, 0), new(1, .7, 1)]), new("s", [new(0, .6, 0), new(1, .8, 1)]), new("s", [new(0, .55, 0), new(1, .9, 1)])];
        var figure = Draw.CostAccuracy(("a", (IReadOnlyList<Frontier>)seeds));
        var (band, mean) = (Numbers(figure, 0, "y"), Numbers(figure, 1, "y"));
        var first = Interval.OfMean([50, 60, 55]);
        var last = Interval.OfMean([70, 80, 90]);
        Assert.Equal([first.Mean, last.Mean], [mean[0], mean[^1]], Close);
        Assert.Equal([first.Low, first.High, last.Low, last.High], [band[0], band[^1], band[band.Length / 2 - 1], band[band.Length / 2]], Close);
    }

    [Theory]
    [InlineData(.1, "B is ahead of a by ")]
    [InlineData(0, "cannot be told apart over 3 seeds")]
    public void SeedsDecideWhoIsAhead(double gain, string expected)
    {
        double[] noise = [0, .02, -.01];
        IReadOnlyList<Frontier> Seeds(double lift, double sign) => [.. noise.Select(n => new Frontier("s", [new(0, .5 + lift + sign * n, 0), new(1, .7 + lift + sign * n, 1)]))];
        Assert.Contains(expected, Draw.CostAccuracy(("a", Seeds(0, 1)), ("b", Seeds(gain, -1))).Title);
    }

    [Fact]
    public void LongFrontiersLoseNoVisiblePoint()
    {
        var random = new Random(4);
        double cost = .1, accuracy = .6;
        var points = Enumerable.Range(0, 60_000).Select(k => new OperatingPoint(cost += random.NextDouble() * 3e-5, accuracy += (random.NextDouble() - .49) * 2e-4, k)).ToArray();
        var figure = Draw.CostAccuracy(("exact", new Frontier("s", points)));
        var (x, y) = (Numbers(figure, 0, "x"), Numbers(figure, 0, "y"));
        Assert.InRange(x.Length, 50, Polyline.Most);
        Assert.True(figure.ToPlotlyJson().Length + figure.ToSvg().Length < 40_000);
        var extent = 100 * (points.Max(p => p.Accuracy) - points.Min(p => p.Accuracy));
        Assert.All(points.Index().Where(p => p.Index % 97 == 0), p => Assert.True(
            Math.Abs(At(x, y, 100 * p.Item.Cost) - 100 * p.Item.Accuracy) < .05 * extent, $"{p}"));

        static double At(double[] x, double[] y, double place)
        {
            var i = Math.Clamp(Array.FindIndex(x, v => v >= place), 1, x.Length - 1);
            return y[i - 1] + (y[i] - y[i - 1]) * Math.Clamp((place - x[i - 1]) / (x[i] - x[i - 1]), 0, 1);
        }
    }

    [Fact]
    public void SimplifiedLinesKeepCornersAndDropTheRest()
    {
        double[] x = [.. Enumerable.Range(0, 1001).Select(i => (double)i)];
        double[] y = [.. x.Select(v => v < 500 ? v : 1000 - v)];
        var (kept, _) = Polyline.Simplify(x, y);
        Assert.Equal([0, 500, 1000], kept);
        var (constant, _) = Polyline.Simplify(x, new double[1001]);
        Assert.Equal([0, 1000], constant);
    }

    [Fact]
    public void AtBudgetsShowsEachBudget()
    {
        IReadOnlyList<Frontier> Seeds(double lift) => [.. new[] { 0, .02, .04 }.Select(n => new Frontier("s", [new(.2, .5 + lift + n, 0), new(.45, .6 + lift + n, 1), new(1.1, .7 + n, 2)]))];
        var figure = Draw.AtBudgets(("a", Seeds(0)), ("b", Seeds(.1)));
        var points = Traces(figure).Where(trace => (string?)trace["mode"] == "markers").Select(trace => (double)trace["y"]![0]!).ToArray();
        Assert.Equal([52, 62, 62, 72, 62, 72, 62, 72, 72, 72], points, Close);
        Assert.Equal(["25 %", "50 %", "75 %", "100 %", "Max"], Layout(figure)["annotations"]!.AsArray().Select(a => (string)a!["text"]!));
        Assert.Equal("B leads at 25 % (by 10.0 points), a at Max (by 0.0)", figure.Title);
    }

    [Fact]
    public void AtBudgetsLeavesOutWhatOneCannotKeep()
    {
        var dear = new Frontier("s", [new(.6, .5, 0), new(1, .7, 1)]);
        Assert.Equal(["75 %", "100 %", "Max"], Layout(Draw.AtBudgets(("a", (IReadOnlyList<Frontier>)[dear])))["annotations"]!.AsArray().Select(a => (string)a!["text"]!));
    }

    [Fact]
    public void ExitSharesStackUpToAll()
    {
        var (early, late) = (Outputs.Decide(new ThresholdPolicy(Scores.MaxSoftmax, .4)), Outputs.Decide(new ThresholdPolicy(Scores.MaxSoftmax, .9)));
        var figure = Draw.ExitShares(("threshold 0.4", early), ("threshold 0.9", late));
        var heights = Enumerable.Range(0, Outputs.L).Select(exit => Numbers(figure, exit, "y")).ToArray();
        Assert.Equal([100, 100], [heights.Sum(h => h[0]), heights.Sum(h => h[1])], Close);
        Assert.Equal(early.Exits.ToArray().Count(exit => exit == 1) * 100.0 / Outputs.N, heights[1][0], 1e-3);
        Assert.Equal("stack", (string?)Layout(figure)["barmode"]);
        Assert.StartsWith("From threshold 0.4 to threshold 0.9, ", figure.Title);
        Assert.Equal($"{1 - late.Shares()[^1]:P0} of the samples leave before the last exit; on average they cost {late.Cost:P0} of the backbone", Draw.ExitShares(("late", late)).Title);
    }

    [Fact]
    public void DifficultyIsCountedInFifths()
    {
        var difficulty = Enumerable.Range(0, Outputs.N).Select(i => (float)((i * 37 % Outputs.N) / (double)Outputs.N)).ToArray();
        var decisions = Outputs.Decide(new ThresholdPolicy(Scores.MaxSoftmax, .6));
        var figure = Draw.DifficultyAndExit(difficulty, decisions);
        var hardest = Enumerable.Range(0, Outputs.N).Where(i => difficulty[i] >= .8f).ToArray();
        var expected = hardest.Count(i => decisions.Exits[i] == 0) * 100.0 / hardest.Length;
        Assert.Equal(expected, Numbers(figure, 0, "y")[4], 1e-3);
        Assert.Contains("expected 300", Assert.Throws<ArgumentException>(() => Draw.DifficultyAndExit(difficulty[..7], decisions)).Message);
    }

    [Fact]
    public void AccuracyPerExitShowsMeansOfSeeds()
    {
        ExitOutputs[] seeds = [Made(1, .2), Made(2, .2), Made(3, .2)];
        var figure = Draw.AccuracyPerExit(("a", (IReadOnlyList<ExitOutputs>)seeds));
        Assert.Equal([.. Enumerable.Range(0, 3).Select(exit => 100 * seeds.Average(seed => seed.Accuracy()[exit]))], Numbers(figure, 1, "y"), Close);
        Assert.Equal([1, 2, 3], Numbers(figure, 1, "x"));
        var single = Draw.AccuracyPerExit(("a", Outputs));
        Assert.Equal(FormattableString.Invariant($"The first exit is right on {100 * Outputs.Accuracy()[0]:F1} % of the samples, the last on {100 * Outputs.Accuracy()[^1]:F1} %"), single.Title);
    }

    [Fact]
    public void ThresholdSweepShowsCostAndAccuracy()
    {
        var frontier = new Frontier("max softmax", [new(.2, .5, double.NegativeInfinity), new(.3, .6, .4), new(.5, .795, .7), new(1, .8, .9)]);
        var figure = Draw.ThresholdSweep(frontier);
        Assert.Equal([.4, .7, .9], Numbers(figure, 0, "x"));
        Assert.Equal([60, 79.5, 80], Numbers(figure, 0, "y"));
        Assert.Equal([30, 50, 100], Numbers(figure, 1, "y"));
        Assert.Equal("A threshold of 0.7 saves 50 % of the cost and loses 0.5 points of accuracy", figure.Title);
    }

    [Fact]
    public void TrainingCurvesCountFromTheFirstEpoch()
    {
        var figure = Draw.TrainingCurves("loss", ("a", [3, 1, 2]), ("b", [2, 2.5, 1]));
        Assert.Equal([1, 2, 3], Numbers(figure, 0, "x"));
        Assert.Equal("Loss: a from 3 to 2, b from 2 to 1", figure.Title);
    }

    [Fact]
    public void NothingIsNoFigure()
    {
        Assert.Contains("no curves", Assert.Throws<ArgumentException>(() => Draw.CostAccuracy(Array.Empty<(string, Frontier)>())).Message);
        Assert.Contains("no epochs of 'a'", Assert.Throws<ArgumentException>(() => Draw.TrainingCurves("loss", ("a", []))).Message);
    }

    [Fact]
    public void TitlesCanBeReplaced()
    {
        var figure = Draw.ExitShares(("late", Outputs.Decide(new ThresholdPolicy(Scores.MaxSoftmax, .9)))).Titled("Most stay.");
        Assert.StartsWith("Most stay. Share of samples", figure.Alt);
        Assert.Contains("Most stay.", figure.ToSvg());
    }

    /// <summary>Three exits, 300 samples, 4 classes; later exits are more often right.</summary>
    private static ExitOutputs Made(int seed, double lift)
    {
        const int L = 3, N = 300, C = 4;
        var random = new Random(seed);
        int[] labels = [.. Enumerable.Range(0, N).Select(_ => random.Next(C))];
        var logits = new float[L * N * C];
        for (var k = 0; k < logits.Length; k++)
            logits[k] = (float)(random.NextDouble() * 3 + (k % C == labels[k / C % N] ? .6 + lift + .5 * (k / (N * C)) : 0));
        return new ExitOutputs(logits, labels, [.3, .6, 1.05], C, new OutputsInfo("net", "set", "test", "joint", seed, ""));
    }
}
