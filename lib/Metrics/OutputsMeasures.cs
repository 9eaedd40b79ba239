using EarlyExit.Exits;

namespace EarlyExit.Metrics;

/// <summary>The measures that the papers speak of, of a whole multi-exit network.</summary>
public static class OutputsMeasures
{
    /// <summary>Mean over the exits of the expected calibration error of the largest softmax probability (15 bins of equal width).</summary>
    public static double Ece(this ExitOutputs outputs) => CalibrationError.Ece(outputs.Score(Scores.MaxSoftmax), outputs.Correct).Mean();

    /// <summary>Mean over the exits of the area under the ROC curve of a score as predictor of correctness: failure prediction of arXiv:2508.21495 v1.</summary>
    public static double Auroc(this ExitOutputs outputs, IScore score) => FailurePrediction.Auroc(outputs.Score(score), outputs.Correct).Mean();
}
