using EarlyExit.Calibration;
using EarlyExit.Exits;
using EarlyExit.Metrics;
using EarlyExit.Tests.Exits;

namespace EarlyExit.Tests.Calibration;

public class ExitScorerTests
{
    [Theory]
    [InlineData(ScorerTarget.Correct)]
    [InlineData(ScorerTarget.MayLeave)]
    public void TellsItsTargetAtLeastAsWellAsConfidence(ScorerTarget target)
    {
        var (fit, test) = (MadeUp.Outputs(1, exits: 4, samples: 2000, classes: 4), MadeUp.Outputs(2, exits: 4, samples: 2000, classes: 4));
        ExitTable<bool> labels = target == ScorerTarget.Correct ? test.Correct : test.Correct.MayLeave();
        var raw = OutputsMeasures.Auroc(test.Score(Scores.MaxSoftmax), labels, Averaging.Pooled);
        foreach (var scorer in new[] { ExitScorer.Logistic(target), ExitScorer.OneHiddenLayer(target) })
        {
            var scores = scorer.Fit(fit).Of(test);
            Assert.True(OutputsMeasures.Auroc(scores, labels, Averaging.Pooled) > raw - .005, scorer.Name);
            Assert.All(scores.Values.ToArray(), score => Assert.InRange(score, 0, 1));
            // Trained by cross-entropy, it is calibrated for its target.
            Assert.InRange(CalibrationError.Ece(scores, labels).Mean(), 0, .05);
        }
    }

    // Right only where the confidence is in the middle: no weighted sum of features that rise with confidence says so, a hidden layer does.
    [Fact]
    public void AHiddenLayerBendsWhatALogisticModelCannot()
    {
        var random = new Random(5);
        const int Samples = 1500;
        var (logits, labels) = (new float[Samples * 2], new int[Samples]);
        for (var n = 0; n < Samples; n++)
        {
            var gap = 3 * random.NextDouble();
            logits[2 * n] = (float)gap;
            labels[n] = Math.Abs(gap % 1 - .5) < .25 ? 0 : 1;
        }
        var outputs = new ExitOutputs(logits, labels, [1], 2, OutputsInfo.Unknown);
        var straight = ExitScorer.Logistic(ScorerTarget.Correct).Fit(outputs).Of(outputs);
        var bent = ExitScorer.OneHiddenLayer(ScorerTarget.Correct).Fit(outputs).Of(outputs);
        Assert.True(FailurePrediction.Auroc(bent, outputs.Correct)[0] > .95);
        Assert.True(FailurePrediction.Auroc(straight, outputs.Correct)[0] < .8);
    }

    [Fact]
    public void IsDeterministic()
    {
        var outputs = MadeUp.Outputs(1, exits: 2, samples: 300, classes: 3);
        var scorer = ExitScorer.OneHiddenLayer(ScorerTarget.MayLeave);
        Assert.Equal(scorer.Fit(outputs).Of(outputs).Values, scorer.Fit(outputs).Of(outputs).Values);
    }

    [Fact]
    public void SurvivesExitsThatAreAlwaysRightOrConstant()
    {
        foreach (var outputs in new[] { MadeUp.FromCorrect([1, 2], "1111", "1111"), MadeUp.FromCorrect([1], "0") })
            foreach (var scorer in new[] { ExitScorer.Logistic(ScorerTarget.Correct), ExitScorer.OneHiddenLayer(ScorerTarget.MayLeave) })
                Assert.All(scorer.Fit(outputs).Of(outputs).Values.ToArray(), score => Assert.InRange(score, 0, 1));
    }

    [Fact]
    public void RefusesOtherExits() => Assert.Contains("trained on 2 exits",
        Assert.Throws<ArgumentException>(() => ExitScorer.Logistic(ScorerTarget.Correct).Fit(MadeUp.Outputs(1, 2, 50, 3)).Of(MadeUp.Outputs(1, 3, 50, 3))).Message);
}
