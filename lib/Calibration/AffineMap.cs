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
        var inputs = Inputs(form, logits, classes);
        var map = new AffineMap(form, classes, Identity(form, classes));
        var parameters = Minimiser.Minimise(
            (at, gradient) => map.Loss(at, gradient, inputs, labels) + map.Penalty(at, gradient, penalty), map._parameters);
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

    private double Loss(ReadOnlySpan<double> parameters, Span<double> gradient, double[] inputs, int[] labels)
    {
        var mapped = new double[_classes];
        double loss = 0;
        for (var n = 0; n < labels.Length; n++)
        {
            var input = inputs.AsSpan(n * _classes, _classes);
            Map(parameters, input, mapped);
            loss += CrossEntropy(mapped, labels[n]) / labels.Length;
            for (var c = 0; c < _classes; c++)
            {
                var slope = mapped[c] / labels.Length;
                gradient[gradient.Length - _classes + c] += slope;
                if (_form == AffineForm.Diagonal) gradient[c] += slope * input[c];
                else AddScaled(gradient.Slice(c * _classes, _classes), input, slope);
            }
        }
        return loss;
    }

    // Turns logits into the loss and, in place, into its slopes: softmax less 1 at the label.
    private static double CrossEntropy(Span<double> logits, int label)
    {
        double max = double.NegativeInfinity, sum = 0;
        foreach (var logit in logits) max = Math.Max(max, logit);
        var ofLabel = logits[label] - max;
        foreach (ref var logit in logits)
        {
            logit = Math.Exp(logit - max);
            sum += logit;
        }
        foreach (ref var probability in logits) probability /= sum;
        logits[label] -= 1;
        return Math.Log(sum) - ofLabel;
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

    private static void AddScaled(Span<double> to, ReadOnlySpan<double> from, double times)
    {
        for (var k = 0; k < to.Length; k++) to[k] += times * from[k];
    }
}
