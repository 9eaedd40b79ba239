using EarlyExit.Exits;
using Group = EarlyExit.Metrics.MeasureGroup;

namespace EarlyExit.Metrics;

/// <summary>A measure of one exit.</summary>
/// <param name="Measure">Its name.</param>
/// <param name="Value">The number; not finite where it is undefined.</param>
/// <param name="Why">Why it is not finite.</param>
internal sealed record ExitMeasure(Measure Measure, Func<JudgedExit, double> Value, Func<JudgedExit, string> Why);

/// <summary>Every measure of one exit in every convention of this library.</summary>
internal static class ExitMeasures
{
    private static readonly double[] Coverages = [.5, .7, .9];

    /// <summary>The papers' calibration error.</summary>
    public static Measure Ece { get; } = InBins("ECE", Reliability.StandardBins, Binning.EqualWidth);

    /// <summary>Of the confidence, whatever it was made from.</summary>
    public static IReadOnlyList<ExitMeasure> OfConfidence { get; } =
    [
        Of(new(Group.Calibration, "confidence", "mean"), exit => Mean(exit.Confidences)),
        Of(new(Group.Calibration, "NLL", "correctness"), exit => ProperScores.Nll(exit.Confidences, exit.Correct), _ => "infinite: a certain prediction is wrong"),
        Of(new(Group.Calibration, "Brier", "correctness"), exit => ProperScores.Brier(exit.Confidences, exit.Correct)),
        .. Reliability.SweptBins.Select(bins => Binned(Ece.Name, CalibrationError.Ece, bins, Binning.EqualWidth)),
        Binned(Ece.Name, CalibrationError.Ece, Reliability.StandardBins, Binning.EqualMass),
        .. Enum.GetValues<Binning>().Select(binning => Binned("MCE", CalibrationError.Mce, Reliability.StandardBins, binning)),
        .. Enum.GetValues<Binning>().Select(binning => Binned("L2 calibration error", CalibrationError.L2, Reliability.StandardBins, binning)),
        .. Enum.GetValues<Binning>().Select(binning => Binned("debiased L2 calibration error", CalibrationError.L2Debiased, Reliability.StandardBins, binning)),
        Of(new(Group.Calibration, "KS calibration error", ""), exit => CalibrationError.Ks(exit.Confidences, exit.Correct, exit.Order)),
        Of(new(Group.Calibration, "grouping loss", "plug-in, split by margin"), exit => exit.GroupingLoss.Plugin),
        Of(new(Group.Calibration, "grouping loss", "debiased, split by margin"), exit => exit.GroupingLoss.Debiased),
        Ranked("AUROC", "correctness", FailurePrediction.Auroc),
        Ranked("AUPR", "success", FailurePrediction.AuprSuccess),
        Ranked("AUPR", "error", FailurePrediction.AuprError),
        Ranked("FPR", "at 95 % TPR", ranked => FailurePrediction.FprAtTpr(ranked)),
        .. Enum.GetValues<AurcConvention>().Select(how => Ranked("AURC", Measure.Words(how), ranked => RiskCoverage.Aurc(ranked, how))),
        .. Enum.GetValues<AurcConvention>().Select(how => Ranked("E-AURC", Measure.Words(how), ranked => RiskCoverage.ExcessAurc(ranked, how))),
        Ranked("AUGRC", "", RiskCoverage.Augrc),
        .. Coverages.Select(share => Ranked("accuracy at coverage", $"{100 * share:F0} %", ranked => RiskCoverage.AccuracyAtCoverage(ranked, share))),
        Of(new(Group.Efficiency, "cost", "relative"), exit => exit.Outputs.Costs[exit.Exit]),
        Of(new(Group.Efficiency, "accuracy", ""), exit => exit.Outputs.Correct.Accuracy(exit.Exit)),
    ];

    /// <summary>Of the probabilities of all classes, which a calibrator of the confidence alone does not make.</summary>
    public static IReadOnlyList<ExitMeasure> OfClasses { get; } =
    [
        Of(new(Group.Calibration, "NLL", "classes"), exit => ProperScores.Nll(exit.Outputs, exit.Exit)),
        Of(new(Group.Calibration, "Brier", "classes"), exit => ProperScores.Brier(exit.Probabilities)),
        .. Enum.GetValues<Binning>().Select(binning => Of(InBins("class-wise ECE", Reliability.StandardBins, binning),
            exit => CalibrationError.ClassWise(exit.Probabilities, binning: binning))),
        Of(new(Group.Calibration, "class-wise KS", ""), exit => CalibrationError.ClassWiseKs(exit.Probabilities)),
    ];

    /// <summary>Of an exit that decides; the last does not.</summary>
    public static IReadOnlyList<ExitMeasure> OfDeciding { get; } =
    [
        Of(NetworkMeasures.Eefp, exit => FailurePrediction.Auroc(exit.RankedMayLeave),
            exit => exit.RankedMayLeave.FalseCount == 0 ? "every sample may leave" : "no sample may leave"),
    ];

    private delegate double BinnedError(ReadOnlySpan<ReliabilityBin> diagram);

    private static ExitMeasure Of(Measure measure, Func<JudgedExit, double> value, Func<JudgedExit, string>? why = null) =>
        new(measure, value, why ?? (_ => "undefined for these samples"));

    private static ExitMeasure Ranked(string name, string convention, Func<RankedLabels, double> value) =>
        Of(new(Group.FailurePrediction, name, convention), exit => value(exit.Ranked), WhyNotRanked);

    private static ExitMeasure Binned(string name, BinnedError error, int bins, Binning binning) =>
        Of(InBins(name, bins, binning), exit => error(exit.Diagram(bins, binning)));

    private static Measure InBins(string name, int bins, Binning binning) => new(Group.Calibration, name, $"{bins} bins of {Measure.Words(binning)}");

    private static string WhyNotRanked(JudgedExit exit) =>
        exit.Ranked.Count == 1 ? "one sample" : exit.Ranked.FalseCount == 0 ? "every prediction is right" : "every prediction is wrong";

    private static double Mean(ReadOnlySpan<double> values)
    {
        double sum = 0;
        foreach (var value in values) sum += value;
        return sum / values.Length;
    }
}
