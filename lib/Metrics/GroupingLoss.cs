using EarlyExit.Exits;

namespace EarlyExit.Metrics;

/// <summary>How much accuracy varies among samples of the same confidence: what calibration cannot see (Perez-Lebel et al. 2023).</summary>
/// <param name="Plugin">Mean squared distance of a region's accuracy from that of its confidence bin; grows by chance alone.</param>
/// <param name="Debiased">The same less what chance contributes; around 0 where the regions do not differ, and possibly below.</param>
public readonly record struct GroupingLoss(double Plugin, double Debiased)
{
    /// <summary>
    /// A lower bound of the grouping loss of the squared error: samples of each confidence bin are split into regions by another feature,
    /// and the spread of the regions' accuracies is a part of the spread that there is.
    /// </summary>
    /// <param name="confidences"><c>[N]</c>, in [0, 1].</param>
    /// <param name="correct"><c>[N]</c>.</param>
    /// <param name="feature"><c>[N]</c>, what splits a bin, such as the margin or the agreement of exits; no label.</param>
    /// <param name="regions">Into how many regions of equal size, by the order of the feature; fewer where many of its values are equal. At least 2.</param>
    /// <param name="bins">How many bins of confidence.</param>
    /// <param name="binning">How samples are put into them.</param>
    /// <exception cref="ArgumentException">The lengths differ or are 0, or a number is not as described.</exception>
    public static GroupingLoss LowerBound(ReadOnlySpan<double> confidences, ReadOnlySpan<bool> correct, ReadOnlySpan<double> feature,
        int regions = 2, int bins = Reliability.StandardBins, Binning binning = Binning.EqualMass)
    {
        Samples.RequireSameLength(feature.Length, correct.Length, "features", "predictions");
        Samples.RequireNumbers(feature, "feature");
        ArgumentOutOfRangeException.ThrowIfLessThan(regions, 2);
        var edges = Reliability.Bins(confidences, correct, bins, binning);
        var byFeature = SortedOrder.Ascending(feature);
        var members = Array.ConvertAll(edges, _ => new List<int>());
        foreach (var n in byFeature) members[BinOf(edges, confidences[n])].Add(n);

        double plugin = 0, debiased = 0;
        foreach (var bin in members)
        {
            if (bin.Count == 0) continue;
            var (spread, unbiased) = Spread(bin, regions, correct, feature);
            plugin += spread;
            debiased += unbiased;
        }
        return new(plugin / feature.Length, debiased / feature.Length);
    }

    // Sums over the samples of a bin. By chance alone the accuracy a of n samples varies by a (1 - a) / n, which a (1 - a) / (n - 1) of the
    // sample estimates; the bin's accuracy follows its regions by their shares. Regions of one sample say nothing: they add 0.
    private static (double Spread, double Unbiased) Spread(List<int> bin, int regions, ReadOnlySpan<bool> correct, ReadOnlySpan<double> feature)
    {
        var ofBin = Accuracy(bin, 0, bin.Count, correct);
        double spread = 0, unbiased = 0;
        for (int r = 0, start = 0; r < regions && start < bin.Count; r++)
        {
            var end = Math.Max(start + 1, (int)((long)bin.Count * (r + 1) / regions));
            while (end < bin.Count && feature[bin[end]] == feature[bin[end - 1]]) end++;
            double size = end - start, accuracy = Accuracy(bin, start, end, correct);
            var distance = size * (accuracy - ofBin) * (accuracy - ofBin);
            spread += distance;
            if (size > 1) unbiased += distance - size * accuracy * (1 - accuracy) / (size - 1) * (1 - size / bin.Count);
            start = end;
        }
        return (spread, unbiased);
    }

    private static double Accuracy(List<int> samples, int start, int end, ReadOnlySpan<bool> correct)
    {
        var right = 0;
        for (var k = start; k < end; k++)
            if (correct[samples[k]]) right++;
        return (double)right / (end - start);
    }

    private static int BinOf(ReliabilityBin[] bins, double confidence)
    {
        for (var b = 0; b < bins.Length - 1; b++)
            if (confidence <= bins[b].High) return b;
        return bins.Length - 1;
    }
}
