using EarlyExit.Exits;

namespace EarlyExit.Metrics;

/// <summary>One number about outputs.</summary>
/// <param name="Measure">What it measures.</param>
/// <param name="Convention">How, where there is more than one way; otherwise empty.</param>
/// <param name="Exit">Of which exit, from 0; null where it is of the whole network.</param>
/// <param name="Variant">What was done to the logits: <c>raw</c>, <c>temperature per exit</c>, ...</param>
/// <param name="Value">The number; NaN where it is undefined.</param>
public sealed record MeasureValue(string Measure, string Convention, int? Exit, string Variant, double Value);

/// <summary>Every measure of this library at once, on the largest softmax probability.</summary>
public static class Measures
{
    /// <summary>All measures, exit by exit and of the whole network.</summary>
    /// <param name="outputs">Outputs.</param>
    /// <param name="variant">What was done to the logits.</param>
    public static IReadOnlyList<MeasureValue> Of(ExitOutputs outputs, string variant = "raw")
    {
        var scores = outputs.Score(Scores.MaxSoftmax);
        var mayLeave = outputs.Correct.MayLeave();
        var exits = new List<MeasureValue>[outputs.L];
        Parallel.For(0, outputs.L, exit => exits[exit] = [.. OfExit(outputs, scores, mayLeave, exit)
            .Select(one => new MeasureValue(one.Measure, one.Convention, exit, variant, one.Value))]);
        return [.. exits.SelectMany(values => values), .. OfNetwork(outputs, scores, mayLeave)
            .Select(one => new MeasureValue(one.Measure, one.Convention, null, variant, one.Value))];
    }

    private static IEnumerable<(string Measure, string Convention, double Value)> OfExit(
        ExitOutputs outputs, ScoreTable scores, ExitTable<bool> mayLeave, int exit)
    {
        var (confidences, correct) = (scores.Of(exit).ToArray(), outputs.Correct.Of(exit).ToArray());
        var probabilities = new ClassProbabilities(outputs, exit);
        var ranked = RankedLabels.Of(confidences, correct);
        yield return ("cost", "relative", outputs.Costs[exit]);
        yield return ("accuracy", "", outputs.Correct.Accuracy(exit));
        yield return ("confidence", "mean", confidences.Mean());
        yield return ("NLL", "", ProperScores.Nll(outputs, exit));
        yield return ("Brier", "all classes", ProperScores.Brier(probabilities));
        yield return ("Brier", "correctness", ProperScores.Brier(confidences, correct));
        yield return ("ECE", "15 bins of equal width", CalibrationError.Ece(confidences, correct));
        yield return ("ECE", "15 bins of equal mass", CalibrationError.Ece(confidences, correct, binning: Binning.EqualMass));
        yield return ("MCE", "15 bins of equal width", CalibrationError.Mce(confidences, correct));
        yield return ("L2 calibration error", "15 bins of equal width", CalibrationError.L2(confidences, correct));
        yield return ("L2 calibration error", "debiased, 15 bins of equal mass", CalibrationError.L2Debiased(confidences, correct));
        yield return ("KS calibration error", "", CalibrationError.Ks(confidences, correct));
        yield return ("class-wise ECE", "15 bins of equal width", CalibrationError.ClassWise(probabilities));
        yield return ("class-wise KS", "", CalibrationError.ClassWiseKs(probabilities));
        yield return ("AUROC", "correctness", FailurePrediction.Auroc(ranked));
        yield return ("AUPR", "success", FailurePrediction.AuprSuccess(ranked));
        yield return ("AUPR", "error", FailurePrediction.AuprError(ranked));
        yield return ("FPR", "at 95 % TPR", FailurePrediction.FprAtTpr(ranked));
        yield return ("AURC", "mean of prefixes", RiskCoverage.Aurc(ranked));
        yield return ("AURC", "trapezoid of prefixes", RiskCoverage.Aurc(ranked, AurcConvention.TrapezoidOfPrefixes));
        yield return ("AURC", "distinct thresholds", RiskCoverage.Aurc(ranked, AurcConvention.DistinctThresholds));
        yield return ("E-AURC", "mean of prefixes", RiskCoverage.ExcessAurc(ranked));
        yield return ("AUGRC", "", RiskCoverage.Augrc(ranked));
        foreach (var coverage in new[] { .5, .7, .9 })
            yield return ("accuracy at coverage", $"{coverage:P0}", RiskCoverage.AccuracyAtCoverage(ranked, coverage));
        if (exit < outputs.L - 1) yield return ("EEFP", "", FailurePrediction.Auroc(confidences, mayLeave.Of(exit)));
    }

    private static IEnumerable<(string Measure, string Convention, double Value)> OfNetwork(
        ExitOutputs outputs, ScoreTable scores, ExitTable<bool> mayLeave)
    {
        var frontier = outputs.Frontier(scores);
        var oracle = outputs.Decide(new Oracle());
        yield return ("ECE", "15 bins of equal width, mean over exits", CalibrationError.Ece(scores, outputs.Correct).Mean());
        yield return ("AUROC", "correctness, mean over deciding exits", OutputsMeasures.Auroc(scores, outputs.Correct, Averaging.OverExits));
        yield return ("AUROC", "correctness, pooled over deciding exits", OutputsMeasures.Auroc(scores, outputs.Correct, Averaging.Pooled));
        yield return ("EEFP", "mean over deciding exits", OutputsMeasures.Auroc(scores, mayLeave, Averaging.OverExits));
        yield return ("EEFP", "pooled over deciding exits", OutputsMeasures.Auroc(scores, mayLeave, Averaging.Pooled));
        yield return ("area", "under the exact frontier", frontier.Area());
        foreach (var budget in Budgets.Standard)
            foreach (var rule in Enum.GetValues<BudgetRule>())
                yield return ($"accuracy at {Budgets.Label(budget)}", $"{rule}", frontier.AccuracyAt(budget, rule) ?? double.NaN);
        yield return ("accuracy", "oracle exit", oracle.Accuracy);
        yield return ("cost", "oracle exit", oracle.Cost);
    }
}
