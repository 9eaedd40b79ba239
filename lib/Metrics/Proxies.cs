using EarlyExit.Exits;

namespace EarlyExit.Metrics;

/// <summary>The proxies that are compared: measures of calibration and of failure prediction on the largest softmax probability.</summary>
public static class Proxies
{
    /// <summary>Expected calibration error, negated; mean over exits.</summary>
    public static Proxy Ece { get; } = new("-ECE", outputs => -outputs.Ece());

    /// <summary>Area under the ROC curve for correctness; mean over the exits that decide.</summary>
    public static Proxy Auroc { get; } = new("AUROC", outputs => outputs.Auroc(Scores.MaxSoftmax));

    /// <summary>Area under the risk-coverage curve, negated; mean over exits.</summary>
    public static Proxy Aurc { get; } = OfRanked("-AURC", ranked => -RiskCoverage.Aurc(ranked));

    /// <summary>Early-exit failure prediction; mean over the exits that decide.</summary>
    public static Proxy Eefp { get; } = new("EEFP", outputs => outputs.Eefp(Scores.MaxSoftmax));

    /// <summary>Early-exit failure prediction; all pairs of sample and deciding exit at once.</summary>
    public static Proxy PooledEefp { get; } = new("EEFP pooled", outputs => outputs.Eefp(Scores.MaxSoftmax, Averaging.Pooled));

    /// <summary>Those that the papers speak of.</summary>
    public static IReadOnlyList<Proxy> Standard { get; } =
    [
        Ece, Auroc, Aurc, Eefp, PooledEefp,
        new("AUROC pooled", outputs => outputs.Auroc(Scores.MaxSoftmax, Averaging.Pooled)),
        OfRanked("-E-AURC", ranked => -RiskCoverage.ExcessAurc(ranked)),
        OfRanked("-AUGRC", ranked => -RiskCoverage.Augrc(ranked)),
        OfRanked("-FPR at 95 % TPR", ranked => -FailurePrediction.FprAtTpr(ranked)),
        OfRanked("AUPR of errors", FailurePrediction.AuprError),
        OfExits("-NLL", (outputs, exit) => -ProperScores.Nll(outputs, exit)),
        OfExits("-Brier", (outputs, exit) => -ProperScores.Brier(outputs, exit)),
        new("mean accuracy", outputs => outputs.Accuracy().Mean()),
    ];

    /// <summary>Every estimator of calibration error, negated: to see whether the choice of estimator matters.</summary>
    public static IReadOnlyList<Proxy> CalibrationErrors { get; } =
    [
        .. Reliability.SweptBins.Select(bins => OfConfidence($"-ECE, {bins} bins", (c, right) => CalibrationError.Ece(c, right, bins))),
        OfConfidence("-ECE, 15 of equal mass", (c, right) => CalibrationError.Ece(c, right, binning: Binning.EqualMass)),
        OfConfidence("-MCE", (c, right) => CalibrationError.Mce(c, right)),
        OfConfidence("-L2", (c, right) => CalibrationError.L2(c, right)),
        OfConfidence("-L2 debiased", (c, right) => CalibrationError.L2Debiased(c, right)),
        OfConfidence("-KS", CalibrationError.Ks),
        OfExits("-class-wise ECE", (outputs, exit) => -CalibrationError.ClassWise(new ClassProbabilities(outputs, exit))),
        OfExits("-class-wise KS", (outputs, exit) => -CalibrationError.ClassWiseKs(new ClassProbabilities(outputs, exit))),
    ];

    private delegate double ConfidenceError(ReadOnlySpan<double> confidences, ReadOnlySpan<bool> correct);

    private static Proxy OfConfidence(string name, ConfidenceError error) => OfExits(name, (outputs, exit) =>
        -error(outputs.Score(Scores.MaxSoftmax).Of(exit), outputs.Correct.Of(exit)));

    private static Proxy OfRanked(string name, Func<RankedLabels, double> measure) => new(name, outputs =>
        PerExit.Of(outputs.Score(Scores.MaxSoftmax), outputs.Correct, measure).Mean());

    private static Proxy OfExits(string name, Func<ExitOutputs, int, double> measure) => new(name, outputs =>
    {
        var values = new double[outputs.L];
        Parallel.For(0, outputs.L, exit => values[exit] = measure(outputs, exit));
        return values.Mean();
    });
}
