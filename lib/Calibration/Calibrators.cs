namespace EarlyExit.Calibration;

/// <summary>The calibrators of this library.</summary>
public static class Calibrators
{
    /// <summary>All, those of logits first.</summary>
    public static IReadOnlyList<ICalibrator> Standard { get; } =
    [
        Temperature.PerExit, Temperature.Shared, AffineScaling.Vector, AffineScaling.Matrix, AffineScaling.Dirichlet,
        PlattScaling.PerExit, BetaCalibration.PerExit, IsotonicCalibration.PerExit, HistogramBinning.PerExit,
    ];
}
