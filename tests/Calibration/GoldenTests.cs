using EarlyExit.Calibration;
using EarlyExit.Exits;
using EarlyExit.Metrics;

namespace EarlyExit.Tests.Calibration;

public class GoldenTests
{
    [Theory]
    [MemberData(nameof(CalibrationCase.All), MemberType = typeof(CalibrationCase))]
    public void TemperatureEqualsSciPy(CalibrationCase golden)
    {
        Assert.Equal(golden.Values["temperature"][0], Temperature.PerExit.Fit(golden.ToFit()).Temperatures[0], 1e-6);
        Assert.Equal(golden.Values["temperature"][0], Temperature.Shared.Fit(golden.ToFit()).Temperatures[0], 1e-6);
    }

    [Theory]
    [MemberData(nameof(CalibrationCase.All), MemberType = typeof(CalibrationCase))]
    public void AffineMapsEqualSciPy(CalibrationCase golden)
    {
        foreach (var calibrator in new[] { AffineScaling.Vector, AffineScaling.Matrix, AffineScaling.Dirichlet })
        {
            var fitted = calibrator.Fit(golden.ToFit());
            Near(golden.Values[calibrator.Name], fitted.Confidence(golden.ToTest()), 2e-4);
            // The penalty is at least 0, and the best loss is known.
            Assert.InRange(fitted.Report(golden.ToFit()).NllAfter[0], 0, golden.Values[$"{calibrator.Name} loss"][0] + 1e-6);
        }
    }

    [Theory]
    [MemberData(nameof(CalibrationCase.All), MemberType = typeof(CalibrationCase))]
    public void CurvesOfConfidenceEqualScikitLearnAndSciPy(CalibrationCase golden)
    {
        foreach (ConfidenceCalibrator calibrator in new ConfidenceCalibrator[] { PlattScaling.PerExit, BetaCalibration.PerExit })
            Near(golden.Values[calibrator.Name], calibrator.Fit(golden.ToFit()).Of(golden.ToTest()), 1e-5);
        Near(golden.Values["isotonic calibration"], IsotonicCalibration.PerExit.Fit(golden.ToFit()).Of(golden.ToTest()), 1e-9);
    }

    [Theory]
    [MemberData(nameof(CalibrationCase.All), MemberType = typeof(CalibrationCase))]
    public void LogisticScorerEqualsScikitLearn(CalibrationCase golden)
    {
        var scorer = ExitScorer.Logistic(ScorerTarget.Correct).Fit(golden.ToFit());
        Near(golden.Values[scorer.Name], scorer.Of(golden.ToTest()), 1e-4);
    }

    private static void Near(double[] expected, ScoreTable actual, double tolerance) =>
        Assert.All(expected.Zip(actual.Values.ToArray()), pair => Assert.Equal(pair.First, pair.Second, tolerance));
}
