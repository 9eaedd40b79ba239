namespace EarlyExit.Metrics;

/// <summary>The conditions that all measures put on their samples.</summary>
internal static class Samples
{
    public static void RequireSameLength(int first, int second, string firstName, string secondName)
    {
        if (first != second) throw new ArgumentException($"There are {first} {firstName} and {second} {secondName}, expected as many.");
        if (first == 0) throw new ArgumentException($"There are no {firstName}, expected at least one sample.");
    }

    public static void RequireNumbers(ReadOnlySpan<double> values, string name)
    {
        for (var n = 0; n < values.Length; n++)
            if (double.IsNaN(values[n])) throw new ArgumentException($"The {name} of sample {n} is NaN, expected a number.");
    }

    public static void RequireProbabilities(ReadOnlySpan<double> values, string name)
    {
        for (var n = 0; n < values.Length; n++)
            if (!(values[n] is >= 0 and <= 1)) throw new ArgumentException($"The {name} of sample {n} is {values[n]}, expected 0 to 1.");
    }
}
