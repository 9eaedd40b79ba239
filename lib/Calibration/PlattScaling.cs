namespace EarlyExit.Calibration;

/// <summary>
/// Platt scaling of the confidence: a logistic curve through its log-odds, p = 1 / (1 + exp(-(a x + b))), by cross-entropy on correctness.
/// Targets are drawn in a little, to (n+ + 1) / (n+ + 2) and 1 / (n- + 2), as by Platt (1999), so that an exit that is always right stays finite.
/// </summary>
public sealed class PlattScaling : ConfidenceCalibrator
{
    private PlattScaling()
    {
    }

    /// <summary>A curve for each exit.</summary>
    public static PlattScaling PerExit { get; } = new();

    /// <inheritdoc/>
    public override string Name => "Platt scaling";

    /// <summary>The order is kept; where higher confidence went with more errors on the held-out samples, the curve is flat instead and all tie.</summary>
    public override Preserves Preserves { get; } = new(RankingEffect.Kept, Argmax: true);

    /// <inheritdoc/>
    protected override Func<double, double> FitExit(double[] logOdds, bool[] correct)
    {
        var right = correct.Count(c => c);
        var (target, other) = ((right + 1.0) / (right + 2), 1.0 / (correct.Length - right + 2));
        double[] targets = [.. correct.Select(c => c ? target : other)];
        var fit = Logistic.Regress(logOdds, targets, penalty: 0);
        var (slope, offset) = fit[0] >= 0 ? (fit[0], fit[1]) : (0, Math.Log(targets.Average() / (1 - targets.Average())));
        return x => Logistic.Sigmoid(slope * x + offset);
    }
}
