using System.Globalization;

namespace EarlyExit.Charts.Static;

/// <summary>Where an axis has its marks, and what they say.</summary>
internal static class Ticks
{
    /// <summary>Round numbers 1, 2 or 5 times a power of ten apart, at most about <paramref name="most"/> of them.</summary>
    internal static IReadOnlyList<(double Value, string Label)> Linear(double low, double high, int most)
    {
        var step = Step(high - low, most);
        var first = (long)Math.Ceiling(low / step - 1e-9);
        var last = (long)Math.Floor(high / step + 1e-9);
        var format = Math.Max(Math.Abs(low), Math.Abs(high)) >= 1e7 || step < 1e-5 ? "0.##E0" : "#,0." + new string('#', Decimals(step));
        return [.. LongRange(first, last).Select(k => (k * step, Label(k * step, format)))];
    }

    /// <summary>Powers of ten, with 2 and 5 times them where there are few; values are logarithms to base ten.</summary>
    internal static IReadOnlyList<(double Value, string Label)> Logarithmic(double low, double high, int most)
    {
        int[] digits = high - low > most / 2.0 ? [1] : [1, 2, 5];
        var every = Math.Max(1, (int)Math.Ceiling((high - low) / most));
        return
        [
            .. LongRange((long)Math.Floor(low), (long)Math.Ceiling(high)).Where(power => power % every == 0)
                .SelectMany(power => digits.Select(digit => (Place: power + Math.Log10(digit), Value: digit * Math.Pow(10, power))))
                .Where(tick => tick.Place >= low - 1e-9 && tick.Place <= high + 1e-9)
                .Select(tick => (tick.Place, Label(tick.Value, tick.Value is >= 1e-4 and < 1e7 ? "#,0.####" : "0.#E0"))),
        ];
    }

    /// <summary>
    /// Values, not logarithms, for an axis of ratios such as temperatures: powers of two, or round numbers where the values are within a factor of
    /// four, or powers of ten where they span more than a thousand.
    /// </summary>
    internal static IReadOnlyList<(double Value, string Label)> Ratios(double low, double high)
    {
        if (high >= 1000 * low) return [.. Logarithmic(Math.Log10(low), Math.Log10(high), 8).Select(tick => (Math.Pow(10, tick.Value), tick.Label))];
        if (high < 4 * low) return high > low ? Linear(low, high, 6) : [(low, Label(low, "0.####"))];
        var (first, last) = ((long)Math.Ceiling(Math.Log2(low) - 1e-9), (long)Math.Floor(Math.Log2(high) + 1e-9));
        return [.. LongRange(first, last).Select(power => Math.Pow(2, power)).Select(value => (value, Label(value, value is >= 1e-3 and < 1e7 ? "#,0.######" : "0.##E0")))];
    }

    /// <summary>The distance between round numbers, for at most about <paramref name="most"/> in a range.</summary>
    internal static double Step(double range, int most)
    {
        var rough = range / Math.Max(1, most);
        var power = Math.Pow(10, Math.Floor(Math.Log10(rough)));
        return (rough / power) switch { <= 1 => power, <= 2 => 2 * power, <= 5 => 5 * power, _ => 10 * power };
    }

    private static int Decimals(double step) => (int)Math.Clamp(-Math.Floor(Math.Log10(step) + 1e-9), 0, 6);

    private static string Label(double value, string format) =>
        (value == 0 ? 0 : value).ToString(format, CultureInfo.InvariantCulture).Replace("-", "−");

    private static IEnumerable<long> LongRange(long first, long last)
    {
        for (var k = first; k <= last; k++) yield return k;
    }
}
