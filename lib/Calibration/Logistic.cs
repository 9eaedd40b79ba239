namespace EarlyExit.Calibration;

/// <summary>The logistic function and its loss, without overflow.</summary>
internal static class Logistic
{
    /// <summary>1 / (1 + exp(-x)).</summary>
    public static double Sigmoid(double x) => x >= 0 ? 1 / (1 + Math.Exp(-x)) : Math.Exp(x) / (1 + Math.Exp(x));

    /// <summary>ln(1 + exp(x)).</summary>
    public static double Softplus(double x) => Math.Max(x, 0) + Math.Log(1 + Math.Exp(-Math.Abs(x)));

    /// <summary>Cross-entropy in nats of a target in [0, 1] under the probability whose log-odds are given.</summary>
    public static double CrossEntropy(double logOdds, double target) => Softplus(logOdds) - target * logOdds;

    /// <summary>Logistic regression: weights, then the offset, that minimise mean cross-entropy plus a penalty on the squares of the weights.</summary>
    /// <param name="features"><c>[N, F]</c>.</param>
    /// <param name="targets"><c>[N]</c>, in [0, 1].</param>
    /// <param name="penalty">Half of it times the sum of the squared weights is added.</param>
    /// <returns><c>[F + 1]</c>.</returns>
    public static double[] Regress(double[] features, double[] targets, double penalty)
    {
        var width = features.Length / targets.Length;
        return Minimiser.Minimise((at, gradient) =>
        {
            double loss = 0;
            for (var n = 0; n < targets.Length; n++)
            {
                var row = features.AsSpan(n * width, width);
                var logOdds = at[width];
                for (var f = 0; f < width; f++) logOdds += at[f] * row[f];
                loss += CrossEntropy(logOdds, targets[n]) / targets.Length;
                var slope = (Sigmoid(logOdds) - targets[n]) / targets.Length;
                for (var f = 0; f < width; f++) gradient[f] += slope * row[f];
                gradient[width] += slope;
            }
            for (var f = 0; f < width; f++)
            {
                loss += penalty / 2 * at[f] * at[f];
                gradient[f] += penalty * at[f];
            }
            return loss;
        }, new double[width + 1]);
    }
}
