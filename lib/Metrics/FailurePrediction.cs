using EarlyExit.Exits;

namespace EarlyExit.Metrics;

/// <summary>
/// How well a score tells samples with a true label from those with a false one: right from wrong predictions for failure prediction, may
/// leave from should go on for early-exit failure prediction. Higher scores should go with true labels.
/// </summary>
public static class FailurePrediction
{
    /// <summary>
    /// Area under the ROC curve: the probability that a sample with a true label has a higher score than one with a false label, ties
    /// counting half (mid-ranks). NaN, which is undefined, where all labels are the same.
    /// </summary>
    /// <param name="ranked">Scores and labels.</param>
    public static double Auroc(RankedLabels ranked)
    {
        // Twice the number of pairs in the right order, in whole numbers, so that the result is exact to the last division.
        UInt128 pairs = 0;
        long truesAbove = 0;
        for (var g = 0; g < ranked.Trues.Length; g++)
        {
            pairs += (UInt128)((2 * truesAbove + ranked.Trues[g]) * ranked.Falses[g]);
            truesAbove += ranked.Trues[g];
        }
        return (double)pairs / (2.0 * ranked.TrueCount * ranked.FalseCount);
    }

    /// <inheritdoc cref="Auroc(RankedLabels)"/>
    /// <param name="scores"><c>[N]</c>.</param>
    /// <param name="labels"><c>[N]</c>.</param>
    /// <exception cref="ArgumentException">The lengths differ or are 0, or a score is NaN.</exception>
    public static double Auroc(ReadOnlySpan<double> scores, ReadOnlySpan<bool> labels) => Auroc(RankedLabels.Of(scores, labels));

    /// <summary>The area under the ROC curve at each exit, <c>[L]</c>.</summary>
    /// <param name="scores"><c>[L, N]</c>.</param>
    /// <param name="labels"><c>[L, N]</c>, such as <see cref="ExitOutputs.Correct"/> or <see cref="Correctness.MayLeave"/>.</param>
    public static double[] Auroc(ScoreTable scores, ExitTable<bool> labels) => PerExit.Of(scores, labels, Auroc);
}
