namespace EarlyExit.Calibration;

/// <summary>The loss of logistic regression and its slopes at some weights.</summary>
/// <param name="Weights"><c>[F + 1]</c>, the offset last.</param>
/// <param name="Value">Mean cross-entropy plus the penalty.</param>
/// <param name="Gradient"><c>[F + 1]</c>.</param>
/// <param name="Curvature"><c>[F + 1, F + 1]</c>, on and below the diagonal.</param>
internal sealed record LogisticLoss(double[] Weights, double Value, double[] Gradient, double[,] Curvature)
{
    // Relative to the largest curvature: a feature that never varies has none, and its weight stays.
    private const double Ridge = 1e-14;

    public static LogisticLoss Of(double[] features, double[] targets, double penalty, double[] weights)
    {
        var width = weights.Length - 1;
        var (gradient, curvature) = (new double[width + 1], new double[width + 1, width + 1]);
        double loss = 0;
        for (var n = 0; n < targets.Length; n++)
        {
            var row = features.AsSpan(n * width, width);
            var logOdds = weights[width];
            for (var f = 0; f < width; f++) logOdds += weights[f] * row[f];
            var small = Math.Exp(-Math.Abs(logOdds));
            var probability = logOdds >= 0 ? 1 / (1 + small) : small / (1 + small);
            loss += Math.Max(logOdds, 0) + Math.Log(1 + small) - targets[n] * logOdds;
            var (slope, bend) = (probability - targets[n], small / ((1 + small) * (1 + small)));
            for (var f = 0; f <= width; f++)
            {
                var value = f < width ? row[f] : 1;
                gradient[f] += slope * value;
                for (var g = 0; g < f; g++) curvature[f, g] += bend * value * row[g];
                curvature[f, f] += bend * value * value;
            }
        }
        var count = targets.Length;
        loss /= count;
        for (var f = 0; f <= width; f++)
        {
            var own = f < width ? penalty : 0;
            loss += own / 2 * weights[f] * weights[f];
            gradient[f] = gradient[f] / count + own * weights[f];
            for (var g = 0; g < f; g++) curvature[f, g] /= count;
            curvature[f, f] = curvature[f, f] / count + own;
        }
        return new(weights, loss, gradient, curvature);
    }

    /// <summary>The step to the bottom of the quadratic: Cholesky's factor of the curvature, then the two triangles.</summary>
    public double[] Newton()
    {
        var size = Gradient.Length;
        var (factor, step) = (new double[size, size], new double[size]);
        double largest = 0;
        for (var f = 0; f < size; f++) largest = Math.Max(largest, Curvature[f, f]);
        for (var f = 0; f < size; f++)
        {
            for (var g = 0; g <= f; g++)
            {
                var rest = Curvature[f, g];
                for (var h = 0; h < g; h++) rest -= factor[f, h] * factor[g, h];
                factor[f, g] = f > g ? rest / factor[g, g] : Math.Sqrt(Math.Max(rest, Ridge * largest) + double.Epsilon);
            }
            step[f] = -Gradient[f];
            for (var h = 0; h < f; h++) step[f] -= factor[f, h] * step[h];
            step[f] /= factor[f, f];
        }
        for (var f = size - 1; f >= 0; f--)
        {
            for (var h = f + 1; h < size; h++) step[f] -= factor[h, f] * step[h];
            step[f] /= factor[f, f];
        }
        return step;
    }
}
