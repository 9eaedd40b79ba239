namespace EarlyExit.Exits;

/// <summary>Fixed thresholds, so that frontiers of several seeds can be averaged threshold by threshold.</summary>
public static class FrontierGrid
{
    /// <summary>The papers' 100 even thresholds from 0 to 1 (<c>numpy.linspace(0, 1, 100)</c>), meant for <see cref="Scores.MaxSoftmax"/>. They cannot tell saturated confidences apart.</summary>
    public static IReadOnlyList<double> Papers { get; } = Even(0, 1, 100);

    /// <summary>Even thresholds, both ends included.</summary>
    /// <param name="low">The first.</param>
    /// <param name="high">The last, above <paramref name="low"/>.</param>
    /// <param name="count">How many, at least 2.</param>
    public static IReadOnlyList<double> Even(double low, double high, int count)
    {
        if (count < 2) throw new ArgumentOutOfRangeException(nameof(count), count, "A grid has at least 2 thresholds.");
        var step = (high - low) / (count - 1);
        var grid = new double[count];
        for (var k = 0; k < count - 1; k++) grid[k] = low + k * step;
        grid[^1] = high;
        return Array.AsReadOnly(grid);
    }

    internal static int CountBelow(ReadOnlySpan<double> grid, double score)
    {
        int low = 0, high = grid.Length;
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (grid[middle] < score) low = middle + 1;
            else high = middle;
        }
        return low;
    }
}
