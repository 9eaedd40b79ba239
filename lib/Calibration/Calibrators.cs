namespace EarlyExit.Calibration;

/// <summary>The calibrators of this library.</summary>
public static class Calibrators
{
    /// <summary>Those with few parameters, which are fit in milliseconds.</summary>
    public static IReadOnlyList<ICalibrator> Light { get; } =
    [
        Temperature.PerExit, Temperature.Shared,
        PlattScaling.PerExit, BetaCalibration.PerExit, IsotonicCalibration.PerExit, HistogramBinning.PerExit,
    ];

    /// <summary>All, those of logits first.</summary>
    public static IReadOnlyList<ICalibrator> Standard { get; } =
    [
        .. Light.OfType<LogitsCalibrator>(), AffineScaling.Vector, AffineScaling.Matrix, AffineScaling.Dirichlet,
        .. Light.OfType<ConfidenceCalibrator>(),
    ];
}
