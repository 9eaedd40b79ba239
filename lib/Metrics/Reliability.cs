using EarlyExit.Exits;

namespace EarlyExit.Metrics;

/// <summary>How samples are put into bins by their confidence.</summary>
public enum Binning
{
    /// <summary>Bins of equal width over [0, 1], closed on the right: (lo, hi], and 0 in the first. The convention of the papers' field (Guo et al. 2017).</summary>
    EqualWidth,

    /// <summary>Bins of equal numbers of samples, cut where equal confidences stay together.</summary>
    EqualMass,
}

/// <summary>The samples of a range of confidences.</summary>
/// <param name="Low">Confidences are above this (the first bin of equal width also has 0).</param>
/// <param name="High">Up to this.</param>
/// <param name="Count">How many samples.</param>
/// <param name="Confidence">Their mean confidence; NaN without samples.</param>
/// <param name="Accuracy">The share of them that is right; NaN without samples.</param>
public readonly record struct ReliabilityBin(double Low, double High, int Count, double Confidence, double Accuracy)
{
    /// <summary>How far confidence is above accuracy; NaN without samples.</summary>
    public double Gap => Confidence - Accuracy;
}

/// <summary>The reliability diagram: confidence against accuracy, bin by bin.</summary>
public static class Reliability
{
    /// <summary>The number of bins in common use.</summary>
    public const int StandardBins = 15;

    /// <summary>Numbers of bins to see whether their choice matters.</summary>
    public static IReadOnlyList<int> SweptBins { get; } = [5, 10, StandardBins, 25, 50, 100];

    /// <summary>Puts samples into bins.</summary>
    /// <param name="confidences"><c>[N]</c>, in [0, 1].</param>
    /// <param name="correct"><c>[N]</c>.</param>
    /// <param name="bins">How many, at least 1. Bins of equal mass are fewer where many confidences are equal.</param>
    /// <param name="binning">How samples are put into them.</param>
    /// <exception cref="ArgumentException">The lengths differ or are 0, a confidence is outside [0, 1], or there is less than one bin.</exception>
    public static ReliabilityBin[] Bins(
        ReadOnlySpan<double> confidences, ReadOnlySpan<bool> correct, int bins = StandardBins, Binning binning = Binning.EqualWidth)
    {
        Samples.RequireSameLength(confidences.Length, correct.Length, "confidences", "predictions");
        Samples.RequireProbabilities(confidences, "confidence");
        ArgumentOutOfRangeException.ThrowIfLessThan(bins, 1);
        return InOrder(confidences, correct, binning == Binning.EqualMass ? SortedOrder.Ascending(confidences) : [], bins, binning);
    }

    // The order is the ascending one of the confidences; bins of equal width need none.
    internal static ReliabilityBin[] InOrder(
        ReadOnlySpan<double> confidences, ReadOnlySpan<bool> correct, ReadOnlySpan<int> order, int bins, Binning binning) => binning switch
        {
            Binning.EqualWidth => EqualWidth(confidences, correct, bins),
            Binning.EqualMass => EqualMass(confidences, correct, order, bins),
            _ => throw new ArgumentException($"Binning {binning} is unknown.", nameof(binning)),
        };

    private static ReliabilityBin[] EqualWidth(ReadOnlySpan<double> confidences, ReadOnlySpan<bool> correct, int bins)
    {
        var sums = new BinSum[bins];
        for (var n = 0; n < confidences.Length; n++)
            sums[WidthBin(confidences[n], bins)].Add(confidences[n], correct[n]);
        var result = new ReliabilityBin[bins];
        for (var b = 0; b < bins; b++) result[b] = sums[b].ToBin((double)b / bins, (double)(b + 1) / bins);
        return result;
    }

    // The edges are b / B in double precision; the product may round across one.
    private static int WidthBin(double confidence, int bins)
    {
        var bin = Math.Clamp((int)Math.Ceiling(confidence * bins) - 1, 0, bins - 1);
        if (bin > 0 && confidence <= (double)bin / bins) return bin - 1;
        return bin < bins - 1 && confidence > (double)(bin + 1) / bins ? bin + 1 : bin;
    }

    private static ReliabilityBin[] EqualMass(ReadOnlySpan<double> confidences, ReadOnlySpan<bool> correct, ReadOnlySpan<int> order, int bins)
    {
        var result = new List<ReliabilityBin>(bins);
        double low = 0;
        for (int b = 0, k = 0; b < bins && k < order.Length; b++)
        {
            var sum = new BinSum();
            var end = (int)((long)order.Length * (b + 1) / bins);
            for (; k < order.Length && (k < end || (sum.Count > 0 && confidences[order[k]] == confidences[order[k - 1]])); k++)
                sum.Add(confidences[order[k]], correct[order[k]]);
            if (sum.Count == 0) continue;
            var high = confidences[order[k - 1]];
            result.Add(sum.ToBin(low, high));
            low = high;
        }
        return [.. result];
    }

    private struct BinSum
    {
        private double _confidence;
        private int _right;

        public int Count { get; private set; }

        public void Add(double confidence, bool right)
        {
            _confidence += confidence;
            if (right) _right++;
            Count++;
        }

        public readonly ReliabilityBin ToBin(double low, double high) =>
            new(low, high, Count, _confidence / Count, (double)_right / Count);
    }
}
