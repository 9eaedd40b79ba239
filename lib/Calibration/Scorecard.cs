using EarlyExit.Exits;
using EarlyExit.Metrics;

namespace EarlyExit.Calibration;

/// <summary>Every measure of outputs, as they are and calibrated.</summary>
/// <param name="Outputs">What is judged.</param>
/// <param name="Fit">What the calibrators learnt from: <see cref="CrossFitted"/>, <see cref="OnOthers"/>, or nothing where there is no calibrator.</param>
/// <param name="Values">The measures: those of the raw outputs first, then calibrator by calibrator.</param>
public sealed record Scorecard(ExitOutputs Outputs, string Fit, IReadOnlyList<MeasureValue> Values)
{
    /// <summary>Each half of the samples was calibrated by what the other half taught.</summary>
    public const string CrossFitted = "cross-fit";

    /// <summary>The calibrators learnt from other outputs.</summary>
    public const string OnOthers = "held-out fit";

    /// <summary>Measures with calibrators fitted by halves (<see cref="CrossFit"/>). One sample alone cannot be halved: it gets no calibrator.</summary>
    /// <param name="outputs">What is judged.</param>
    /// <param name="calibrators">What is tried besides the raw outputs.</param>
    public static Scorecard ByHalves(ExitOutputs outputs, IReadOnlyList<ICalibrator> calibrators) =>
        Of(outputs, CrossFitted, outputs.N > 1 ? calibrators : [], (calibrator, raw) => calibrator is LogitsCalibrator ofLogits
            ? Judge(CrossFit.Apply(ofLogits, outputs), raw, calibrator.Name)
            : Judge(outputs, CrossFit.Confidence(calibrator, outputs), raw, calibrator.Name));

    /// <summary>Measures with calibrators fitted on other samples of the same network, as they are meant to be.</summary>
    /// <param name="heldOut">What the calibrators learn from.</param>
    /// <param name="outputs">What is judged.</param>
    /// <param name="calibrators">What is tried besides the raw outputs.</param>
    /// <exception cref="ArgumentException">The held-out outputs have other exits or classes, or are those that are judged.</exception>
    public static Scorecard FittedOn(ExitOutputs heldOut, ExitOutputs outputs, IReadOnlyList<ICalibrator> calibrators)
    {
        if ((heldOut.L, heldOut.C) != (outputs.L, outputs.C))
            throw new ArgumentException(
                $"{heldOut.L} exits and {heldOut.C} classes to fit on, expected {outputs.L} and {outputs.C}, as in the outputs to judge.");
        if (heldOut.Logits.SequenceEqual(outputs.Logits))
            throw new ArgumentException("The samples to fit on are those to judge, expected others.");
        return Of(outputs, OnOthers, calibrators, (calibrator, raw) => calibrator.Fit(heldOut) is var fitted && fitted is FittedLogits ofLogits
            ? Judge(ofLogits.Apply(outputs), raw, calibrator.Name)
            : Judge(outputs, fitted.Confidence(outputs), raw, calibrator.Name));
    }

    private static Scorecard Of(ExitOutputs outputs, string fit, IReadOnlyList<ICalibrator> calibrators,
        Func<ICalibrator, ScoreTable, IEnumerable<MeasureValue>> judge)
    {
        var raw = outputs.Score(Scores.MaxSoftmax);
        var values = Measures.OfLogits(outputs, raw, Measures.Raw);
        var calibrated = new IEnumerable<MeasureValue>[calibrators.Count];
        Parallel.For(0, calibrators.Count, k => calibrated[k] = judge(calibrators[k], raw));
        return new Scorecard(outputs, calibrators.Count > 0 ? fit : "", [.. values, .. calibrated.SelectMany(variant => variant)]);
    }

    private static IEnumerable<MeasureValue> Judge(ExitOutputs calibrated, ScoreTable raw, string variant)
    {
        var confidences = calibrated.Score(Scores.MaxSoftmax);
        return [.. Measures.OfLogits(calibrated, confidences, variant), .. Measures.Ranking(raw, confidences, variant)];
    }

    private static IEnumerable<MeasureValue> Judge(ExitOutputs outputs, ScoreTable confidences, ScoreTable raw, string variant) =>
        [.. Measures.Of(outputs, confidences, variant), .. Measures.Ranking(raw, confidences, variant)];
}
