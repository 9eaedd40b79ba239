namespace EarlyExit.Calibration;

/// <summary>The logistic function and its loss, without overflow.</summary>
internal static class Logistic
{
    private const double Tolerance = 1e-9;
    private const int MostSteps = 100, MostHalvings = 40;

    /// <summary>1 / (1 + exp(-x)).</summary>
    public static double Sigmoid(double x) => x >= 0 ? 1 / (1 + Math.Exp(-x)) : Math.Exp(x) / (1 + Math.Exp(x));

    /// <summary>ln(1 + exp(x)).</summary>
    public static double Softplus(double x) => Math.Max(x, 0) + Math.Log(1 + Math.Exp(-Math.Abs(x)));

    /// <summary>Logistic regression: weights, then the offset, that minimise mean cross-entropy plus a penalty on the squares of the weights.</summary>
    /// <param name="features"><c>[N, F]</c>; F is small.</param>
    /// <param name="targets"><c>[N]</c>, in [0, 1].</param>
    /// <param name="penalty">Half of it times the sum of the squared weights is added.</param>
    /// <returns><c>[F + 1]</c>.</returns>
    public static double[] Regress(double[] features, double[] targets, double penalty)
    {
        var at = LogisticLoss.Of(features, targets, penalty, new double[features.Length / targets.Length + 1]);
        for (var step = 0; step < MostSteps && at.Gradient.Max(Math.Abs) > Tolerance; step++)
        {
            if (Better(at, at.Newton(), features, targets, penalty) is not { } next) break;
            at = next;
        }
        return at.Weights;
    }

    // Halves a step until the loss falls; null where it does not, which is where rounding ends the search.
    private static LogisticLoss? Better(LogisticLoss at, double[] step, double[] features, double[] targets, double penalty)
    {
        for (var (halving, length) = (0, 1.0); halving < MostHalvings; halving++, length /= 2)
        {
            var next = LogisticLoss.Of(features, targets, penalty, [.. at.Weights.Zip(step, (weight, move) => weight + length * move)]);
            if (next.Value < at.Value) return next;
        }
        return null;
    }
}
