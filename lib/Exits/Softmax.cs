using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace EarlyExit.Exits;

/// <summary>
/// Sums of exponentials of a row of logits in double precision, four at a time. The width is fixed, so that sums do not depend on the machine's.
/// Everything is taken relative to the largest logit, so that nothing overflows. The methods are compiled once, with all optimisation: what runs
/// first otherwise rounds some last digits differently from what replaces it once the method is found hot, and equal logits would have
/// unequal confidences.
/// </summary>
internal static class Softmax
{
    private static readonly Vector256<double> Nothing = Vector256.Create(double.NegativeInfinity);

    /// <summary>With e = exp(scale (z - max)): the sum of e, and the sum of e scale (z - max), which is at most 0.</summary>
    /// <param name="logits"><c>[C]</c>.</param>
    /// <param name="max">The largest logit.</param>
    /// <param name="scale">1 / temperature.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static (double Sum, double Weighted) Sums(ReadOnlySpan<float> logits, double max, double scale = 1)
    {
        var (sum, weighted) = (Vector256<double>.Zero, Vector256<double>.Zero);
        var (shift, factor) = (Vector256.Create(max), Vector256.Create(scale));
        var rest = logits.Length % 4;
        foreach (var four in MemoryMarshal.Cast<float, Vector128<float>>(logits))
        {
            var below = (Widen(four) - shift) * factor;
            var exponential = Vector256.Exp(below);
            sum += exponential;
            weighted += exponential * below;
        }
        if (rest > 0)
        {
            var below = (Widen(logits[^rest..]) - shift) * factor;
            var exponential = Vector256.Exp(below);
            sum += exponential;
            weighted += Vector256.ConditionalSelect(Vector256.Equals(below, Nothing), Vector256<double>.Zero, exponential * below);
        }
        return (Vector256.Sum(sum), Vector256.Sum(weighted));
    }

    /// <summary>The first of <see cref="Sums"/> at scale 1, to the last bit.</summary>
    /// <param name="logits"><c>[C]</c>.</param>
    /// <param name="max">The largest logit.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static double Sum(ReadOnlySpan<float> logits, double max)
    {
        var (sum, shift) = (Vector256<double>.Zero, Vector256.Create(max));
        var rest = logits.Length % 4;
        foreach (var four in MemoryMarshal.Cast<float, Vector128<float>>(logits)) sum += Vector256.Exp(Widen(four) - shift);
        if (rest > 0) sum += Vector256.Exp(Widen(logits[^rest..]) - shift);
        return Vector256.Sum(sum);
    }

    /// <summary>With e = exp(z - max): the sum of e and the sum of its squares.</summary>
    /// <param name="logits"><c>[C]</c>.</param>
    /// <param name="max">The largest logit.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static (double Sum, double Squares) SumAndSquares(ReadOnlySpan<float> logits, double max)
    {
        var (sum, squares, shift) = (Vector256<double>.Zero, Vector256<double>.Zero, Vector256.Create(max));
        var rest = logits.Length % 4;
        foreach (var four in MemoryMarshal.Cast<float, Vector128<float>>(logits))
        {
            var exponential = Vector256.Exp(Widen(four) - shift);
            sum += exponential;
            squares += exponential * exponential;
        }
        if (rest > 0)
        {
            var exponential = Vector256.Exp(Widen(logits[^rest..]) - shift);
            sum += exponential;
            squares += exponential * exponential;
        }
        return (Vector256.Sum(sum), Vector256.Sum(squares));
    }

    /// <summary>Mean, less the largest logit, and variance of the logits under their own softmax.</summary>
    /// <param name="logits"><c>[C]</c>.</param>
    /// <param name="max">The largest logit.</param>
    /// <param name="scale">1 / temperature of the softmax.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static (double Mean, double Variance) Moments(ReadOnlySpan<float> logits, double max, double scale)
    {
        var (sum, first, second) = (Vector256<double>.Zero, Vector256<double>.Zero, Vector256<double>.Zero);
        var (shift, factor) = (Vector256.Create(max), Vector256.Create(scale));
        var rest = logits.Length % 4;
        foreach (var four in MemoryMarshal.Cast<float, Vector128<float>>(logits))
        {
            var below = Widen(four) - shift;
            var weight = Vector256.Exp(below * factor);
            sum += weight;
            first += weight * below;
            second += weight * below * below;
        }
        if (rest > 0)
        {
            // What is missing to four weighs nothing, as long as it is finite.
            var below = Vector256.Max(Widen(logits[^rest..]) - shift, Vector256.Create(double.MinValue));
            var weight = Vector256.Exp(below * factor);
            sum += weight;
            first += weight * below;
            second += weight * below * below;
        }
        var total = Vector256.Sum(sum);
        var mean = Vector256.Sum(first) / total;
        return (mean, Vector256.Sum(second) / total - mean * mean);
    }

    /// <summary>The logarithm of the sum of the exponentials of the logits.</summary>
    public static double LogSumExp(ReadOnlySpan<float> logits)
    {
        double max = Largest(logits);
        return max + Math.Log(Sum(logits, max));
    }

    /// <summary>The softmax of every row.</summary>
    /// <param name="logits"><c>[N, C]</c>.</param>
    /// <param name="classes">C.</param>
    /// <param name="probabilities">Receives <c>[N, C]</c>.</param>
    public static void Rows(ReadOnlySpan<float> logits, int classes, Span<double> probabilities)
    {
        for (var start = 0; start < logits.Length; start += classes)
            Row(logits.Slice(start, classes), probabilities.Slice(start, classes));
    }

    /// <summary>The largest logit.</summary>
    public static float Largest(ReadOnlySpan<float> logits)
    {
        if (logits.Length < Vector128<float>.Count)
        {
            var largest = logits[0];
            foreach (var logit in logits[1..]) largest = MathF.Max(largest, logit);
            return largest;
        }
        // Four at a time, then the last four, of which some were looked at already.
        var most = Vector128.Create(logits);
        foreach (var four in MemoryMarshal.Cast<float, Vector128<float>>(logits)) most = Vector128.Max(most, four);
        most = Vector128.Max(most, Vector128.Create(logits[^Vector128<float>.Count..]));
        return MathF.Max(MathF.Max(most[0], most[1]), MathF.Max(most[2], most[3]));
    }

    /// <summary>The largest logit and the largest of the others; equal where two share it.</summary>
    public static (float First, float Second) TwoLargest(ReadOnlySpan<float> logits)
    {
        float first = float.NegativeInfinity, second = float.NegativeInfinity;
        foreach (var logit in logits)
        {
            second = MathF.Max(second, MathF.Min(first, logit));
            first = MathF.Max(first, logit);
        }
        return (first, second);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Row(ReadOnlySpan<float> logits, Span<double> probabilities)
    {
        var shift = Vector256.Create((double)Largest(logits));
        var sum = Vector256<double>.Zero;
        var whole = logits.Length / 4 * 4;
        for (var c = 0; c < whole; c += 4)
        {
            var exponential = Vector256.Exp(Widen(Vector128.Create(logits[c..])) - shift);
            exponential.CopyTo(probabilities[c..]);
            sum += exponential;
        }
        if (whole < logits.Length)
        {
            var exponential = Vector256.Exp(Widen(logits[whole..]) - shift);
            for (var c = whole; c < logits.Length; c++) probabilities[c] = exponential[c - whole];
            sum += exponential;
        }
        var factor = 1 / Vector256.Sum(sum);
        foreach (ref var probability in probabilities) probability *= factor;
    }

    private static Vector256<double> Widen(Vector128<float> four) => Vector256.WidenLower(four.ToVector256Unsafe());

    // Fewer than four: what is missing becomes minus infinity, whose exponential is 0.
    private static Vector256<double> Widen(ReadOnlySpan<float> rest) => Vector256.Create(
        rest[0],
        rest.Length > 1 ? rest[1] : double.NegativeInfinity,
        rest.Length > 2 ? rest[2] : double.NegativeInfinity,
        double.NegativeInfinity);
}
