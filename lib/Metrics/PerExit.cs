using EarlyExit.Exits;

namespace EarlyExit.Metrics;

/// <summary>Measures exit by exit, and their mean.</summary>
public static class PerExit
{
    /// <summary>A measure of ranked labels at each exit, <c>[L]</c>.</summary>
    /// <param name="scores"><c>[L, N]</c>.</param>
    /// <param name="labels"><c>[L, N]</c>.</param>
    /// <param name="measure">Such as <see cref="FailurePrediction.Auroc(RankedLabels)"/>.</param>
    /// <exception cref="ArgumentException">The shapes differ.</exception>
    public static double[] Of(ScoreTable scores, ExitTable<bool> labels, Func<RankedLabels, double> measure)
    {
        labels.RequireShape(scores.L, scores.N, "table of labels");
        var values = new double[scores.L];
        Parallel.For(0, scores.L, exit => values[exit] = measure(RankedLabels.Of(scores, labels, exit)));
        return values;
    }

    /// <summary>The mean over the exits at which a measure is defined; NaN where it is defined at none.</summary>
    public static double Mean(this double[] values)
    {
        double sum = 0;
        var count = 0;
        foreach (var value in values)
        {
            if (double.IsNaN(value)) continue;
            sum += value;
            count++;
        }
        return sum / count;
    }
}
