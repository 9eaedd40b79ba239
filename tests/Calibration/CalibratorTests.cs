using EarlyExit.Calibration;
using EarlyExit.Exits;
using EarlyExit.Metrics;
using EarlyExit.Tests.Exits;

namespace EarlyExit.Tests.Calibration;

public class CalibratorTests
{
    // Logits times 3 are over-confident at every exit.
    private static readonly ExitOutputs Fit = OverConfident(seed: 1, classes: 5);
    private static readonly ExitOutputs Test = OverConfident(seed: 2, classes: 5);

    public static TheoryData<string> Names => [.. Calibrators.Standard.Select(calibrator => calibrator.Name)];

    private static ICalibrator Named(string name) => Calibrators.Standard.Single(calibrator => calibrator.Name == name);

    [Theory]
    [MemberData(nameof(Names))]
    public void CalibratesOverConfidentExits(string name)
    {
        var report = Named(name).Fit(Fit).Report(Test);
        Assert.Equal(name, report.Name);
        for (var exit = 0; exit < Test.L; exit++)
        {
            Assert.True(report.EceAfter[exit] < report.EceBefore[exit] / 2, $"exit {exit}: {report.EceBefore[exit]} -> {report.EceAfter[exit]}");
            Assert.True(double.IsInfinity(report.NllAfter[exit]) || report.NllAfter[exit] < report.NllBefore[exit]);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void PreservesWhatItSays(string name)
    {
        var fitted = Named(name).Fit(Fit);
        if (fitted is FittedLogits logits && fitted.Preserves.Argmax) Assert.Equal(Test.Predictions.Values, logits.Apply(Test).Predictions.Values);
        for (var exit = 0; exit < Test.L; exit++)
        {
            var kendall = Kendall.Of(Test.Score(Scores.LogOdds).Of(exit), fitted.Confidence(Test).Of(exit));
            if (fitted.Preserves.Ranking != RankingEffect.MayChange) Assert.Equal(0, kendall.Discordant);
            if (fitted.Preserves.Ranking == RankingEffect.Kept) Assert.Equal(kendall.TiedInX, kendall.TiedInY);
        }
    }

    [Theory]
    [InlineData("temperature per exit")]
    [InlineData("vector scaling")]
    [InlineData("matrix scaling")]
    [InlineData("Dirichlet calibration")]
    [InlineData("histogram binning")]
    public void ChangesTheOrderWhereItSaysItMay(string name) =>
        Assert.True(Kendall.Of(Test.Score(Scores.LogOdds).Of(0), Named(name).Fit(Fit).Confidence(Test).Of(0)).Discordant > 0);

    [Fact]
    public void TemperatureKeepsTheOrderOfTwoClasses()
    {
        var (fit, test) = (OverConfident(seed: 3, classes: 2), OverConfident(seed: 4, classes: 2));
        var scaled = Temperature.PerExit.Fit(fit).Apply(test);
        for (var exit = 0; exit < test.L; exit++)
            Assert.Equal(0, Kendall.Of(test.Score(Scores.LogOdds).Of(exit), scaled.Score(Scores.LogOdds).Of(exit)).Discordant);
    }

    [Fact]
    public void TemperatureUndoesAKnownOne()
    {
        var calibrated = Temperature.PerExit.Fit(Fit).Apply(Fit);
        var again = Temperature.PerExit.Fit(calibrated);
        Assert.All(again.Temperatures, temperature => Assert.Equal(1, temperature, 1e-5));
        var heated = Temperature.Of(5, 2, 3, 4).Apply(calibrated);
        Assert.Equal([.5, 1 / 3.0, .25], Temperature.PerExit.Fit(heated).Temperatures.Select(t => Math.Round(t, 4)), (a, b) => Math.Abs(a - b) < 1e-3);
    }

    [Fact]
    public void SharedTemperatureLiesBetweenThoseOfTheExits()
    {
        var perExit = Temperature.PerExit.Fit(Fit).Temperatures;
        var shared = Temperature.Shared.Fit(Fit).Temperatures;
        Assert.Equal(shared[0], shared[2]);
        Assert.InRange(shared[0], perExit.Min(), perExit.Max());
    }

    [Fact]
    public void TemperatureEndsWhereNothingIsWrong()
    {
        var right = new ExitOutputs([1, 0, 2, 0], [0, 0], [1], 2, OutputsInfo.Unknown);
        Assert.Equal(.01, Temperature.PerExit.Fit(right).Temperatures[0]);
        var wrong = new ExitOutputs([1, 0, 2, 0], [1, 1], [1], 2, OutputsInfo.Unknown);
        Assert.Equal(100, Temperature.PerExit.Fit(wrong).Temperatures[0]);
        Assert.Throws<ArgumentException>(() => Temperature.Of(2, 0));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void SurvivesExitsThatAreAlwaysRightOrWrongOrConstant(string name)
    {
        var calibrator = Named(name);
        foreach (var outputs in new[]
        {
            MadeUp.FromCorrect([1, 2], "11111111", "00000000"),
            Fit.WithLogits(new float[Fit.Logits.Length], "constant"),
            MadeUp.FromCorrect([1, 2], "1", "0"),
        })
            Assert.All(calibrator.Fit(outputs).Confidence(outputs).Values.ToArray(), p => Assert.InRange(p, 0, 1));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void IsDeterministic(string name) =>
        Assert.Equal(Named(name).Fit(Fit).Confidence(Test).Values, Named(name).Fit(Fit).Confidence(Test).Values);

    [Theory]
    [MemberData(nameof(Names))]
    public void RefusesOtherOutputs(string name)
    {
        var fitted = Named(name).Fit(Fit);
        Assert.Contains("3 exits", Assert.Throws<ArgumentException>(() => fitted.Confidence(MadeUp.Outputs(0, 2, 10, 5))).Message);
    }

    [Fact]
    public void HistogramGivesTheAccuracyOfTheBin()
    {
        // Confidences .6 and .9, right one time of two and three times of four.
        float[] Logit(double p) => [(float)Math.Log(p / (1 - p)), 0];
        float[] logits = [.. Logit(.6), .. Logit(.6), .. Logit(.9), .. Logit(.9), .. Logit(.9), .. Logit(.9)];
        var outputs = new ExitOutputs(logits, [0, 1, 0, 0, 1, 0], [1], 2, OutputsInfo.Unknown);
        Assert.Equal(Enumerable.Repeat(4 / 6.0, 6), HistogramBinning.With(2, Binning.EqualWidth).Fit(outputs).Of(outputs).Values.ToArray());
        Assert.Equal([.5, .5, .75, .75, .75, .75], HistogramBinning.With(10, Binning.EqualWidth).Fit(outputs).Of(outputs).Values.ToArray());
    }

    [Fact]
    public void CrossFittingJudgesNoSampleByItself()
    {
        var calibrated = CrossFit.Apply(Temperature.PerExit, Fit);
        Assert.Equal(Fit.Labels, calibrated.Labels);
        Assert.Equal(Fit.Predictions.Values, calibrated.Predictions.Values);
        Assert.True(calibrated.Ece() < Fit.Ece() / 2);
        // The two halves have temperatures of their own.
        var ratios = Enumerable.Range(0, Fit.N).Select(n => Math.Round(Fit.At(0, n)[0] / calibrated.At(0, n)[0], 3)).Distinct().Count();
        Assert.InRange(ratios, 2, 4);
        Assert.Throws<ArgumentException>(() => CrossFit.Apply(Temperature.PerExit, Fit.Subset([0])));
    }

    private static ExitOutputs OverConfident(int seed, int classes)
    {
        var outputs = MadeUp.Outputs(seed, exits: 3, samples: 1500, classes);
        return outputs.WithLogits([.. outputs.Logits.ToArray().Select(logit => 3 * logit)], "");
    }
}
