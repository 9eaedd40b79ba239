using EarlyExit.Exits;
using EarlyExit.Metrics;

namespace EarlyExit.Calibration;

/// <summary>What a calibrator does to the order of an exit's samples by confidence.</summary>
public enum RankingEffect
{
    /// <summary>The order stays, up to rounding.</summary>
    Kept,

    /// <summary>No two samples change places, but some become equal.</summary>
    MayTie,

    /// <summary>Samples may change places.</summary>
    MayChange,
}

/// <summary>What a calibrator preserves within each exit. None says anything of the order across exits, which a shared threshold depends on.</summary>
/// <param name="Ranking">The order of samples by confidence.</param>
/// <param name="Argmax">Whether the predicted classes, and with them the accuracy of each exit, stay.</param>
public sealed record Preserves(RankingEffect Ranking, bool Argmax);

/// <summary>A way to make confidence agree with accuracy, exit by exit.</summary>
public interface ICalibrator
{
    /// <summary>The name in tables and legends.</summary>
    string Name { get; }

    /// <summary>What it preserves.</summary>
    Preserves Preserves { get; }

    /// <summary>Learns from outputs on samples that neither trained the network nor are judged on later.</summary>
    FittedCalibrator Fit(ExitOutputs heldOut);
}

/// <summary>A calibrator that has learnt.</summary>
/// <param name="name">The name in tables and legends.</param>
/// <param name="preserves">What it preserves.</param>
public abstract class FittedCalibrator(string name, Preserves preserves)
{
    /// <summary>The name in tables and legends.</summary>
    public string Name { get; } = name;

    /// <summary>What it preserves.</summary>
    public Preserves Preserves { get; } = preserves;

    /// <summary>The calibrated probability that the prediction is right, <c>[L, N]</c>.</summary>
    public abstract ScoreTable Confidence(ExitOutputs outputs);

    /// <summary>Calibration of each exit before and after.</summary>
    public abstract CalibrationReport Report(ExitOutputs outputs);
}

/// <summary>Calibration of each exit before and after, <c>[L]</c> each.</summary>
/// <param name="Name">The calibrator.</param>
/// <param name="NllBefore">Negative log-likelihood in nats: of the right class for a calibrator of logits, of correctness for one of confidence.</param>
/// <param name="NllAfter">The same after; infinite where a certain prediction is wrong.</param>
/// <param name="EceBefore">Expected calibration error, 15 bins of equal width.</param>
/// <param name="EceAfter">The same after.</param>
public sealed record CalibrationReport(string Name, double[] NllBefore, double[] NllAfter, double[] EceBefore, double[] EceAfter);
