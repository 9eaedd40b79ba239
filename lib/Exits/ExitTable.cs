namespace EarlyExit.Exits;

/// <summary>One value per exit and sample, <c>[L, N]</c>, exit by exit.</summary>
/// <typeparam name="T">What is known of a sample at an exit: a score, a predicted class, whether it is right.</typeparam>
public class ExitTable<T>
{
    private readonly T[] _values;

    /// <summary>Wraps values without copying them.</summary>
    /// <param name="values"><c>[L, N]</c>, row-major.</param>
    /// <param name="exits">L, at least 1.</param>
    /// <param name="samples">N, at least 1.</param>
    /// <exception cref="ArgumentException">The number of values is not L times N.</exception>
    public ExitTable(T[] values, int exits, int samples)
    {
        if (exits < 1) throw new ArgumentException($"A table has {exits} exits, expected at least 1.", nameof(exits));
        if (samples < 1) throw new ArgumentException($"A table has {samples} samples, expected at least 1.", nameof(samples));
        if (values.LongLength != (long)exits * samples)
            throw new ArgumentException(
                $"A table of {exits} exits and {samples} samples has {values.LongLength} values, expected {(long)exits * samples}.", nameof(values));
        (_values, L, N) = (values, exits, samples);
    }

    /// <summary>Number of exits.</summary>
    public int L { get; }

    /// <summary>Number of samples.</summary>
    public int N { get; }

    /// <summary>The value at an exit for a sample, both counted from 0.</summary>
    public T this[int exit, int sample] => Of(exit)[sample];

    /// <summary>All values, <c>[L, N]</c>.</summary>
    public ReadOnlySpan<T> Values => _values;

    /// <summary>The values at one exit, <c>[N]</c>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such exit.</exception>
    public ReadOnlySpan<T> Of(int exit)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(exit);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(exit, L);
        return _values.AsSpan(exit * N, N);
    }

    internal void RequireShape(int exits, int samples, string what)
    {
        if (L != exits || N != samples)
            throw new ArgumentException($"The {what} is [{L}, {N}] (exits, samples), expected [{exits}, {samples}].");
    }
}
