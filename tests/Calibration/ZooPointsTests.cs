using EarlyExit.Calibration;
using EarlyExit.Exits;
using EarlyExit.Tests.Exits;
using EarlyExit.Tests.Host;

namespace EarlyExit.Tests.Calibration;

public sealed class ZooPointsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Every_network_comes_raw_and_under_each_temperature_times_the_fitted_one()
    {
        foreach (var (k, name) in new[] { "a", "b" }.Index()) ZooFiles.Write(_folder.Path, name, MadeUp.Outputs(k, 2, 400, 3), MadeUp.Outputs(10 + k, 2, 60, 3));
        ZooFiles.WriteIndex(_folder.Path);
        var zoo = Zoo.Load(_folder.Path);

        Assert.Equal(["a", "b"], zoo.Raw().Select(point => point.Network));
        var points = zoo.Temperatures(1, 2);
        Assert.Equal(["a raw", "a fitted temperature x 1", "a fitted temperature x 2", "b raw", "b fitted temperature x 1", "b fitted temperature x 2"],
            points.Select(point => $"{point.Network} {point.Variant}"));
        var fitted = Temperature.PerExit.Fit(zoo["b"].ForCalibrators).Temperatures;
        var (raw, doubled) = (points[3].Outputs, points[5].Outputs);
        for (var exit = 0; exit < 2; exit++)
            for (var n = 0; n < 60; n++)
                Assert.Equal(raw.At(exit, n)[1] / (2 * fitted[exit]), doubled.At(exit, n)[1], 1e-4);
    }
}
