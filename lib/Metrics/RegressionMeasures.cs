using EarlyExit.Exits;

namespace EarlyExit.Metrics;

/// <summary>How good the exits of a regression are, as STS-B is judged: by correlation with the right numbers.</summary>
public static class RegressionMeasures
{
    /// <summary>Correlation of each exit's predictions with the targets, <c>[L]</c>; NaN where an exit says the same about all samples.</summary>
    public static double[] Correlation(this RegressionOutputs outputs, CorrelationKind kind)
    {
        var targets = Doubles(outputs.Targets);
        return [.. Enumerable.Range(0, outputs.L).Select(exit => Metrics.Correlation.Of(kind, Doubles(outputs.Predictions.Of(exit)), targets))];
    }

    /// <summary>
    /// Cost and correlation when samples leave after <paramref name="patience"/> changes in a row below eps, for many eps from 0, where nobody
    /// leaves early, to infinity, where everybody leaves at exit <paramref name="patience"/>. In the points, the threshold is -eps and the
    /// accuracy is the correlation, 0 where all predictions are equal.
    /// </summary>
    /// <param name="outputs">The outputs.</param>
    /// <param name="kind">Which correlation.</param>
    /// <param name="patience">1 to L - 1.</param>
    /// <param name="points">About how many eps, at quantiles of the changes; at least 2.</param>
    public static Frontier Frontier(this RegressionOutputs outputs, CorrelationKind kind, int patience = 1, int points = 100)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(points, 2);
        var steadiness = outputs.Steadiness(patience);
        var targets = Doubles(outputs.Targets);
        double[] changes = [.. steadiness.Values.ToArray().Where(double.IsFinite).Order()];
        double[] thresholds =
            [double.NegativeInfinity, .. Enumerable.Range(0, points).Select(k => changes[(long)k * (changes.Length - 1) / (points - 1)]).Append(0).Distinct()];
        return new Frontier(steadiness.Name, [.. thresholds.Select(threshold =>
        {
            var decisions = outputs.Decide(steadiness, threshold);
            var correlation = Metrics.Correlation.Of(kind, Doubles(decisions.Predictions), targets);
            return new OperatingPoint(decisions.Cost, double.IsNaN(correlation) ? 0 : correlation, threshold);
        })]);
    }

    private static double[] Doubles(ReadOnlySpan<float> values)
    {
        var doubles = new double[values.Length];
        for (var n = 0; n < doubles.Length; n++) doubles[n] = values[n];
        return doubles;
    }
}
