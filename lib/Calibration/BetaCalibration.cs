namespace EarlyExit.Calibration;

/// <summary>
/// Beta calibration of the confidence c (Kull et al. 2017): log-odds a ln c - b ln(1 - c) + m with a, b at least 0, by cross-entropy on
/// correctness. Where a or b would come out negative it is set to 0 and the rest fit again.
/// </summary>
public sealed class BetaCalibration : ConfidenceCalibrator
{
    private BetaCalibration()
    {
    }

    /// <summary>A curve for each exit.</summary>
    public static BetaCalibration PerExit { get; } = new();

    /// <inheritdoc/>
    public override string Name => "beta calibration";

    /// <inheritdoc/>
    public override Preserves Preserves { get; } = new(RankingEffect.Kept, Argmax: true);

    /// <inheritdoc/>
    protected override Func<double, double> FitExit(double[] logOdds, bool[] correct)
    {
        double[] targets = [.. correct.Select(c => c ? 1.0 : 0)];
        double[] logC = [.. logOdds.Select(LogC)], minusLogRest = [.. logOdds.Select(MinusLogRest)];
        var (a, b, m) = FitBoth(logC, minusLogRest, targets);
        return x => Logistic.Sigmoid(a * LogC(x) + b * MinusLogRest(x) + m);
    }

    private static (double A, double B, double M) FitBoth(double[] logC, double[] minusLogRest, double[] targets)
    {
        var both = Logistic.Regress([.. logC.Zip(minusLogRest, (u, v) => new[] { u, v }).SelectMany(pair => pair)], targets, penalty: 0);
        if (both[0] >= 0 && both[1] >= 0) return (both[0], both[1], both[2]);
        var first = Logistic.Regress(logC, targets, penalty: 0);
        var second = Logistic.Regress(minusLogRest, targets, penalty: 0);
        if (both[1] < 0 && first[0] >= 0) return (first[0], 0, first[1]);
        if (both[0] < 0 && second[0] >= 0) return (0, second[0], second[1]);
        var flat = Logistic.Regress(new double[targets.Length], targets, penalty: 0);
        return (0, 0, flat[1]);
    }

    private static double LogC(double logOdds) => -Logistic.Softplus(-logOdds);

    private static double MinusLogRest(double logOdds) => Logistic.Softplus(logOdds);
}
