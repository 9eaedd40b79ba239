using EarlyExit.Calibration;
using EarlyExit.Charts;
using EarlyExit.Metrics;

namespace EarlyExit.Tests.Charts;

public class MetricTableTests
{
    private static readonly Proxy Eefp = Proxy.Of("EEFP", _ => 0), Own = Proxy.Of("own", _ => 0);

    [Fact]
    public void LeaderboardsKeepTheirOrder()
    {
        Interval some = new(.8312, .7, .9, .95, 24), none = new(double.NaN, double.NaN, double.NaN, .95, 0);
        var table = new Leaderboard("area", CorrelationKind.Spearman, 48, 24, [new(Eefp, some, .5, 20, some, 48), new(Own, none, double.NaN, 0, none, 7)]).ToTable();
        Assert.Equal(["proxy", "over all", "within networks", "given accuracy"], table.Header);
        Assert.Equal(["EEFP", "0.83 [0.70, 0.90]", "0.50", "0.83 [0.70, 0.90]"], table.Rows[0]);
        Assert.Equal(["own (7 of 48 outputs)", "undefined", "undefined", "undefined"], table.Rows[1]);
        Assert.Equal("Spearman correlation with area, 48 outputs of 24 networks", table.Caption);
    }

    [Fact]
    public void ReportsOfProxiesSayWhatPasses()
    {
        var table = new ProxyReport(Own, [new("a number", true, "1.5"), new("the same twice", false, "1 and 2")]).ToTable();
        Assert.Equal("own: does not pass", table.Caption);
        Assert.Equal([["a number", "✔ yes", "1.5"], ["the same twice", "✘ no", "1 and 2"]], table.Rows);
    }

    [Fact]
    public void ReportsOfCalibratorsEndWithTheMean()
    {
        var table = new CalibrationReport("isotonic", [1, 2], [.5, double.PositiveInfinity], [.1, .3], [.01, .02]).ToTable();
        Assert.Equal([["1", "1.000", "0.500", "0.100", "0.010"], ["2", "2.000", "∞", "0.300", "0.020"], ["mean", "1.500", "∞", "0.200", "0.015"]], table.Rows);
        Assert.Equal("isotonic", table.Caption);
    }
}
