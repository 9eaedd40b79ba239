using EarlyExit.Exits;

namespace EarlyExit.Metrics;

/// <summary>Coefficients of correlation, in [-1, 1]; NaN where one side is constant or there are fewer than two pairs.</summary>
public enum CorrelationKind
{
    /// <summary>Of the values: how well a straight line fits.</summary>
    Pearson,

    /// <summary>Of the ranks, equal values sharing the mean of theirs.</summary>
    Spearman,

    /// <summary>Kendall's tau-b: pairs in the same order less pairs in opposite order, corrected for ties.</summary>
    Kendall,
}

/// <summary>How far two lists of numbers go together.</summary>
public static class Correlation
{
    // What rounding leaves of 1 - r^2 where a list follows another exactly.
    private const double Explained = 1e-12;

    /// <summary>The coefficient of a kind.</summary>
    /// <param name="kind">Which.</param>
    /// <param name="x">Numbers, not NaN.</param>
    /// <param name="y">As many.</param>
    /// <exception cref="ArgumentException">The lengths differ or are 0, or a value is NaN.</exception>
    public static double Of(CorrelationKind kind, ReadOnlySpan<double> x, ReadOnlySpan<double> y) => kind switch
    {
        CorrelationKind.Pearson => Pearson(x, y),
        CorrelationKind.Spearman => Spearman(x, y),
        CorrelationKind.Kendall => Kendall.Of(x, y).TauB,
        _ => throw new ArgumentException($"Correlation {kind} is unknown.", nameof(kind)),
    };

    /// <summary>Pearson's correlation of the values.</summary>
    public static double Pearson(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        Require(x, y);
        var (meanX, meanY) = (Mean(x), Mean(y));
        double xx = 0, yy = 0, xy = 0;
        for (var k = 0; k < x.Length; k++)
        {
            var (dx, dy) = (x[k] - meanX, y[k] - meanY);
            xx += dx * dx;
            yy += dy * dy;
            xy += dx * dy;
        }
        // Rounding may leave a constant list a hair from its mean.
        if (xx <= Negligible(meanX, x.Length) || yy <= Negligible(meanY, y.Length)) return double.NaN;
        return Math.Clamp(xy / Math.Sqrt(xx) / Math.Sqrt(yy), -1, 1);
    }

    /// <summary>Spearman's correlation: Pearson's of the mid-ranks.</summary>
    public static double Spearman(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        Require(x, y);
        return Pearson(MidRanks(x), MidRanks(y));
    }

    /// <summary>The correlation of x and y that is left when both are known to go along with a third list: (r_xy - r_xz r_yz) / sqrt((1 - r_xz^2)(1 - r_yz^2)).</summary>
    /// <param name="kind">The coefficient that the three r are.</param>
    /// <param name="x">Numbers.</param>
    /// <param name="y">As many.</param>
    /// <param name="given">As many: the third list. Where it is constant, it explains nothing and the plain coefficient is left; NaN where x or y follows it exactly.</param>
    public static double Partial(CorrelationKind kind, ReadOnlySpan<double> x, ReadOnlySpan<double> y, ReadOnlySpan<double> given)
    {
        var (xy, xz, yz) = (Of(kind, x, y), Of(kind, x, given), Of(kind, y, given));
        if (double.IsNaN(xy)) return double.NaN;
        if (double.IsNaN(xz)) return xy;
        var (leftX, leftY) = (1 - xz * xz, 1 - yz * yz);
        return Math.Min(leftX, leftY) > Explained ? Math.Clamp((xy - xz * yz) / Math.Sqrt(leftX * leftY), -1, 1) : double.NaN;
    }

    /// <summary>Ranks from 1, equal values sharing the mean of theirs.</summary>
    public static double[] MidRanks(ReadOnlySpan<double> values)
    {
        Samples.RequireNumbers(values, "value");
        var order = SortedOrder.Ascending(values);
        var ranks = new double[order.Length];
        for (int start = 0, end; start < order.Length; start = end)
        {
            for (end = start + 1; end < order.Length && values[order[end]] == values[order[start]];) end++;
            for (var k = start; k < end; k++) ranks[order[k]] = (start + 1 + end) / 2.0;
        }
        return ranks;
    }

    internal static void Require(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        Samples.RequireSameLength(x.Length, y.Length, "values", "partners");
        Samples.RequireNumbers(x, "value");
        Samples.RequireNumbers(y, "partner");
    }

    private static double Mean(ReadOnlySpan<double> values)
    {
        double sum = 0;
        foreach (var value in values) sum += value;
        return sum / values.Length;
    }

    private static double Negligible(double mean, int count) => count * Math.Pow(mean * 1e-15, 2);
}
