using TorchSharp;
using static TorchSharp.torch;

namespace EarlyExit.Analysis;

/// <summary>The singular values of a matrix, from which every rank follows.</summary>
/// <param name="Values">min(rows, columns) of them, largest first.</param>
/// <param name="Rows">Rows of the matrix: samples.</param>
/// <param name="Columns">Columns: features.</param>
public sealed record Spectrum(IReadOnlyList<double> Values, long Rows, long Columns)
{
    /// <summary>The most that a rank can be.</summary>
    public long Most => Math.Min(Rows, Columns);

    /// <summary>
    /// The singular values as roots of the eigenvalues of X X^T or X^T X, whichever is smaller, in float64. Those below 1e-8 of the largest
    /// are rounding errors, well under float32's own.
    /// </summary>
    /// <param name="matrix">X, [N, F].</param>
    /// <param name="centring">Whether each column's mean is taken off first.</param>
    /// <exception cref="ArgumentException">It is no matrix, or holds numbers that are not finite.</exception>
    public static Spectrum Of(Tensor matrix, Centring centring = Centring.PerFeature)
    {
        if (matrix.ndim != 2) throw new ArgumentException($"A spectrum is of a matrix [N, F], got [{string.Join(", ", matrix.shape)}].", nameof(matrix));
        using var scope = NewDisposeScope();
        using var nothing = no_grad();
        var x = matrix.to_type(ScalarType.Float64);
        if (centring == Centring.PerFeature) x = x - x.mean([0], keepdim: true);
        var gram = x.shape[0] <= x.shape[1] ? x.mm(x.t()) : x.t().mm(x);
        if (!gram.isfinite().all().ToBoolean())
            throw new ArgumentException("The matrix holds numbers that are not finite, expected activations of a network that did not diverge.", nameof(matrix));
        var eigenvalues = linalg.eigvalsh(gram).cpu().data<double>().ToArray();
        return new([.. eigenvalues.Select(value => Math.Sqrt(Math.Max(0, value))).OrderDescending()], matrix.shape[0], matrix.shape[1]);
    }

    /// <summary>The numerical rank by a definition.</summary>
    public double Rank(RankDefinition definition) => definition.Of(Values, Rows, Columns);
}
