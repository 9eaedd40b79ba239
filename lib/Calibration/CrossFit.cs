using EarlyExit.Exits;

namespace EarlyExit.Calibration;

/// <summary>
/// Calibration where only one set of samples is at hand: each half is calibrated by what the other half taught. That makes two maps, so
/// even a calibrator that keeps the order may move samples of one half past those of the other.
/// </summary>
public static class CrossFit
{
    /// <summary>Calibrated outputs for all samples, in their order.</summary>
    /// <param name="calibrator">Of logits.</param>
    /// <param name="outputs">At least two samples.</param>
    /// <param name="seed">Draws the halves.</param>
    /// <exception cref="ArgumentException">There is only one sample.</exception>
    public static ExitOutputs Apply(LogitsCalibrator calibrator, ExitOutputs outputs, int seed = 0)
    {
        var logits = new float[outputs.Logits.Length];
        foreach (var (teachers, taught) in Halves(outputs, seed))
        {
            var calibrated = calibrator.Fit(outputs.Subset(teachers)).Apply(outputs.Subset(taught));
            for (var exit = 0; exit < outputs.L; exit++)
                for (var k = 0; k < taught.Length; k++)
                    calibrated.At(exit, k).CopyTo(logits.AsSpan((exit * outputs.N + taught[k]) * outputs.C, outputs.C));
        }
        return outputs.WithLogits(logits, calibrator.Name);
    }

    /// <summary>Calibrated confidences of all samples at all exits, <c>[L, N]</c>, in their order.</summary>
    /// <param name="calibrator">Of logits or of confidence.</param>
    /// <param name="outputs">At least two samples.</param>
    /// <param name="seed">Draws the halves.</param>
    /// <exception cref="ArgumentException">There is only one sample.</exception>
    public static ScoreTable Confidence(ICalibrator calibrator, ExitOutputs outputs, int seed = 0)
    {
        var confidences = new double[outputs.L * outputs.N];
        foreach (var (teachers, taught) in Halves(outputs, seed))
        {
            var calibrated = calibrator.Fit(outputs.Subset(teachers)).Confidence(outputs.Subset(taught));
            for (var exit = 0; exit < outputs.L; exit++)
                for (var k = 0; k < taught.Length; k++)
                    confidences[exit * outputs.N + taught[k]] = calibrated[exit, k];
        }
        return new ScoreTable(calibrator.Name, confidences, outputs.L, outputs.N);
    }

    private static (int[] Teachers, int[] Taught)[] Halves(ExitOutputs outputs, int seed)
    {
        if (outputs.N < 2) throw new ArgumentException("There is 1 sample, expected at least 2: one half teaches the other.", nameof(outputs));
        int[] order = [.. Enumerable.Range(0, outputs.N)];
        new Random(seed).Shuffle(order);
        int[] first = order[..(outputs.N / 2)], second = order[(outputs.N / 2)..];
        return [(second, first), (first, second)];
    }
}
