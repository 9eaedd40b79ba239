namespace EarlyExit.Metrics;

/// <summary>Intervals of any statistic by drawing samples with replacement: the percentiles of what the statistic comes out as.</summary>
public static class Bootstrap
{
    /// <summary>The number of resamples taken unless told otherwise.</summary>
    public const int StandardResamples = 1000;

    /// <summary>The percentile interval of a statistic of samples that are known by their index. Pairs are compared by a statistic of their difference.</summary>
    /// <param name="samples">Number of samples, at least 1.</param>
    /// <param name="statistic">The statistic of some samples, given by their indices; may be NaN, and such resamples are left out.</param>
    /// <param name="resamples">How many times to draw.</param>
    /// <param name="level">In (0, 1).</param>
    /// <param name="seed">The same seed gives the same interval.</param>
    /// <returns>The statistic of all samples, with the percentiles; both ends NaN where it was NaN in every resample.</returns>
    public static Interval Percentile(int samples, Func<int[], double> statistic, int resamples = StandardResamples, double level = .95, int seed = 0)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(samples, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(resamples, 1);
        Interval.RequireLevel(level);
        var random = new Random(seed);
        var drawn = new int[samples];
        var values = new List<double>(resamples);
        for (var r = 0; r < resamples; r++)
        {
            for (var k = 0; k < samples; k++) drawn[k] = random.Next(samples);
            var value = statistic(drawn);
            if (!double.IsNaN(value)) values.Add(value);
        }
        values.Sort();
        var all = statistic([.. Enumerable.Range(0, samples)]);
        return new(all, Quantile(values, (1 - level) / 2), Quantile(values, (1 + level) / 2), level, samples);
    }

    /// <summary>The percentile interval of the mean of values.</summary>
    public static Interval OfMean(IReadOnlyList<double> values, int resamples = StandardResamples, double level = .95, int seed = 0) =>
        Percentile(values.Count, drawn => Mean(values, drawn), resamples, level, seed);

    /// <summary>The percentile interval of the mean difference <paramref name="after"/> - <paramref name="before"/>, drawing pairs.</summary>
    /// <exception cref="ArgumentException">The numbers of values differ.</exception>
    public static Interval Paired(IReadOnlyList<double> before, IReadOnlyList<double> after,
        int resamples = StandardResamples, double level = .95, int seed = 0)
    {
        if (before.Count != after.Count)
            throw new ArgumentException($"There are {before.Count} values before and {after.Count} after, expected pairs.", nameof(after));
        return OfMean([.. before.Zip(after, (a, b) => b - a)], resamples, level, seed);
    }

    // Between the order statistics, as numpy.quantile does by default.
    private static double Quantile(List<double> sorted, double share)
    {
        if (sorted.Count == 0) return double.NaN;
        var at = share * (sorted.Count - 1);
        var below = (int)at;
        var above = Math.Min(below + 1, sorted.Count - 1);
        return sorted[below] + (at - below) * (sorted[above] - sorted[below]);
    }

    private static double Mean(IReadOnlyList<double> values, int[] drawn)
    {
        double sum = 0;
        foreach (var k in drawn) sum += values[k];
        return sum / drawn.Length;
    }
}
