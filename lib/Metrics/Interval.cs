using System.Globalization;
using MathNet.Numerics.Distributions;

namespace EarlyExit.Metrics;

/// <summary>A mean with its confidence interval.</summary>
/// <param name="Mean">The mean, or the statistic, of all values.</param>
/// <param name="Low">The lower end; minus infinity where one value alone says nothing about the spread.</param>
/// <param name="High">The upper end.</param>
/// <param name="Level">The confidence level, such as .95.</param>
/// <param name="Count">How many values it rests on.</param>
public sealed record Interval(double Mean, double Low, double High, double Level, int Count) : IFormattable
{
    /// <summary>Whether both ends are above zero.</summary>
    public bool IsPositive => Low > 0;

    /// <summary>Whether both ends are below zero.</summary>
    public bool IsNegative => High < 0;

    /// <summary>Student's interval of the mean of independent values, such as one per seed: mean ± t s / √n.</summary>
    /// <param name="values">At least one, finite; from a single one the ends are infinite.</param>
    /// <param name="level">In (0, 1).</param>
    /// <exception cref="ArgumentException">There is no value, one is not finite, or the level is outside (0, 1).</exception>
    public static Interval OfMean(ReadOnlySpan<double> values, double level = .95)
    {
        RequireLevel(level);
        if (values.IsEmpty) throw new ArgumentException("There are no values, expected at least one.", nameof(values));
        double sum = 0, squares = 0;
        for (var k = 0; k < values.Length; k++)
        {
            if (!double.IsFinite(values[k])) throw new ArgumentException($"Value {k} is {values[k]}, expected a finite number.", nameof(values));
            sum += values[k];
        }
        var mean = sum / values.Length;
        if (values.Length == 1) return new(mean, double.NegativeInfinity, double.PositiveInfinity, level, 1);
        foreach (var value in values) squares += (value - mean) * (value - mean);
        var error = Math.Sqrt(squares / (values.Length - 1) / values.Length);
        var half = error == 0 ? 0 : error * StudentT.InvCDF(0, 1, values.Length - 1, (1 + level) / 2);
        return new(mean, mean - half, mean + half, level, values.Length);
    }

    /// <inheritdoc cref="OfMean(ReadOnlySpan{double}, double)"/>
    public static Interval OfMean(IEnumerable<double> values, double level = .95) => OfMean([.. values], level);

    /// <summary>Student's interval of the mean of the differences <paramref name="after"/> - <paramref name="before"/>, pair by pair.</summary>
    /// <param name="before">One value per pair, such as per seed.</param>
    /// <param name="after">The other value of each pair, in the same order.</param>
    /// <param name="level">In (0, 1).</param>
    /// <exception cref="ArgumentException">The numbers of values differ, or as for <see cref="OfMean(ReadOnlySpan{double}, double)"/>.</exception>
    public static Interval Paired(IReadOnlyList<double> before, IReadOnlyList<double> after, double level = .95)
    {
        if (before.Count != after.Count)
            throw new ArgumentException($"There are {before.Count} values before and {after.Count} after, expected pairs.", nameof(after));
        return OfMean(before.Zip(after, (a, b) => b - a), level);
    }

    /// <summary>Student's interval of the mean gain in a measure from <paramref name="before"/> to <paramref name="after"/>, pair by pair.</summary>
    /// <param name="before">One thing per pair, such as a frontier per seed.</param>
    /// <param name="after">The other of each pair, in the same order.</param>
    /// <param name="measure">What is compared.</param>
    /// <param name="level">In (0, 1).</param>
    public static Interval Paired<T>(IEnumerable<T> before, IEnumerable<T> after, Func<T, double> measure, double level = .95) =>
        Paired([.. before.Select(measure)], [.. after.Select(measure)], level);

    /// <summary>As 63.1 [62.0, 64.2], with as many decimals as the width of the interval deserves.</summary>
    public override string ToString() => ToString(null, CultureInfo.InvariantCulture);

    /// <summary>As 63.1 [62.0, 64.2], each number in the given format.</summary>
    /// <param name="format">A numeric format such as <c>F3</c> or <c>P1</c>; null for as many decimals as the width of the interval deserves.</param>
    /// <param name="formatProvider">The culture; null for the invariant one.</param>
    public string ToString(string? format, IFormatProvider? formatProvider)
    {
        format ??= $"F{Decimals()}";
        formatProvider ??= CultureInfo.InvariantCulture;
        return double.IsFinite(Low) && double.IsFinite(High)
            ? $"{Mean.ToString(format, formatProvider)} [{Low.ToString(format, formatProvider)}, {High.ToString(format, formatProvider)}]"
            : Mean.ToString(format, formatProvider);
    }

    internal static void RequireLevel(double level)
    {
        if (!(level is > 0 and < 1)) throw new ArgumentException($"The confidence level is {level}, expected between 0 and 1.", nameof(level));
    }

    // Two significant digits of half the width: 1.1 has one decimal, .011 has three.
    private int Decimals()
    {
        var half = (High - Low) / 2;
        return half > 0 && double.IsFinite(half) ? Math.Clamp(1 - (int)Math.Floor(Math.Log10(half)), 0, 6) : 4;
    }
}
