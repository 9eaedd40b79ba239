using EarlyExit.Exits;

namespace EarlyExit.Calibration;

/// <summary>
/// Affine maps of an exit's logits, fit by negative log-likelihood: vector and matrix scaling (Guo et al. 2017) and Dirichlet calibration
/// (Kull et al. 2019). They may change predictions.
/// </summary>
public sealed class AffineScaling : LogitsCalibrator
{
    private readonly AffineForm _form;
    private readonly double _penalty;

    private AffineScaling(string name, AffineForm form, double penalty) => (Name, _form, _penalty) = (name, form, penalty);

    /// <summary>Each logit times a factor plus an offset of its class.</summary>
    public static AffineScaling Vector { get; } = new("vector scaling", AffineForm.Diagonal, 0);

    /// <summary>Logits times a matrix plus offsets, with the off-diagonal and intercept penalty of <see cref="Dirichlet"/>.</summary>
    public static AffineScaling Matrix { get; } = MatrixWith(DefaultPenalty);

    /// <summary>Matrix scaling of log-probabilities: the canonical map when the probabilities of each class are Dirichlet distributed.</summary>
    public static AffineScaling Dirichlet { get; } = DirichletWith(DefaultPenalty);

    /// <summary>The default weight of the off-diagonal and intercept penalty.</summary>
    public const double DefaultPenalty = 1e-2;

    /// <summary>Matrix scaling with a penalty on the mean square of the off-diagonal elements and on that of the offsets.</summary>
    /// <param name="penalty">Its weight against the negative log-likelihood per sample; at least 0.</param>
    public static AffineScaling MatrixWith(double penalty) => new("matrix scaling", AffineForm.Full, penalty);

    /// <summary>Dirichlet calibration with a penalty on the mean square of the off-diagonal elements and on that of the offsets.</summary>
    /// <param name="penalty">Its weight against the negative log-likelihood per sample; at least 0.</param>
    public static AffineScaling DirichletWith(double penalty) => new("Dirichlet calibration", AffineForm.FullOnLogProbabilities, penalty);

    /// <inheritdoc/>
    public override string Name { get; }

    /// <inheritdoc/>
    public override Preserves Preserves { get; } = new(RankingEffect.MayChange, Argmax: false);

    /// <inheritdoc/>
    public override FittedLogits Fit(ExitOutputs heldOut)
    {
        var maps = new AffineMap[heldOut.L];
        Parallel.For(0, heldOut.L, exit => maps[exit] = AffineMap.Fit(_form, heldOut.At(exit).ToArray(), heldOut.Labels.ToArray(), heldOut.C, _penalty));
        return new FittedLogits(Name, Preserves, heldOut.L, heldOut.C, (exit, from, to) => maps[exit].Apply(from, to));
    }
}
