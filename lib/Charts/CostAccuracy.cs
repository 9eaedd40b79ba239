using EarlyExit.Exits;
using EarlyExit.Metrics;
using Plotly.NET.CSharp;
using Chart = Plotly.NET.CSharp.Chart;
using GenericChart = Plotly.NET.GenericChart;

namespace EarlyExit.Charts;

public static partial class Charts
{
    private const string CostLabel = "mean cost (% of the backbone)";
    private const string AccuracyLabel = "accuracy (%)";
    private const int CostsInBand = 160;

    /// <summary>Accuracy over cost, one curve for each frontier.</summary>
    /// <param name="curves">Names and frontiers.</param>
    public static Figure CostAccuracy(params IReadOnlyList<(string Name, Frontier Frontier)> curves)
    {
        RequireSome(curves, "curves");
        var chart = Chart.Combine(curves.Select((curve, series) =>
        {
            var (x, y) = Polyline.Simplify(Percent(curve.Frontier.Points.Select(p => p.Cost)), Percent(curve.Frontier.Points.Select(p => p.Accuracy)));
            return Line(series, curve.Name, x, y);
        }).ToArray());
        return Saying(
            chart.WithAxes(CostLabel, AccuracyLabel), curves.Count == 1 ? Enough(curves[0].Frontier) : Highest(curves),
            $"Accuracy against mean cost for {List(curves.Select(curve => curve.Name))}.");
    }

    /// <summary>Accuracy over cost, the mean of several training runs with its 95 % interval as a band.</summary>
    /// <param name="curves">Names, and a frontier for each seed.</param>
    public static Figure CostAccuracy(params IReadOnlyList<(string Name, IReadOnlyList<Frontier> Seeds)> curves)
    {
        RequireSome(curves, "curves");
        foreach (var (name, seeds) in curves) RequireSome(seeds, $"frontiers of '{name}'");
        var all = curves.SelectMany(curve => curve.Seeds).ToArray();
        var (low, high) = (all.Max(f => f.Points[0].Cost), all.Min(f => f.Points[^1].Cost));
        double[] costs = [.. Enumerable.Range(0, CostsInBand).Select(i => low + (high - low) * i / (CostsInBand - 1))];
        var means = curves.Select(curve => costs.Select(cost => Interval.OfMean(curve.Seeds.Select(seed => AccuracyAt(seed, cost)))).ToArray()).ToArray();
        GenericChart[] bands =
        [
            .. means.Index().Where(curve => curves[curve.Index].Seeds.Count > 1).Select(curve =>
                Band(curve.Index, Percent(costs), Percent(curve.Item.Select(i => i.Low)), Percent(curve.Item.Select(i => i.High)))),
        ];
        var lines = means.Select((mean, series) => Line(series, curves[series].Name, Percent(costs), Percent(mean.Select(i => i.Mean))));
        return Saying(
            Chart.Combine([.. bands, .. lines]).WithAxes(CostLabel, AccuracyLabel), Ahead(curves),
            $"Accuracy against mean cost for {List(curves.Select(curve => curve.Name))}, means over {Runs(curves)} with 95 % intervals.");
    }

    private static double AccuracyAt(Frontier frontier, double cost) =>
        frontier.AccuracyAt(cost, BudgetRule.Interpolated) ?? frontier.Points[0].Accuracy;

    /// <summary>How cheap all but a point of the best accuracy is.</summary>
    private static string Enough(Frontier frontier)
    {
        var best = frontier.Points.Max(point => point.Accuracy);
        var cheapest = frontier.Points.First(point => point.Accuracy >= best - .01);
        return Say($"{cheapest.Cost:P0} of the backbone's cost is enough for {cheapest.Accuracy:P1} accuracy, within a point of the best ({best:P1})");
    }

    private static string Highest(IReadOnlyList<(string Name, Frontier Frontier)> curves)
    {
        var ranked = curves.Select(curve => (curve.Name, Area: curve.Frontier.Area())).OrderByDescending(curve => curve.Area).ToArray();
        var gap = ranked[0].Area - ranked[1].Area;
        return gap < .0005
            ? Say($"{ranked[0].Name} and {ranked[1].Name} do not differ: {ranked[0].Area:P1} accuracy on average over cost")
            : Say($"{ranked[0].Name} is ahead of {ranked[1].Name} by {100 * gap:F1} points of accuracy on average over cost");
    }

    /// <summary>Whether the best two can be told apart, by the interval of their difference.</summary>
    private static string Ahead(IReadOnlyList<(string Name, IReadOnlyList<Frontier> Seeds)> curves)
    {
        var ranked = curves.OrderByDescending(curve => curve.Seeds.Average(seed => seed.Area())).ToArray();
        if (ranked.Length == 1) return Say($"{ranked[0].Name}: {Interval.OfMean(ranked[0].Seeds.Select(seed => seed.Area())):P1} accuracy on average over cost");
        var ((first, best), (second, next)) = (ranked[0], ranked[1]);
        if (best.Count != next.Count || best.Count == 1)
            return Highest([.. ranked.Take(2).Select(curve => (curve.Name, curve.Seeds[0]))]);
        var gap = Interval.Paired(next, best, frontier => 100 * frontier.Area());
        return gap.IsPositive
            ? Say($"{first} is ahead of {second} by {gap} points of accuracy on average over cost, over {best.Count} seeds")
            : Say($"{first} and {second} cannot be told apart over {best.Count} seeds: {gap} points of accuracy on average over cost");
    }

    private static string Runs(IReadOnlyList<(string Name, IReadOnlyList<Frontier> Seeds)> curves) =>
        curves.Select(curve => curve.Seeds.Count).Distinct().ToArray() is [var count] ? $"{count} seeds each" : "several seeds each";
}
