using EarlyExit.Exits;

namespace EarlyExit.Metrics;

/// <summary>How the exits that decide, all but the last, are taken together.</summary>
public enum Averaging
{
    /// <summary>The measure at each exit, averaged. Blind to how the scores of different exits compare, which a shared threshold depends on.</summary>
    OverExits,

    /// <summary>The measure over all pairs of sample and exit at once, so that scores are compared across exits too.</summary>
    Pooled,
}

/// <summary>The measures that the papers speak of, of a whole multi-exit network.</summary>
public static class OutputsMeasures
{
    /// <summary>Mean over all exits of the expected calibration error of the largest softmax probability (15 bins of equal width).</summary>
    public static double Ece(this ExitOutputs outputs) => CalibrationError.Ece(outputs.Score(Scores.MaxSoftmax), outputs.Correct).Mean();

    /// <summary>
    /// Failure prediction (arXiv:2508.21495 v1): area under the ROC curve of a score as predictor of correctness, over the exits that
    /// decide, all but the last. NaN where it is undefined at all of them, as for one exit.
    /// </summary>
    /// <param name="outputs">Outputs.</param>
    /// <param name="score">The score.</param>
    /// <param name="averaging">How exits are taken together.</param>
    public static double Auroc(this ExitOutputs outputs, IScore score, Averaging averaging = Averaging.OverExits) =>
        Auroc(outputs.Score(score), outputs.Correct, averaging);

    /// <summary>
    /// Early-exit failure prediction (arXiv:2508.21495 v3): the same area with the labels of <see cref="Correctness.MayLeave"/>, true where
    /// the exit is right or no later exit is. The paper's averaging is not known; over exits is the reading taken as default.
    /// </summary>
    /// <inheritdoc cref="Auroc(ExitOutputs, IScore, Averaging)"/>
    public static double Eefp(this ExitOutputs outputs, IScore score, Averaging averaging = Averaging.OverExits) =>
        Auroc(outputs.Score(score), outputs.Correct.MayLeave(), averaging);

    /// <summary>Area under the ROC curve of scores for labels, over the exits that decide, all but the last.</summary>
    /// <param name="scores"><c>[L, N]</c>.</param>
    /// <param name="labels"><c>[L, N]</c>.</param>
    /// <param name="averaging">How exits are taken together.</param>
    /// <exception cref="ArgumentException">The shapes differ.</exception>
    public static double Auroc(ScoreTable scores, ExitTable<bool> labels, Averaging averaging)
    {
        labels.RequireShape(scores.L, scores.N, "table of labels");
        var deciding = scores.L - 1;
        if (deciding == 0) return double.NaN;
        return averaging switch
        {
            Averaging.OverExits => FailurePrediction.Auroc(scores, labels)[..deciding].Mean(),
            Averaging.Pooled => FailurePrediction.Auroc(RankedLabels.Of(scores.Values, labels.Values, scores.PooledOrder)),
            _ => throw new ArgumentException($"Averaging {averaging} is unknown.", nameof(averaging)),
        };
    }
}
