using EarlyExit.Exits;

namespace EarlyExit.Calibration;

/// <summary>Calibration where only one set of samples is at hand: each half is calibrated by what the other half taught.</summary>
public static class CrossFit
{
    /// <summary>Calibrated outputs for all samples, in their order.</summary>
    /// <param name="calibrator">Of logits.</param>
    /// <param name="outputs">At least two samples.</param>
    /// <param name="seed">Draws the halves.</param>
    /// <exception cref="ArgumentException">There is only one sample.</exception>
    public static ExitOutputs Apply(LogitsCalibrator calibrator, ExitOutputs outputs, int seed = 0)
    {
        if (outputs.N < 2) throw new ArgumentException("There is 1 sample, expected at least 2: one half teaches the other.", nameof(outputs));
        int[] order = [.. Enumerable.Range(0, outputs.N)];
        new Random(seed).Shuffle(order);
        int[] first = order[..(outputs.N / 2)], second = order[(outputs.N / 2)..];

        var logits = new float[outputs.Logits.Length];
        Teach(second, first);
        Teach(first, second);
        return outputs.WithLogits(logits, calibrator.Name);

        void Teach(int[] teachers, int[] taught)
        {
            var calibrated = calibrator.Fit(outputs.Subset(teachers)).Apply(outputs.Subset(taught));
            for (var exit = 0; exit < outputs.L; exit++)
                for (var k = 0; k < taught.Length; k++)
                    calibrated.At(exit, k).CopyTo(logits.AsSpan((exit * outputs.N + taught[k]) * outputs.C, outputs.C));
        }
    }
}
