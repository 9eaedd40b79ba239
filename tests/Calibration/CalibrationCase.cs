using System.Text.Json;
using EarlyExit.Exits;

namespace EarlyExit.Tests.Calibration;

/// <summary>Outputs of one exit to fit on and to judge, and what scikit-learn and SciPy make of them (tests/golden/calibration).</summary>
public sealed record CalibrationCase(
    int Classes, float[] Fit, int[] FitLabels, float[] Test, int[] TestLabels, Dictionary<string, double[]> Values)
{
    public static TheoryData<CalibrationCase> All => [.. JsonSerializer.Deserialize<CalibrationCase[]>(
        File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "golden", "calibration", "calibrators.json")),
        new JsonSerializerOptions(JsonSerializerDefaults.Web))!];

    public ExitOutputs ToFit() => new(Fit, FitLabels, [1], Classes, OutputsInfo.Unknown);

    public ExitOutputs ToTest() => new(Test, TestLabels, [1], Classes, OutputsInfo.Unknown);

    public override string ToString() => $"{Classes} classes";
}
