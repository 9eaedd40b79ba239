using EarlyExit.Calibration;
using EarlyExit.Metrics;

namespace EarlyExit.Charts;

/// <summary>What was measured, as tables that a cell shows.</summary>
public static class MetricTables
{
    /// <summary>Proxies, the best first: correlation over all outputs, within networks, and given accuracy.</summary>
    public static Table ToTable(this Leaderboard leaderboard) => new(
        ["proxy", "over all", "within networks", "given accuracy"],
        leaderboard.Rows.Select(row => (string[])
        [
            row.Count == leaderboard.Points ? row.Proxy.Name : $"{row.Proxy.Name} ({row.Count} of {leaderboard.Points} outputs)",
            Text(row.OverAll), double.IsNaN(row.Within) ? "undefined" : FormattableString.Invariant($"{row.Within:F2}"), Text(row.GivenAccuracy),
        ]),
        $"{leaderboard.Kind} correlation with {leaderboard.Against}, {leaderboard.Points} outputs of {leaderboard.Networks} networks");

    /// <summary>Each check of a proxy, whether it passes, and what was found.</summary>
    public static Table ToTable(this ProxyReport report) => new(
        ["check", "passes?", "finding"],
        report.Checks.Select(check => (string[])[check.Name, check.Passes ? Outcome.Holds.Sign() + " yes" : Outcome.DoesNotHold.Sign() + " no", check.Finding]),
        $"{report.Proxy.Name}: {(report.Passes ? "passes" : "does not pass")}");

    /// <summary>Calibration of each exit before and after, and the mean over the exits.</summary>
    public static Table ToTable(this CalibrationReport report)
    {
        double[][] measures = [report.NllBefore, report.NllAfter, report.EceBefore, report.EceAfter];
        return new(
            ["exit", "NLL before", "NLL after", "ECE before", "ECE after"],
            [
                .. Enumerable.Range(0, report.NllBefore.Length).Select(exit => (string[])[$"{exit + 1}", .. measures.Select(values => Text(values[exit]))]),
                (string[])["mean", .. measures.Select(values => Text(values.Average()))],
            ],
            report.Name);
    }

    private static string Text(double value) => double.IsPositiveInfinity(value) ? "∞" : FormattableString.Invariant($"{value:F3}");

    private static string Text(Interval interval) => double.IsNaN(interval.Mean) ? "undefined" : FormattableString.Invariant($"{interval:F2}");
}
