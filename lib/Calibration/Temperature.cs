using EarlyExit.Exits;

namespace EarlyExit.Calibration;

/// <summary>
/// Temperature scaling (Guo et al. 2017): logits divided by T > 0, which minimises the negative log-likelihood on held-out samples. Keeps
/// predictions. With two classes it keeps the order by confidence too; with more it does not, since the other classes take their share.
/// </summary>
public sealed class Temperature : LogitsCalibrator
{
    // Where every held-out sample is right, ever lower temperatures are ever better: the search ends here.
    private const double Lowest = .01, Highest = 100, Tolerance = 1e-12;
    private readonly bool _shared;

    private Temperature(string name, bool shared) => (Name, _shared) = (name, shared);

    /// <summary>A temperature for each exit: what the papers do.</summary>
    public static Temperature PerExit { get; } = new("temperature per exit", shared: false);

    /// <summary>One temperature for all exits.</summary>
    public static Temperature Shared { get; } = new("shared temperature", shared: true);

    /// <inheritdoc/>
    public override string Name { get; }

    /// <inheritdoc/>
    public override Preserves Preserves { get; } = new(RankingEffect.MayChange, Argmax: true);

    /// <inheritdoc/>
    public override FittedTemperature Fit(ExitOutputs heldOut)
    {
        var temperatures = new double[heldOut.L];
        if (_shared) Array.Fill(temperatures, Best(heldOut, 0, heldOut.L));
        else Parallel.For(0, heldOut.L, exit => temperatures[exit] = Best(heldOut, exit, exit + 1));
        return new FittedTemperature(Name, Preserves, heldOut.C, temperatures);
    }

    /// <summary>Given temperatures instead of fitted ones.</summary>
    /// <param name="classes">C.</param>
    /// <param name="temperatures"><c>[L]</c>, above 0.</param>
    public static FittedTemperature Of(int classes, params double[] temperatures)
    {
        foreach (var temperature in temperatures)
            if (!double.IsFinite(temperature) || temperature <= 0)
                throw new ArgumentException($"A temperature is {temperature}, expected a finite number above 0.", nameof(temperatures));
        return new("given temperatures", PerExit.Preserves, classes, temperatures);
    }

    // The likelihood is concave in 1 / T: its slope falls through 0 once. Newton's steps to there, and halves of what is left where one leads
    // out of it; everything in ln(1 / T).
    private static double Best(ExitOutputs outputs, int fromExit, int toExit)
    {
        var (coldest, hottest) = (-Math.Log(Lowest), -Math.Log(Highest));
        var (low, high, at) = (hottest, coldest, 0.0);
        while (high - low > Tolerance)
        {
            var scale = Math.Exp(at);
            var (slope, fall) = LikelihoodSlope(outputs, fromExit, toExit, scale);
            if (slope >= 0) low = at;
            else high = at;
            var next = Math.Log(scale + slope / fall);
            if (Math.Abs(next - at) <= Tolerance) return Math.Exp(-next);
            at = next > low && next < high ? next : (low + high) / 2;
        }
        return high == coldest ? Lowest : low == hottest ? Highest : Math.Exp(-at);
    }

    // Of the log-likelihood by 1 / T: what the right class has above the mean logit under the scaled softmax. It falls by the logits' variance.
    private static (double Slope, double Fall) LikelihoodSlope(ExitOutputs outputs, int fromExit, int toExit, double scale)
    {
        double slope = 0, fall = 0;
        for (var exit = fromExit; exit < toExit; exit++)
        {
            var logits = outputs.At(exit);
            for (var n = 0; n < outputs.N; n++)
            {
                var row = logits.Slice(n * outputs.C, outputs.C);
                double max = Softmax.Largest(row);
                var (mean, variance) = Softmax.Moments(row, max, scale);
                slope += row[outputs.Labels[n]] - max - mean;
                fall += variance;
            }
        }
        return (slope, fall);
    }
}

/// <summary>Temperatures that have been fit.</summary>
public sealed class FittedTemperature : FittedLogits
{
    internal FittedTemperature(string name, Preserves preserves, int classes, double[] temperatures)
        : base(name, preserves, temperatures.Length, classes, (exit, from, to) => Divide(from, to, temperatures[exit])) =>
        Temperatures = Array.AsReadOnly(temperatures);

    /// <summary>The temperature of each exit, <c>[L]</c>; above 1 where the exit was over-confident.</summary>
    public IReadOnlyList<double> Temperatures { get; }

    private static void Divide(ReadOnlySpan<float> from, Span<float> to, double temperature)
    {
        for (var k = 0; k < from.Length; k++) to[k] = (float)(from[k] / temperature);
    }
}
