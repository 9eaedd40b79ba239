namespace EarlyExit.Calibration;

/// <summary>A smooth function of parameters.</summary>
/// <param name="parameters">Where.</param>
/// <param name="gradient">Receives the gradient there; comes zeroed.</param>
/// <returns>The value there.</returns>
internal delegate double Objective(ReadOnlySpan<double> parameters, Span<double> gradient);

/// <summary>Minimises smooth functions by L-BFGS: all samples at every step and no randomness, so that the same data give the same parameters.</summary>
internal static class Minimiser
{
    private const int Memory = 12;
    private const int MostHalvings = 40;
    private const double SufficientDecrease = 1e-4;

    /// <summary>Goes downhill until the gradient vanishes, the value stalls at rounding, or the steps are used up.</summary>
    /// <param name="objective">The function.</param>
    /// <param name="start">Where to start.</param>
    /// <param name="steps">How many steps at most.</param>
    /// <param name="tolerance">Of the gradient's largest component.</param>
    public static double[] Minimise(Objective objective, double[] start, int steps = 500, double tolerance = 1e-9)
    {
        var (at, gradient) = (start.ToArray(), new double[start.Length]);
        var value = objective(at, gradient);
        var history = new Queue<(double[] Step, double[] Change, double Curvature)>();
        for (var step = 0; step < steps && gradient.Max(Math.Abs) > tolerance; step++)
        {
            var direction = Direction(gradient, history);
            var slope = Dot(direction, gradient);
            var length = history.Count > 0 ? 1 : Math.Min(1, 1 / gradient.Sum(Math.Abs));
            if (!Search(objective, at, direction, value, slope, length, out var next, out var nextGradient, out var nextValue)) break;

            var (moved, change) = (Minus(next, at), Minus(nextGradient, gradient));
            var curvature = Dot(moved, change);
            if (curvature > 1e-12 * Dot(change, change)) history.Enqueue((moved, change, curvature));
            if (history.Count > Memory) history.Dequeue();
            (at, gradient, value) = (next, nextGradient, nextValue);
        }
        return at;
    }

    // Halves the step until the value falls enough.
    private static bool Search(Objective objective, double[] at, double[] direction, double value, double slope, double length,
        out double[] next, out double[] gradient, out double nextValue)
    {
        (next, gradient, nextValue) = (new double[at.Length], new double[at.Length], value);
        for (var halving = 0; halving < MostHalvings; halving++, length /= 2)
        {
            for (var k = 0; k < at.Length; k++) next[k] = at[k] + length * direction[k];
            Array.Clear(gradient);
            nextValue = objective(next, gradient);
            if (nextValue <= value + SufficientDecrease * length * slope && nextValue < value) return true;
        }
        return false;
    }

    // The two loops of Nocedal (1980): the gradient through an inverse Hessian made of the last steps.
    private static double[] Direction(double[] gradient, Queue<(double[] Step, double[] Change, double Curvature)> history)
    {
        double[] direction = [.. gradient.Select(g => -g)];
        var recent = history.ToArray();
        var shares = new double[recent.Length];
        for (var k = recent.Length - 1; k >= 0; k--)
        {
            shares[k] = Dot(recent[k].Step, direction) / recent[k].Curvature;
            Add(direction, recent[k].Change, -shares[k]);
        }
        if (recent.Length > 0)
        {
            var scale = recent[^1].Curvature / Dot(recent[^1].Change, recent[^1].Change);
            for (var k = 0; k < direction.Length; k++) direction[k] *= scale;
        }
        for (var k = 0; k < recent.Length; k++)
            Add(direction, recent[k].Step, shares[k] - Dot(recent[k].Change, direction) / recent[k].Curvature);
        return direction;
    }

    private static double Dot(double[] a, double[] b)
    {
        double sum = 0;
        for (var k = 0; k < a.Length; k++) sum += a[k] * b[k];
        return sum;
    }

    private static void Add(double[] to, double[] from, double times)
    {
        for (var k = 0; k < to.Length; k++) to[k] += times * from[k];
    }

    private static double[] Minus(double[] a, double[] b) => [.. a.Zip(b, (x, y) => x - y)];
}
