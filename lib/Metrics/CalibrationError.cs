using EarlyExit.Exits;

namespace EarlyExit.Metrics;

/// <summary>How far confidence is from accuracy. All are in [0, 1], lower is better.</summary>
public static class CalibrationError
{
    /// <summary>Expected calibration error: the mean over samples of the distance between confidence and accuracy of their bin (Guo et al. 2017).</summary>
    /// <param name="confidences"><c>[N]</c>, in [0, 1].</param>
    /// <param name="correct"><c>[N]</c>.</param>
    /// <param name="bins">How many bins.</param>
    /// <param name="binning">How samples are put into them.</param>
    /// <exception cref="ArgumentException">The lengths differ or are 0, a confidence is outside [0, 1], or there is less than one bin.</exception>
    public static double Ece(ReadOnlySpan<double> confidences, ReadOnlySpan<bool> correct,
        int bins = Reliability.StandardBins, Binning binning = Binning.EqualWidth) => Ece(Reliability.Bins(confidences, correct, bins, binning));

    /// <inheritdoc cref="Ece(ReadOnlySpan{double}, ReadOnlySpan{bool}, int, Binning)"/>
    /// <param name="diagram">Samples in bins, at least one.</param>
    public static double Ece(ReadOnlySpan<ReliabilityBin> diagram)
    {
        double sum = 0;
        foreach (var bin in diagram)
            if (bin.Count > 0) sum += bin.Count * Math.Abs(bin.Gap);
        return sum / Count(diagram);
    }

    /// <summary>Maximum calibration error: the largest distance between confidence and accuracy of a bin.</summary>
    /// <inheritdoc cref="Ece(ReadOnlySpan{double}, ReadOnlySpan{bool}, int, Binning)"/>
    public static double Mce(ReadOnlySpan<double> confidences, ReadOnlySpan<bool> correct,
        int bins = Reliability.StandardBins, Binning binning = Binning.EqualWidth) => Mce(Reliability.Bins(confidences, correct, bins, binning));

    /// <inheritdoc cref="Mce(ReadOnlySpan{double}, ReadOnlySpan{bool}, int, Binning)"/>
    /// <param name="diagram">Samples in bins, at least one.</param>
    public static double Mce(ReadOnlySpan<ReliabilityBin> diagram)
    {
        double largest = 0;
        foreach (var bin in diagram)
            if (bin.Count > 0) largest = Math.Max(largest, Math.Abs(bin.Gap));
        return largest;
    }

    /// <summary>L2 calibration error: the root of the mean over samples of the squared distance between confidence and accuracy of their bin.</summary>
    /// <inheritdoc cref="Ece(ReadOnlySpan{double}, ReadOnlySpan{bool}, int, Binning)"/>
    public static double L2(ReadOnlySpan<double> confidences, ReadOnlySpan<bool> correct,
        int bins = Reliability.StandardBins, Binning binning = Binning.EqualWidth) => L2(Reliability.Bins(confidences, correct, bins, binning));

    /// <inheritdoc cref="L2(ReadOnlySpan{double}, ReadOnlySpan{bool}, int, Binning)"/>
    /// <param name="diagram">Samples in bins, at least one.</param>
    public static double L2(ReadOnlySpan<ReliabilityBin> diagram)
    {
        double sum = 0;
        foreach (var bin in diagram)
            if (bin.Count > 0) sum += bin.Count * bin.Gap * bin.Gap;
        return Math.Sqrt(sum / Count(diagram));
    }

    /// <summary>
    /// L2 calibration error without most of its upward bias (Kumar et al. 2019): from each squared distance the variance a (1 - a) / (n - 1)
    /// that the accuracy a of n samples has by chance is taken off. Bins of one sample are left out; a negative sum counts as 0.
    /// </summary>
    /// <inheritdoc cref="Ece(ReadOnlySpan{double}, ReadOnlySpan{bool}, int, Binning)"/>
    public static double L2Debiased(ReadOnlySpan<double> confidences, ReadOnlySpan<bool> correct,
        int bins = Reliability.StandardBins, Binning binning = Binning.EqualMass) => L2Debiased(Reliability.Bins(confidences, correct, bins, binning));

    /// <inheritdoc cref="L2Debiased(ReadOnlySpan{double}, ReadOnlySpan{bool}, int, Binning)"/>
    /// <param name="diagram">Samples in bins, at least one.</param>
    public static double L2Debiased(ReadOnlySpan<ReliabilityBin> diagram)
    {
        double sum = 0;
        foreach (var bin in diagram)
            if (bin.Count > 1) sum += bin.Count * (bin.Gap * bin.Gap - bin.Accuracy * (1 - bin.Accuracy) / (bin.Count - 1));
        return Math.Sqrt(Math.Max(0, sum) / Count(diagram));
    }

    /// <summary>
    /// Kolmogorov-Smirnov calibration error (Gupta et al. 2021), free of bins: the largest distance, over all thresholds, between the sums of
    /// confidence and of correctness of the samples up to the threshold, divided by N.
    /// </summary>
    /// <param name="confidences"><c>[N]</c>, in [0, 1].</param>
    /// <param name="correct"><c>[N]</c>.</param>
    /// <exception cref="ArgumentException">The lengths differ or are 0, or a confidence is outside [0, 1].</exception>
    public static double Ks(ReadOnlySpan<double> confidences, ReadOnlySpan<bool> correct)
    {
        Samples.RequireSameLength(confidences.Length, correct.Length, "confidences", "predictions");
        Samples.RequireProbabilities(confidences, "confidence");
        return Ks(confidences, correct, SortedOrder.Ascending(confidences));
    }

    internal static double Ks(ReadOnlySpan<double> confidences, ReadOnlySpan<bool> correct, ReadOnlySpan<int> order)
    {
        double confidence = 0, largest = 0;
        var right = 0;
        for (var k = 0; k < order.Length; k++)
        {
            confidence += confidences[order[k]];
            if (correct[order[k]]) right++;
            if (k + 1 == order.Length || confidences[order[k + 1]] != confidences[order[k]])
                largest = Math.Max(largest, Math.Abs(confidence - right));
        }
        return largest / order.Length;
    }

    /// <summary>The expected calibration error of each exit, <c>[L]</c>, from probabilities <c>[L, N]</c> that the prediction is right.</summary>
    public static double[] Ece(ScoreTable confidences, ExitTable<bool> correct,
        int bins = Reliability.StandardBins, Binning binning = Binning.EqualWidth)
    {
        correct.RequireShape(confidences.L, confidences.N, "table of correctness");
        return [.. Enumerable.Range(0, confidences.L).Select(exit => Ece(confidences.Of(exit), correct.Of(exit), bins, binning))];
    }

    /// <summary>
    /// Class-wise expected calibration error of an exit (Kull et al. 2019): the mean over classes of the calibration error of the class's
    /// probability on all samples.
    /// </summary>
    /// <param name="probabilities">Class probabilities of the exit.</param>
    /// <param name="bins">How many bins.</param>
    /// <param name="binning">How samples are put into them.</param>
    public static double ClassWise(ClassProbabilities probabilities, int bins = Reliability.StandardBins, Binning binning = Binning.EqualWidth)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(bins, 1);
        return MeanOverClasses(probabilities, one => Ece(Reliability.InOrder(one.Probabilities, one.IsClass, one.Order, bins, binning)));
    }

    /// <summary>The mean over classes of the Kolmogorov-Smirnov error of the class's probability: the calibration measure in the code of arXiv:2407.14320.</summary>
    /// <param name="probabilities">Class probabilities of the exit.</param>
    public static double ClassWiseKs(ClassProbabilities probabilities) =>
        MeanOverClasses(probabilities, one => Ks(one.Probabilities, one.IsClass, one.Order));

    private static double MeanOverClasses(ClassProbabilities probabilities, Func<OneClass, double> measure)
    {
        double sum = 0;
        foreach (var one in probabilities.ByClass) sum += measure(one);
        return sum / probabilities.C;
    }

    private static int Count(ReadOnlySpan<ReliabilityBin> diagram)
    {
        var count = 0;
        foreach (var bin in diagram) count += bin.Count;
        return count;
    }
}
