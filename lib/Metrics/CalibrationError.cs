using EarlyExit.Exits;

namespace EarlyExit.Metrics;

/// <summary>How far confidence is from accuracy.</summary>
public static class CalibrationError
{
    /// <summary>Expected calibration error: the mean over samples of the distance between confidence and accuracy of their bin, in [0, 1] (Guo et al. 2017).</summary>
    /// <param name="confidences"><c>[N]</c>, in [0, 1].</param>
    /// <param name="correct"><c>[N]</c>.</param>
    /// <param name="bins">How many bins.</param>
    /// <param name="binning">How samples are put into them.</param>
    /// <exception cref="ArgumentException">The lengths differ or are 0, a confidence is outside [0, 1], or there is less than one bin.</exception>
    public static double Ece(ReadOnlySpan<double> confidences, ReadOnlySpan<bool> correct,
        int bins = Reliability.StandardBins, Binning binning = Binning.EqualWidth)
    {
        double sum = 0;
        foreach (var bin in Reliability.Bins(confidences, correct, bins, binning))
            if (bin.Count > 0) sum += bin.Count * Math.Abs(bin.Gap);
        return sum / confidences.Length;
    }

    /// <summary>The expected calibration error of each exit, <c>[L]</c>, from probabilities <c>[L, N]</c> that the prediction is right.</summary>
    public static double[] Ece(ScoreTable confidences, ExitTable<bool> correct,
        int bins = Reliability.StandardBins, Binning binning = Binning.EqualWidth)
    {
        correct.RequireShape(confidences.L, confidences.N, "table of correctness");
        return [.. Enumerable.Range(0, confidences.L).Select(exit => Ece(confidences.Of(exit), correct.Of(exit), bins, binning))];
    }
}
