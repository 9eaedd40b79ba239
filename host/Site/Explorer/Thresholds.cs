namespace EarlyExit.Host.Site.Explorer;

/// <summary>The thresholds of the explorer's slider, the same as in its script (outputs.js): finer towards 1, where over-confident networks decide.</summary>
internal static class Thresholds
{
    public static IReadOnlyList<double> All { get; } =
    [
        .. Steps(0, 990, 1e3), .. Steps(9900, 9990, 1e4), .. Steps(99_900, 99_990, 1e5), .. Steps(999_900, 1_000_001, 1e6),
    ];

    /// <summary>How many of them lie strictly below a value.</summary>
    public static int CountBelow(double value)
    {
        var (low, high) = (0, All.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (All[middle] < value) low = middle + 1;
            else high = middle;
        }
        return low;
    }

    private static IEnumerable<double> Steps(int from, int to, double of) => Enumerable.Range(from, to - from).Select(k => k / of);
}
