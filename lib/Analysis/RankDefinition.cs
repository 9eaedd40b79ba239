namespace EarlyExit.Analysis;

/// <summary>What counts as the numerical rank of a matrix, given its singular values.</summary>
/// <param name="Name">The definition in a few words, tolerance included.</param>
/// <param name="Of">From the singular values, largest first, and the matrix's rows and columns to its rank, which need not be whole.</param>
public sealed record RankDefinition(string Name, Func<IReadOnlyList<double>, long, long, double> Of)
{
    /// <summary>How many singular values exceed a part of the largest.</summary>
    /// <param name="tolerance">That part, in (0, 1).</param>
    /// <exception cref="ArgumentOutOfRangeException">Not in (0, 1).</exception>
    public static RankDefinition Relative(double tolerance) => tolerance is > 0 and < 1
        ? new(FormattableString.Invariant($"above {tolerance:R} of the largest"), (values, _, _) => CountAbove(values, tolerance))
        : throw new ArgumentOutOfRangeException(nameof(tolerance), tolerance, "A relative tolerance lies between 0 and 1.");

    /// <summary>NumPy's <c>matrix_rank</c>: above max(rows, columns) times the machine epsilon of float32 times the largest.</summary>
    public static RankDefinition NumPy { get; } = new("NumPy's default", (values, rows, columns) => CountAbove(values, Math.Max(rows, columns) * (double)MathF.BitIncrement(1) - Math.Max(rows, columns)));

    /// <summary>Stable rank: the sum of the squared singular values over the largest of them (Rudelson and Vershynin 2007).</summary>
    public static RankDefinition Stable { get; } = new("stable rank", (values, _, _) => Largest(values) is var largest and > 0 ? values.Sum(value => value * value) / (largest * largest) : 0);

    /// <summary>Effective rank: the exponential of the entropy of the singular values as shares of their sum (Roy and Vetterli 2007).</summary>
    public static RankDefinition Entropy { get; } = new("entropy rank", (values, _, _) =>
    {
        var sum = values.Sum();
        return sum > 0 ? Math.Exp(-values.Where(value => value > 0).Sum(value => value / sum * Math.Log(value / sum))) : 0;
    });

    private static double CountAbove(IReadOnlyList<double> values, double tolerance) =>
        Largest(values) is var largest and > 0 ? values.Count(value => value > tolerance * largest) : 0;

    private static double Largest(IReadOnlyList<double> values) => values.Count > 0 ? values.Max() : 0;
}
