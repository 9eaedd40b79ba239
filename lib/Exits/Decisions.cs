namespace EarlyExit.Exits;

/// <summary>The exit at which each sample leaves, and what follows from it.</summary>
public sealed class Decisions
{
    private readonly int[] _exits;
    private readonly int[] _counts;

    /// <summary>Checks and wraps exits without copying them.</summary>
    /// <param name="exits"><c>[N]</c>, each in 0 to L - 1.</param>
    /// <param name="outputs">The outputs that the exits belong to.</param>
    /// <exception cref="ArgumentException">The number of exits is not N, or there is no such exit.</exception>
    public Decisions(int[] exits, ExitOutputs outputs)
    {
        if (exits.Length != outputs.N)
            throw new ArgumentException($"There are decisions for {exits.Length} samples, expected {outputs.N}.", nameof(exits));
        _exits = exits;
        _counts = new int[outputs.L];
        var right = 0;
        for (var n = 0; n < exits.Length; n++)
        {
            if ((uint)exits[n] >= (uint)outputs.L)
                throw new ArgumentException($"Sample {n} leaves at exit {exits[n]}, expected 0 to {outputs.L - 1}.", nameof(exits));
            _counts[exits[n]]++;
            if (outputs.Correct[exits[n], n]) right++;
        }
        Accuracy = (double)right / outputs.N;
        Cost = OperatingPoint.MeanCost(_counts, [.. outputs.Costs], outputs.N);
    }

    /// <summary>The exit of each sample, <c>[N]</c>, from 0.</summary>
    public ReadOnlySpan<int> Exits => _exits;

    /// <summary>Share of samples that are right where they leave, in [0, 1].</summary>
    public double Accuracy { get; }

    /// <summary>Mean relative cost.</summary>
    public double Cost { get; }

    /// <summary>Share of samples that leave at each exit, <c>[L]</c>; they add up to 1.</summary>
    public double[] Shares() => [.. _counts.Select(count => (double)count / _exits.Length)];
}
