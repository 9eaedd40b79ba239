using EarlyExit.Metrics;

namespace EarlyExit.Calibration;

/// <summary>
/// Histogram binning of the confidence (Zadrozny and Elkan 2001): each bin's confidence becomes its accuracy on the held-out samples. Bins
/// need not rise, so whole bins may change places, and within a bin all become equal. A bin without samples keeps its middle.
/// </summary>
public sealed class HistogramBinning : ConfidenceCalibrator
{
    private readonly int _bins;
    private readonly Binning _binning;

    private HistogramBinning(int bins, Binning binning) => (_bins, _binning) = (bins, binning);

    /// <summary>15 bins of equal mass for each exit.</summary>
    public static HistogramBinning PerExit { get; } = With(Reliability.StandardBins, Binning.EqualMass);

    /// <summary>Other bins.</summary>
    /// <param name="bins">How many, at least 1.</param>
    /// <param name="binning">How samples are put into them.</param>
    public static HistogramBinning With(int bins, Binning binning) => new(bins, binning);

    /// <inheritdoc/>
    public override string Name => "histogram binning";

    /// <inheritdoc/>
    public override Preserves Preserves { get; } = new(RankingEffect.MayChange, Argmax: true);

    /// <inheritdoc/>
    protected override Func<double, double> FitExit(double[] logOdds, bool[] correct)
    {
        var bins = Reliability.Bins([.. logOdds.Select(Logistic.Sigmoid)], correct, _bins, _binning);
        double[] edges = [.. bins.SkipLast(1).Select(bin => bin.High)];
        double[] values = [.. bins.Select(bin => bin.Count > 0 ? bin.Accuracy : (bin.Low + bin.High) / 2)];
        return x =>
        {
            // Bins are closed on the right: a value on an edge belongs to the bin that ends there.
            var at = Array.BinarySearch(edges, Logistic.Sigmoid(x));
            return values[at < 0 ? ~at : at];
        };
    }
}
