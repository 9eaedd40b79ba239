using EarlyExit.Exits;
using EarlyExit.Metrics;

namespace EarlyExit.Calibration;

/// <summary>
/// A calibrator of the largest softmax probability alone: a map from it to the probability that the prediction is right, for each exit.
/// Predictions stay; what changes is the score, so it gives a score rather than outputs.
/// </summary>
public abstract class ConfidenceCalibrator : ICalibrator
{
    /// <inheritdoc/>
    public abstract string Name { get; }

    /// <inheritdoc/>
    public abstract Preserves Preserves { get; }

    /// <inheritdoc cref="ICalibrator.Fit"/>
    public FittedConfidence Fit(ExitOutputs heldOut)
    {
        var logOdds = heldOut.Score(Scores.LogOdds);
        var maps = new Func<double, double>[heldOut.L];
        Parallel.For(0, heldOut.L, exit => maps[exit] = FitExit(logOdds.Of(exit).ToArray(), heldOut.Correct.Of(exit).ToArray()));
        return new FittedConfidence(Name, Preserves, maps);
    }

    FittedCalibrator ICalibrator.Fit(ExitOutputs heldOut) => Fit(heldOut);

    /// <summary>Learns the map of one exit.</summary>
    /// <param name="logOdds"><c>[N]</c>, log-odds of the largest softmax probability, which unlike it never round to certainty.</param>
    /// <param name="correct"><c>[N]</c>.</param>
    /// <returns>From log-odds to the probability that the prediction is right, in [0, 1].</returns>
    protected abstract Func<double, double> FitExit(double[] logOdds, bool[] correct);
}

/// <summary>A calibrator of confidence that has learnt. It is a score, for thresholds and frontiers on the untouched outputs.</summary>
public sealed class FittedConfidence : FittedCalibrator, IScore
{
    private readonly Func<double, double>[] _maps;

    internal FittedConfidence(string name, Preserves preserves, Func<double, double>[] maps) : base(name, preserves) => _maps = maps;

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The outputs have other exits than those it was fit on.</exception>
    public ScoreTable Of(ExitOutputs outputs)
    {
        if (outputs.L != _maps.Length)
            throw new ArgumentException($"{Name} was fit on {_maps.Length} exits, the outputs have {outputs.L}.", nameof(outputs));
        return outputs.Score(Scores.LogOdds).Map(Name, (exit, logOdds) => _maps[exit](logOdds));
    }

    /// <inheritdoc/>
    public override ScoreTable Confidence(ExitOutputs outputs) => Of(outputs);

    /// <inheritdoc/>
    public override CalibrationReport Report(ExitOutputs outputs)
    {
        var (before, after) = (outputs.Score(Scores.MaxSoftmax), Of(outputs));
        return new(Name, Nll(before, outputs), Nll(after, outputs),
            CalibrationError.Ece(before, outputs.Correct), CalibrationError.Ece(after, outputs.Correct));
    }

    private static double[] Nll(ScoreTable confidences, ExitOutputs outputs) =>
        [.. Enumerable.Range(0, outputs.L).Select(exit => ProperScores.Nll(confidences.Of(exit), outputs.Correct.Of(exit)))];
}
