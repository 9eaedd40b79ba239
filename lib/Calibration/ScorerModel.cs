using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace EarlyExit.Calibration;

/// <summary>
/// The model of one exit: standardised features, then a logistic model or one hidden layer of tanh units and a logistic output. Parameters
/// with a hidden layer: weights [H, F], offsets [H], output weights [H], output offset.
/// </summary>
internal sealed class ScorerModel
{
    private const int Width = ExitFeatures.Count;
    private readonly Standardised _standard;
    private readonly int _hidden;
    private readonly double[] _parameters;

    private ScorerModel(Standardised standard, int hidden, double[] parameters) => (_standard, _hidden, _parameters) = (standard, hidden, parameters);

    public static ScorerModel Fit(double[] features, bool[] labels, int hidden, double penalty, int seed)
    {
        var standard = Standardised.Of(features, Width);
        var inputs = standard.Apply(features);
        double[] targets = [.. labels.Select(label => label ? 1.0 : 0)];
        if (hidden == 0) return new(standard, 0, Logistic.Regress(inputs, targets, penalty));
        var (packed, packedTargets) = (SampleLanes.Of(inputs, Width), SampleLanes.Of(targets, width: 1));
        return new(standard, hidden, Minimiser.Minimise(
            (at, gradient) => HiddenLoss(at, gradient, packed, packedTargets, targets.Length) + Penalty(at, gradient, hidden, penalty),
            Start(hidden, seed), steps: 300, tolerance: 1e-6));
    }

    public void Probabilities(double[] features, Span<double> probabilities)
    {
        var inputs = _standard.Apply(features);
        var units = new double[_hidden];
        for (var n = 0; n < probabilities.Length; n++)
        {
            var row = inputs.AsSpan(n * Width, Width);
            probabilities[n] = Logistic.Sigmoid(_hidden == 0 ? Linear(_parameters, row) : Forward(_parameters, row, units));
        }
    }

    // Small weights from a seed break the symmetry of the units; the output starts at 0.
    private static double[] Start(int hidden, int seed)
    {
        var random = new Random(seed);
        var parameters = new double[hidden * Width + hidden + hidden + 1];
        for (var k = 0; k < hidden * Width; k++) parameters[k] = (random.NextDouble() * 2 - 1) / Math.Sqrt(Width);
        for (var k = hidden * (Width + 1); k < hidden * (Width + 2); k++) parameters[k] = (random.NextDouble() * 2 - 1) / Math.Sqrt(hidden);
        return parameters;
    }

    private static double Linear(ReadOnlySpan<double> parameters, ReadOnlySpan<double> row)
    {
        var sum = parameters[Width];
        for (var f = 0; f < Width; f++) sum += parameters[f] * row[f];
        return sum;
    }

    private static double Forward(ReadOnlySpan<double> parameters, ReadOnlySpan<double> row, Span<double> units)
    {
        var offsets = parameters.Slice(units.Length * Width, units.Length);
        var output = parameters[^(units.Length + 1)..];
        var sum = output[^1];
        for (var h = 0; h < units.Length; h++)
        {
            var activation = offsets[h];
            for (var f = 0; f < Width; f++) activation += parameters[h * Width + f] * row[f];
            units[h] = Math.Tanh(activation);
            sum += output[h] * units[h];
        }
        return sum;
    }

    // Mean cross-entropy of what Forward says, four samples at a time.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static double HiddenLoss(ReadOnlySpan<double> at, Span<double> gradient, Vector256<double>[] inputs, Vector256<double>[] targets, int samples)
    {
        var hidden = (at.Length - 1) / (Width + 2);
        var (offset, output) = (hidden * Width, hidden * (Width + 1));
        var (units, slopes) = (new Vector256<double>[hidden], new Vector256<double>[at.Length]);
        var (loss, one) = (Vector256<double>.Zero, Vector256<double>.One);
        for (var group = 0; group < targets.Length; group++)
        {
            var row = inputs.AsSpan(group * Width, Width);
            var logOdds = Vector256.Create(at[^1]);
            for (var h = 0; h < hidden; h++)
            {
                var activation = Vector256.Create(at[offset + h]);
                for (var f = 0; f < Width; f++) activation += Vector256.Create(at[h * Width + f]) * row[f];
                units[h] = one - Vector256.Create(2.0) / (Vector256.Exp(activation + activation) + one);   // tanh
                logOdds += Vector256.Create(at[output + h]) * units[h];
            }
            var (share, small) = (SampleLanes.Share(group, samples), Vector256.Exp(-Vector256.Abs(logOdds)));
            loss += share * (Vector256.Max(logOdds, Vector256<double>.Zero) + Vector256.Log(one + small) - targets[group] * logOdds);
            var probability = Vector256.ConditionalSelect(Vector256.GreaterThanOrEqual(logOdds, Vector256<double>.Zero), one, small) / (one + small);
            var slope = share * (probability - targets[group]);
            slopes[^1] += slope;
            for (var h = 0; h < hidden; h++)
            {
                slopes[output + h] += slope * units[h];
                var inner = slope * Vector256.Create(at[output + h]) * (one - units[h] * units[h]);
                slopes[offset + h] += inner;
                for (var f = 0; f < Width; f++) slopes[h * Width + f] += inner * row[f];
            }
        }
        for (var k = 0; k < slopes.Length; k++) gradient[k] += Vector256.Sum(slopes[k]);
        return Vector256.Sum(loss);
    }

    // Half the penalty times the squares of the weights; offsets are free.
    private static double Penalty(ReadOnlySpan<double> at, Span<double> gradient, int hidden, double penalty)
    {
        double squares = 0;
        for (var k = 0; k < at.Length - 1; k++)
        {
            if (k >= hidden * Width && k < hidden * (Width + 1)) continue;
            squares += at[k] * at[k];
            gradient[k] += penalty * at[k];
        }
        return penalty / 2 * squares;
    }
}

/// <summary>Features less their mean, divided by their standard deviation; those that never vary become 0.</summary>
internal sealed record Standardised(double[] Mean, double[] Factor)
{
    public static Standardised Of(double[] features, int width)
    {
        var (mean, factor) = (new double[width], new double[width]);
        var count = features.Length / width;
        for (var f = 0; f < width; f++)
        {
            for (var n = 0; n < count; n++) mean[f] += features[n * width + f] / count;
            double variance = 0;
            for (var n = 0; n < count; n++) variance += Math.Pow(features[n * width + f] - mean[f], 2) / count;
            factor[f] = variance > 1e-18 * (1 + mean[f] * mean[f]) ? 1 / Math.Sqrt(variance) : 0;
        }
        return new(mean, factor);
    }

    public double[] Apply(double[] features)
    {
        var applied = new double[features.Length];
        for (var k = 0; k < applied.Length; k++) applied[k] = (features[k] - Mean[k % Mean.Length]) * Factor[k % Mean.Length];
        return applied;
    }
}
