namespace EarlyExit.Analysis;

/// <summary>What counts as the numerical rank of a matrix, given its singular values.</summary>
/// <param name="Name">The definition in a few words, tolerance included.</param>
/// <param name="Of">From the singular values, largest first, and the matrix's rows and columns to its rank, which need not be whole.</param>
public sealed record RankDefinition(string Name, Func<IReadOnlyList<double>, long, long, double> Of)
{
    private static readonly double Epsilon = MathF.BitIncrement(1) - 1;

    /// <summary>How many singular values exceed a part of the largest.</summary>
    /// <param name="tolerance">That part, in (0, 1).</param>
    /// <exception cref="ArgumentOutOfRangeException">Not in (0, 1).</exception>
    public static RankDefinition Relative(double tolerance) => tolerance is > 0 and < 1
        ? new(FormattableString.Invariant($"above {tolerance:0.######} of the largest"), (values, _, _) => CountAbove(values, tolerance))
        : throw new ArgumentOutOfRangeException(nameof(tolerance), tolerance, "A relative tolerance lies between 0 and 1.");

    /// <summary>
    /// The same of the covariance, whose singular values are the squares: 1e-3 there (Masarczyk et al., "The Tunnel Effect", 2023) is
    /// 3.2e-2 of the activations.
    /// </summary>
    /// <param name="tolerance">The part of the largest singular value of the covariance, in (0, 1).</param>
    /// <exception cref="ArgumentOutOfRangeException">Not in (0, 1).</exception>
    public static RankDefinition OfCovariance(double tolerance) =>
        Relative(Math.Sqrt(tolerance)) with { Name = FormattableString.Invariant($"covariance above {tolerance:0.######} of the largest") };

    /// <summary>NumPy's <c>matrix_rank</c> for float32: above max(rows, columns) times the machine epsilon times the largest.</summary>
    public static RankDefinition NumPy { get; } =
        new("NumPy's default", (values, rows, columns) => CountAbove(values, Math.Max(rows, columns) * Epsilon));

    /// <summary>Stable rank: the sum of the squared singular values over the largest of them (Rudelson and Vershynin 2007).</summary>
    public static RankDefinition Stable { get; } =
        new("stable rank", (values, _, _) => Largest(values) is var largest and > 0 ? values.Sum(value => value * value) / (largest * largest) : 0);

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
