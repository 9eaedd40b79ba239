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

    /// <summary>
    /// Area under the precision-recall curve with true labels as the ones to find, as average precision: the sum over distinct thresholds of
    /// precision times the step in recall (scikit-learn's convention, no interpolation). NaN without true labels.
    /// </summary>
    /// <param name="ranked">Scores and labels.</param>
    public static double AuprSuccess(RankedLabels ranked)
    {
        double sum = 0;
        long found = 0, taken = 0;
        for (var g = 0; g < ranked.Trues.Length; g++) sum += PrecisionTimesFound(ranked.Trues[g], ranked.Falses[g], ref found, ref taken);
        return sum / ranked.TrueCount;
    }

    /// <summary>As <see cref="AuprSuccess"/> with false labels as the ones to find, from the lowest score up. NaN without false labels.</summary>
    /// <param name="ranked">Scores and labels.</param>
    public static double AuprError(RankedLabels ranked)
    {
        double sum = 0;
        long found = 0, taken = 0;
        for (var g = ranked.Trues.Length - 1; g >= 0; g--) sum += PrecisionTimesFound(ranked.Falses[g], ranked.Trues[g], ref found, ref taken);
        return sum / ranked.FalseCount;
    }

    /// <summary>
    /// False positive rate at a true positive rate: the share of false labels above the highest threshold that lets through at least
    /// <paramref name="rate"/> of the true ones (no interpolation). NaN where all labels are the same.
    /// </summary>
    /// <param name="ranked">Scores and labels.</param>
    /// <param name="rate">True positive rate in (0, 1].</param>
    public static double FprAtTpr(RankedLabels ranked, double rate = .95)
    {
        if (!(rate is > 0 and <= 1)) throw new ArgumentOutOfRangeException(nameof(rate), rate, "A true positive rate is above 0 and at most 1.");
        if (ranked.TrueCount == 0) return double.NaN;
        int trues = 0, falses = 0;
        for (var g = 0; trues < rate * ranked.TrueCount; g++)
        {
            trues += ranked.Trues[g];
            falses += ranked.Falses[g];
        }
        return (double)falses / ranked.FalseCount;
    }

    private static double PrecisionTimesFound(int sought, int others, ref long found, ref long taken)
    {
        found += sought;
        taken += sought + others;
        return sought * (double)found / taken;
    }
}
