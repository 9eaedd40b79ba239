using EarlyExit.Charts;
using EarlyExit.Metrics;
using Draw = EarlyExit.Charts.Charts;

namespace EarlyExit.Tests.Charts;

/// <summary>Figures of one's own numbers, with many points and few, gaps, equal values, negative ones and long names.</summary>
internal static class SampleCharts
{
    private const string LongName = "AUROC of correctness, pooled over samples and exits, after vector scaling of each exit on held-out outputs";
    private static readonly double[] Temperatures = [.25, .5, 1, 2, 4];
    private static readonly double[] Ramp = [.. Enumerable.Range(0, 300).Select(i => i / 100.0)];
    private static readonly Interval Good = new(.71, .58, .82, .95, 24), Bad = new(-.12, -.4, .15, .95, 24);
    private static readonly Interval Lone = Interval.OfMean([.3]), None = new(double.NaN, double.NaN, double.NaN, .95, 0);

    internal static IReadOnlyDictionary<string, Func<Figure>> All { get; } = new Dictionary<string, Func<Figure>>
    {
        ["reliability"] = () => Draw.Reliability(("raw", Bins(1.35)), ("temperature-scaled", Bins(1.02)), ("over-smoothed", Bins(.6))),
        ["reliability of six exits"] = () => Draw.Reliability([.. Enumerable.Range(0, 6).Select(i => ($"exit {i + 1}", Bins(.8 + .15 * i)))]),
        ["reliability of one bin"] = () => Draw.Reliability((SampleFigures.Hostile, [new ReliabilityBin(0, 1, 7, 1, 1), new ReliabilityBin(1, 1, 0, double.NaN, double.NaN)])),
        ["few points"] = () => Draw.Lines(
            "Area falls as the exits are calibrated", "temperature", "area under the frontier (%)",
            ("joint", Temperatures, [61, 62.5, 63, 62, 60]), ("disjoint", Temperatures, [58, double.NaN, 59, 58.5, 57])),
        ["many points"] = () => Draw.Lines(
            "Two curves cross", "coverage", "risk", ("raw", Ramp, [.. Ramp.Select(x => x < 1 || x > 1.4 ? Math.Sin(x) : double.NaN)]), ("scaled", Ramp, [.. Ramp.Select(x => Math.Cos(x))])),
        ["equal values"] = () => Draw.Lines("Nothing moves", "exit", "ECE", ("a", [1, 2, 3], [.2, .2, .2]), (LongName, [1, 2, 3], [.2, .2, .2])),
        ["one point of a line"] = () => Draw.Lines("One", "x", "y", ("a", [3], [-7])),
        ["no value"] = () => Draw.Lines("None", "x", "y", ("a", [double.NaN], [1]), ("b", [], [])),
        ["over temperatures"] = () => Draw.LinesOverLog(
            "Efficiency peaks below the fitted temperature", "temperature T", "area under the frontier (%)",
            ("exit 1", Temperatures, [61, 62.5, 63, 62, 60]), ("all", [.. Ramp.Select(x => .2 * Math.Exp(x))], [.. Ramp.Select(x => 63 - (x - 1) * (x - 1))])),
        ["over one temperature"] = () => Draw.LinesOverLog("One", "T", "y", ("a", [1.3], [0])),
        ["over many powers"] = () => Draw.LinesOverLog("Many", "T", "y", ("a", [1e-4, 1, 1e5], [0, 1, 3])),
        ["over little"] = () => Draw.LinesOverLog("Little", "T", "y", ("a", [.9, 1, 1.15], [0, 1, 3])),
        ["scatter"] = () => Draw.Scatter(
            "Efficiency goes with EEFP, not with ECE", "mean ECE", "area under the frontier (%)",
            [.. Enumerable.Range(0, 7).Select(g => ($"group {g}", Cloud(g, 30)))]),
        ["scatter of one point"] = () => Draw.Scatter("One", "x", "y", (LongName, [(.1, -3, SampleFigures.Hostile)]), ("none", [(double.NaN, 1, "nothing")])),
        ["intervals"] = () => Draw.Intervals(
            "Failure prediction goes with efficiency, calibration does not", "Spearman correlation with area",
            ("EEFP", Good), ("AUROC of correctness", new(.55, .31, .7, .95, 24)), ("ECE, 15 bins of equal width", Bad), (LongName, None), ("one seed", Lone)),
        ["intervals above zero"] = () => Draw.Intervals("All above", "gain", ("a", Good), ("b", Good)),
        ["one interval"] = () => Draw.Intervals("One", "gain in accuracy (points)", (SampleFigures.Hostile, Lone)),
        ["no interval"] = () => Draw.Intervals("None", "gain", ("a", None)),
        ["intervals in series"] = () => Draw.Intervals(
            "What holds over all holds within networks", "correlation with area",
            [.. ((string[])["EEFP", "AUROC", "AURC", "ECE", LongName]).Select((name, r) =>
                (name, (IReadOnlyList<(string, Interval)>)[("over all", Shifted(Good, r)), ("within networks", Shifted(Bad, r)), ("given accuracy", r == 2 ? Lone : Shifted(Good, 2 * r))]))]),
        ["grouped columns"] = () => Draw.Columns(
            "Calibration helps the last exits", "ECE", ["exit 1", "exit 2", "exit 3", "exit 4", "exit 5", "exit 6"],
            ("raw", [.02, .03, .05, .09, .12, .16]), ("temperature", [.01, .01, .02, double.NaN, .02, .02]), ("isotonic", [.02, .02, .02, .01, .01, .01])),
        ["negative columns"] = () => Draw.Columns("Some lose", "gain in area (points)", ["VGG", "ResNet-14", LongName], ("gain", [-.7, .3, -1.2])),
        ["one column"] = () => Draw.Columns("One", "y", [SampleFigures.Hostile], ("a", [3])),
        ["small multiples"] = () => Draw.SmallMultiples("ECE falls in all three and area in none", [.. ((string[])["ResNet-14", "VGG", LongName]).Select((name, i) =>
            (name, Draw.Lines("t", "temperature", "area (%)", ("joint", Temperatures, [61 + i, 62, 63 + i, 62, 60]), ("disjoint", Temperatures, [58, 59, 59, 58.5, 57 - i]))))]),
        ["small multiples of all kinds"] = () => Draw.SmallMultiples(
            "Six kinds under one title that is long enough to need two lines when it is set in bold letters of sixteen pixels over all of the plots",
            ("reliability", All!["reliability"]()), ("lines", All["few points"]()), ("log", All["over temperatures"]()),
            ("scatter", All["scatter"]()), ("intervals", All["intervals"]()), ("columns", All["grouped columns"]())),
        ["two reliability diagrams"] = () => Draw.SmallMultiples(
            "Both are over-confident", ("disjoint", Draw.Reliability(("raw", Bins(1.3)), ("scaled", Bins(1)))), ("joint", Draw.Reliability(("raw", Bins(1.2)), ("scaled", Bins(1))))),
        ["five"] = () => Draw.SmallMultiples("Five", [.. Enumerable.Range(0, 5).Select(i => ($"plot {i}", Draw.Columns("t", "ECE", ["1", "2", "3"], ("raw", [.1 * i, .2, -.1]))))]),
    };

    private static IReadOnlyList<ReliabilityBin> Bins(double confident) =>
        [.. Enumerable.Range(0, 15).Select(b => b < 2
            ? new ReliabilityBin(b / 15.0, (b + 1) / 15.0, 0, double.NaN, double.NaN)
            : new ReliabilityBin(b / 15.0, (b + 1) / 15.0, 20 * b * b, (b + .6) / 15, Math.Min(1, (b + .6) / 15 / confident + .03 * Math.Sin(b))))];

    private static IReadOnlyList<(double, double, string)> Cloud(int seed, int count)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(i => (.3 * random.NextDouble(), 55 + seed + 4 * random.NextDouble(), $"network {i}"))];
    }

    private static Interval Shifted(Interval interval, int rows) =>
        interval with { Mean = interval.Mean - .1 * rows, Low = interval.Low - .12 * rows, High = interval.High - .08 * rows };
}
