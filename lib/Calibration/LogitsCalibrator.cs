using EarlyExit.Exits;
using EarlyExit.Metrics;

namespace EarlyExit.Calibration;

/// <summary>A calibrator that transforms logits and so gives outputs again.</summary>
public abstract class LogitsCalibrator : ICalibrator
{
    /// <inheritdoc/>
    public abstract string Name { get; }

    /// <inheritdoc/>
    public abstract Preserves Preserves { get; }

    /// <inheritdoc cref="ICalibrator.Fit"/>
    public abstract FittedLogits Fit(ExitOutputs heldOut);

    FittedCalibrator ICalibrator.Fit(ExitOutputs heldOut) => Fit(heldOut);
}

/// <summary>Maps the logits <c>[N, C]</c> of an exit to those after calibration.</summary>
/// <param name="exit">The exit.</param>
/// <param name="from">Logits <c>[N, C]</c>.</param>
/// <param name="to">Receives logits <c>[N, C]</c>.</param>
public delegate void LogitsMap(int exit, ReadOnlySpan<float> from, Span<float> to);

/// <summary>A calibrator of logits that has learnt.</summary>
/// <param name="name">The name in tables and legends.</param>
/// <param name="preserves">What it preserves.</param>
/// <param name="exits">L, what it was fit on.</param>
/// <param name="classes">C, what it was fit on.</param>
/// <param name="map">The map of each exit.</param>
public class FittedLogits(string name, Preserves preserves, int exits, int classes, LogitsMap map) : FittedCalibrator(name, preserves)
{
    /// <summary>The same samples with calibrated logits.</summary>
    /// <exception cref="ArgumentException">The outputs have other exits or classes than those it was fit on.</exception>
    public ExitOutputs Apply(ExitOutputs outputs)
    {
        if (outputs.L != exits || outputs.C != classes)
            throw new ArgumentException(
                $"{Name} was fit on {exits} exits and {classes} classes, the outputs have {outputs.L} and {outputs.C}.", nameof(outputs));
        var logits = new float[outputs.L * outputs.N * outputs.C];
        var size = outputs.N * outputs.C;
        Parallel.For(0, outputs.L, exit => map(exit, outputs.At(exit), logits.AsSpan(exit * size, size)));
        return outputs.WithLogits(logits, outputs.Info.Variant.Length > 0 ? $"{outputs.Info.Variant}, {Name}" : Name);
    }

    /// <inheritdoc/>
    public override ScoreTable Confidence(ExitOutputs outputs) => Apply(outputs).Score(Scores.MaxSoftmax);

    /// <inheritdoc/>
    public override CalibrationReport Report(ExitOutputs outputs)
    {
        var after = Apply(outputs);
        return new(Name, Nll(outputs), Nll(after), Ece(outputs), Ece(after));
    }

    private static double[] Nll(ExitOutputs outputs) => [.. Enumerable.Range(0, outputs.L).Select(exit => ProperScores.Nll(outputs, exit))];

    private static double[] Ece(ExitOutputs outputs) => CalibrationError.Ece(outputs.Score(Scores.MaxSoftmax), outputs.Correct);
}
