using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using EarlyExit.Exits;

namespace EarlyExit.Calibration;

/// <summary>Which parameters an affine map of logits has, and what it maps.</summary>
internal enum AffineForm
{
    Diagonal,
    Full,
    FullOnLogProbabilities,
}

/// <summary>Logits x to W x + b. Parameters are W row by row, or its diagonal, then b.</summary>
internal sealed class AffineMap
{
    private readonly AffineForm _form;
    private readonly int _classes;
    private readonly double[] _parameters;

    private AffineMap(AffineForm form, int classes, double[] parameters) => (_form, _classes, _parameters) = (form, classes, parameters);

    /// <summary>Minimises mean negative log-likelihood plus the penalty, from the identity.</summary>
    public static AffineMap Fit(AffineForm form, float[] logits, int[] labels, int classes, double penalty)
    {
        var inputs = SampleLanes.Of(Inputs(form, logits, classes), classes);
        var packedLabels = SampleLanes.Of([.. labels.Select(label => (double)label)], width: 1);
        var map = new AffineMap(form, classes, Identity(form, classes));
        var parameters = Minimiser.Minimise(
            (at, gradient) => map.Loss(at, gradient, inputs, packedLabels, labels.Length) + map.Penalty(at, gradient, penalty), map._parameters);
        return new AffineMap(form, classes, parameters);
    }

    public void Apply(ReadOnlySpan<float> from, Span<float> to)
    {
        var inputs = Inputs(_form, from, _classes);
        var mapped = new double[_classes];
        for (var start = 0; start < inputs.Length; start += _classes)
        {
            Map(_parameters, inputs.AsSpan(start, _classes), mapped);
            for (var c = 0; c < _classes; c++) to[start + c] = (float)mapped[c];
        }
    }

    private static double[] Inputs(AffineForm form, ReadOnlySpan<float> logits, int classes)
    {
        var inputs = new double[logits.Length];
        for (var start = 0; start < logits.Length; start += classes)
        {
            var row = logits.Slice(start, classes);
            var shift = form == AffineForm.FullOnLogProbabilities ? Softmax.LogSumExp(row) : 0;
            for (var c = 0; c < classes; c++) inputs[start + c] = row[c] - shift;
        }
        return inputs;
    }

    private static double[] Identity(AffineForm form, int classes)
    {
        if (form == AffineForm.Diagonal) return [.. Enumerable.Repeat(1.0, classes), .. new double[classes]];
        var parameters = new double[classes * classes + classes];
        for (var c = 0; c < classes; c++) parameters[c * classes + c] = 1;
        return parameters;
    }

    private void Map(ReadOnlySpan<double> parameters, ReadOnlySpan<double> input, Span<double> output)
    {
        var offsets = parameters[^_classes..];
        for (var c = 0; c < _classes; c++)
            output[c] = offsets[c] + (_form == AffineForm.Diagonal ? parameters[c] * input[c] : Dot(parameters.Slice(c * _classes, _classes), input));
    }

    // Mean cross-entropy of the softmax of the mapped inputs; its slope by a mapped input is the softmax, less 1 at the label.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private double Loss(ReadOnlySpan<double> parameters, Span<double> gradient, Vector256<double>[] inputs, Vector256<double>[] labels, int samples)
    {
        var (mapped, slopes) = (new Vector256<double>[_classes], new Vector256<double>[parameters.Length]);
        var factors = slopes.AsSpan(0, parameters.Length - _classes);
        var offsets = slopes.AsSpan(parameters.Length - _classes);
        var loss = Vector256<double>.Zero;
        for (var group = 0; group < labels.Length; group++)
        {
            var input = inputs.AsSpan(group * _classes, _classes);
            var (largest, ofLabel) = (Vector256.Create(double.NegativeInfinity), Vector256<double>.Zero);
            for (var c = 0; c < _classes; c++)
            {
                mapped[c] = Mapped(parameters, input, c);
                largest = Vector256.Max(largest, mapped[c]);
                ofLabel = Vector256.ConditionalSelect(Vector256.Equals(labels[group], Vector256.Create((double)c)), mapped[c], ofLabel);
            }
            var sum = Vector256<double>.Zero;
            for (var c = 0; c < _classes; c++)
            {
                mapped[c] = Vector256.Exp(mapped[c] - largest);
                sum += mapped[c];
            }
            var share = SampleLanes.Share(group, samples);
            loss += share * (Vector256.Log(sum) - (ofLabel - largest));
            for (var c = 0; c < _classes; c++)
            {
                var isLabel = Vector256.ConditionalSelect(Vector256.Equals(labels[group], Vector256.Create((double)c)), Vector256<double>.One, Vector256<double>.Zero);
                var slope = share * (mapped[c] / sum - isLabel);
                offsets[c] += slope;
                if (_form == AffineForm.Diagonal) factors[c] += slope * input[c];
                else AddScaled(factors.Slice(c * _classes, _classes), input, slope);
            }
        }
        for (var k = 0; k < slopes.Length; k++) gradient[k] += Vector256.Sum(slopes[k]);
        return Vector256.Sum(loss);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Vector256<double> Mapped(ReadOnlySpan<double> parameters, ReadOnlySpan<Vector256<double>> input, int c)
    {
        var sum = Vector256.Create(parameters[parameters.Length - _classes + c]);
        if (_form == AffineForm.Diagonal) return sum + Vector256.Create(parameters[c]) * input[c];
        var row = parameters.Slice(c * _classes, _classes);
        for (var k = 0; k < row.Length; k++) sum += Vector256.Create(row[k]) * input[k];
        return sum;
    }

    // The mean square of what is off the diagonal, and that of the offsets (ODIR).
    private double Penalty(ReadOnlySpan<double> parameters, Span<double> gradient, double weight)
    {
        if (weight == 0) return 0;
        double off = weight / Math.Max(1, _classes * (_classes - 1)), offset = weight / _classes, penalty = 0;
        for (var k = 0; k < parameters.Length; k++)
        {
            var isOffset = k >= parameters.Length - _classes;
            if (!isOffset && (_form == AffineForm.Diagonal || k % (_classes + 1) == 0)) continue;
            var factor = isOffset ? offset : off;
            penalty += factor * parameters[k] * parameters[k];
            gradient[k] += 2 * factor * parameters[k];
        }
        return penalty;
    }

    private static double Dot(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        double sum = 0;
        for (var k = 0; k < a.Length; k++) sum += a[k] * b[k];
        return sum;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AddScaled(Span<Vector256<double>> to, ReadOnlySpan<Vector256<double>> from, Vector256<double> times)
    {
        for (var k = 0; k < to.Length; k++) to[k] += times * from[k];
    }
}
