namespace EarlyExit.Exits;

/// <summary>What one threshold gives.</summary>
/// <param name="Cost">Mean relative cost.</param>
/// <param name="Accuracy">In [0, 1]; of a regression, the correlation that the frontier is of, in [-1, 1].</param>
/// <param name="Threshold">Samples leave where their score is strictly above it; minus infinity sends all through the first exit.</param>
public readonly record struct OperatingPoint(double Cost, double Accuracy, double Threshold)
{
    internal static OperatingPoint Of(ReadOnlySpan<int> leaving, int right, ReadOnlySpan<double> costs, int samples, double threshold) =>
        new(MeanCost(leaving, costs, samples), (double)right / samples, threshold);

    // From the counts and not by running sums, so that equal decisions have equal costs to the last bit.
    internal static double MeanCost(ReadOnlySpan<int> leaving, ReadOnlySpan<double> costs, int samples)
    {
        double sum = 0;
        for (var exit = 0; exit < leaving.Length; exit++)
        {
            if (leaving[exit] == samples) return costs[exit];
            sum += leaving[exit] * costs[exit];
        }
        return sum / samples;
    }
}
