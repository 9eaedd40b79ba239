using System.Runtime.Intrinsics;

namespace EarlyExit.Calibration;

/// <summary>
/// Numbers of samples packed for losses over all of them: the lanes of a vector hold the same number of four samples. The width is fixed, so
/// that sums do not depend on the machine's.
/// </summary>
internal static class SampleLanes
{
    /// <summary>Samples in a vector.</summary>
    public const int Count = 4;

    /// <summary>Vectors that hold so many samples; the lanes after the last sample are empty.</summary>
    public static int Groups(int samples) => (samples + Count - 1) / Count;

    /// <summary>Rows of numbers as <c>[groups, width]</c>, empty lanes 0.</summary>
    /// <param name="rows"><c>[N, width]</c>.</param>
    /// <param name="width">Numbers of a sample.</param>
    public static Vector256<double>[] Of(ReadOnlySpan<double> rows, int width)
    {
        var samples = rows.Length / width;
        var packed = new Vector256<double>[Groups(samples) * width];
        for (var n = 0; n < samples; n++)
            for (var k = 0; k < width; k++)
            {
                ref var lanes = ref packed[n / Count * width + k];
                lanes = lanes.WithElement(n % Count, rows[n * width + k]);
            }
        return packed;
    }

    /// <summary>What a sample weighs in a mean, 1 / N; empty lanes weigh nothing.</summary>
    /// <param name="group">The vector.</param>
    /// <param name="samples">N.</param>
    public static Vector256<double> Share(int group, int samples)
    {
        var left = samples - group * Count;
        var share = Vector256.Create(1.0 / samples);
        return left >= Count ? share : Vector256.ConditionalSelect(Vector256.LessThan(Vector256.Create(0.0, 1, 2, 3), Vector256.Create((double)left)), share, Vector256<double>.Zero);
    }
}
