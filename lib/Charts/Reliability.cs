using System.Text.Json.Nodes;
using EarlyExit.Metrics;
using Plotly.NET.CSharp;
using Chart = Plotly.NET.CSharp.Chart;
using Color = Plotly.NET.Color;
using GenericChart = Plotly.NET.GenericChart;
using StyleParam = Plotly.NET.StyleParam;

namespace EarlyExit.Charts;

public static partial class Charts
{
    private const double Unnoticed = .005;
    private static readonly (double, string)[] Fifths = [(0, "0"), (20, "20"), (40, "40"), (60, "60"), (80, "80"), (100, "100")];

    /// <summary>
    /// The reliability diagram: accuracy over confidence, bin by bin, with the diagonal of perfect calibration. The larger a point, the more
    /// samples are in its bin. Bins without samples are left out.
    /// </summary>
    /// <param name="curves">Names, and bins as <see cref="Metrics.Reliability.Bins"/> makes them.</param>
    /// <exception cref="ArgumentException">There is no curve, or one without samples.</exception>
    public static Figure Reliability(params IReadOnlyList<(string Name, IReadOnlyList<ReliabilityBin> Bins)> curves)
    {
        RequireSome(curves, "curves");
        var filled = curves.Select(curve => curve.Bins.Where(bin => bin.Count > 0).ToArray()).ToArray();
        foreach (var (i, bins) in filled.Index()) RequireSome(bins, $"samples in the bins of '{curves[i].Name}'");
        GenericChart[] lines =
        [
            Chart.Line<double, double, string>(
                [0, 100], [0, 100], Name: "accuracy = confidence", LineColor: Color.fromString(Style.Axis), LineWidth: 1.4,
                LineDash: StyleParam.DrawingStyle.Dot, UseDefaults: false),
            .. filled.Select((bins, series) => Chart.Line<double, double, string>(
                Percent(bins.Select(bin => bin.Confidence)), Percent(bins.Select(bin => bin.Accuracy)), ShowMarkers: true, Name: curves[series].Name,
                MultiText: bins.Select(bin => Say($"{bin.Count:#,0} samples")).ToArray(), LineColor: SeriesColour(series), LineWidth: 2,
                LineDash: Dashes[series % Dashes.Length], MarkerColor: SeriesColour(series), MarkerSymbol: Symbols[series % Symbols.Length],
                UseDefaults: false)),
        ];
        var empty = curves.Select(curve => curve.Bins.Count(bin => bin.Count == 0)).Sum();
        return Saying(
            Chart.Combine(lines).WithAxes("confidence (%)", AccuracyLabel).WithSize(560, 580)
                .WithXAxisStyle<double, double, string>(MinMax: Tuple.Create(-3.0, 103.0))
                .WithYAxisStyle<double, double, string>(MinMax: Tuple.Create(-3.0, 103.0)),
            Calibrated([.. curves.Select((curve, i) => CalibrationOf(curve.Name, filled[i]))]),
            $"Reliability diagram: accuracy over confidence for {List(curves.Select(curve => curve.Name))}, with the diagonal."
            + (empty == 0 ? "" : $" {empty} of {curves.Sum(curve => curve.Bins.Count)} bins have no samples."))
            .WithTicks("xaxis", Fifths).WithTicks("yaxis", Fifths).With(chart => DrawReliability(chart, filled));
    }

    /// <summary>Equal units on both axes, and points whose areas grow with the counts.</summary>
    private static void DrawReliability(JsonObject chart, ReliabilityBin[][] curves)
    {
        foreach (var (series, bins) in curves.Index())
        {
            var most = bins.Max(bin => bin.Count);
            var marker = chart["data"]![series + 1]!["marker"]!;
            marker["size"] = new JsonArray([.. bins.Select(bin => (JsonNode)Math.Round(4 + 9 * Math.Sqrt((double)bin.Count / most), 1))]);
            marker["opacity"] = 1; // plotly.js would make points of different sizes see-through
        }
        var (x, y) = (chart["layout"]!["xaxis"]!, chart["layout"]!["yaxis"]!);
        (x["constrain"], x["constraintoward"]) = ("domain", "left");
        (y["scaleanchor"], y["constrain"], y["constraintoward"]) = ("x", "domain", "bottom");
    }

    /// <summary>ECE and, in words, in which direction confidence is wrong.</summary>
    private static (string Name, double Ece, double Bias, string Word) CalibrationOf(string name, ReliabilityBin[] bins)
    {
        double count = bins.Sum(bin => (long)bin.Count);
        var (ece, bias) = (bins.Sum(bin => bin.Count * Math.Abs(bin.Gap)) / count, bins.Sum(bin => bin.Count * bin.Gap) / count);
        return (name, ece, bias, ece < Unnoticed ? "calibrated" : Math.Abs(bias) < ece / 2 ? "over- and under-confident by turns" : bias > 0 ? "over-confident" : "under-confident");
    }

    private static string Calibrated((string Name, double Ece, double Bias, string Word)[] curves)
    {
        if (curves is [var only])
            return Say($"{only.Name} is {only.Word}: ECE {only.Ece:F3}, confidence {Math.Abs(100 * only.Bias):F1} points {(only.Bias < 0 ? "below" : "above")} accuracy on average");
        if (curves.Length <= 3) return $"ECE {List(curves.Select(curve => Say($"{curve.Ece:F3} for {curve.Name} ({curve.Word})")))}";
        var (least, most) = (curves.MinBy(curve => curve.Ece), curves.MaxBy(curve => curve.Ece));
        return Say($"ECE from {least.Ece:F3} ({least.Name}, {least.Word}) to {most.Ece:F3} ({most.Name}, {most.Word})");
    }
}
