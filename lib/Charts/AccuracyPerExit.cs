using EarlyExit.Exits;
using EarlyExit.Metrics;
using Plotly.NET.CSharp;
using Chart = Plotly.NET.CSharp.Chart;
using GenericChart = Plotly.NET.GenericChart;

namespace EarlyExit.Charts;

public static partial class Charts
{
    /// <summary>How often each exit is right when all samples leave there.</summary>
    /// <param name="curves">Names and outputs.</param>
    public static Figure AccuracyPerExit(params IReadOnlyList<(string Name, ExitOutputs Outputs)> curves) =>
        AccuracyPerExit([.. curves.Select(curve => (curve.Name, (IReadOnlyList<ExitOutputs>)[curve.Outputs]))]);

    /// <summary>How often each exit is right when all samples leave there: the mean of several training runs with its 95 % interval.</summary>
    /// <param name="curves">Names, and outputs of each seed.</param>
    /// <exception cref="ArgumentException">There are none, or seeds of one curve have different numbers of exits.</exception>
    public static Figure AccuracyPerExit(params IReadOnlyList<(string Name, IReadOnlyList<ExitOutputs> Seeds)> curves)
    {
        RequireSome(curves, "curves");
        var intervals = curves.Select(curve => PerExitOf(curve.Name, curve.Seeds)).ToArray();
        GenericChart[] bands =
        [
            .. intervals.Index().Where(curve => curves[curve.Index].Seeds.Count > 1).Select(curve =>
                Band(curve.Index, ExitNumbers(curve.Item.Length), curve.Item.Select(i => i.Low), curve.Item.Select(i => i.High))),
        ];
        var lines = intervals.Select((row, series) => MarkedLine(series, curves[series].Name, ExitNumbers(row.Length), [.. row.Select(i => i.Mean)]));
        var last = intervals.Max(row => row.Length);
        return Saying(
            Chart.Combine([.. bands, .. lines]).WithAxes("exit", AccuracyLabel)
                .WithXAxisStyle<double, double, string>(MinMax: Tuple.Create(.8, last + .2)),
            FirstAndLast(intervals, [.. curves.Select(curve => curve.Name)]),
            $"Accuracy at each exit for {List(curves.Select(curve => curve.Name))}.");
    }

    private static Interval[] PerExitOf(string name, IReadOnlyList<ExitOutputs> seeds)
    {
        RequireSome(seeds, $"outputs of '{name}'");
        if (seeds.Any(seed => seed.L != seeds[0].L)) throw new ArgumentException($"Seeds of '{name}' have different numbers of exits, expected {seeds[0].L}.");
        var accuracy = seeds.Select(seed => Percent(seed.Accuracy())).ToArray();
        return [.. Enumerable.Range(0, seeds[0].L).Select(exit => Interval.OfMean(accuracy.Select(seed => seed[exit])))];
    }

    private static double[] ExitNumbers(int count) => [.. Enumerable.Range(1, count).Select(exit => (double)exit)];

    private static string FirstAndLast(Interval[][] curves, string[] names)
    {
        if (names.Length == 1)
            return Say($"The first exit is right on {curves[0][0].Mean:F1} % of the samples, the last on {curves[0][^1].Mean:F1} %");
        var first = Array.IndexOf(curves, curves.MaxBy(row => row[0].Mean));
        var last = Array.IndexOf(curves, curves.MaxBy(row => row[^1].Mean));
        return first == last
            ? Say($"{names[first]} has both the best first exit ({curves[first][0].Mean:F1} %) and the best last one ({curves[last][^1].Mean:F1} %)")
            : Say($"{names[first]} has the best first exit ({curves[first][0].Mean:F1} %), {names[last]} the best last one ({curves[last][^1].Mean:F1} %)");
    }
}
