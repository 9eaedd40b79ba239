using EarlyExit.Exits;
using EarlyExit.Metrics;
using Plotly.NET.CSharp;
using Chart = Plotly.NET.CSharp.Chart;
using GenericChart = Plotly.NET.GenericChart;
using StyleParam = Plotly.NET.StyleParam;

namespace EarlyExit.Charts;

public static partial class Charts
{
    /// <summary>Accuracy at the standard budgets: for each budget a plot with one point for each curve, the mean of its seeds with the 95 % interval.</summary>
    /// <param name="curves">Names, and a frontier for each seed.</param>
    public static Figure AtBudgets(params IReadOnlyList<(string Name, IReadOnlyList<Frontier> Seeds)> curves)
    {
        RequireSome(curves, "curves");
        var budgets = Budgets.Standard.Where(budget => curves.All(curve => curve.Seeds.All(seed => seed.AccuracyAt(budget) is not null))).ToArray();
        RequireSome(budgets, "budgets that every frontier can keep");
        var accuracy = budgets.Select(budget => curves.Select(curve =>
            Interval.OfMean(curve.Seeds.Select(seed => 100 * seed.AccuracyAt(budget)!.Value))).ToArray()).ToArray();
        var plots = accuracy.Select((row, b) => Chart.Combine(row.SelectMany((interval, series) => Whisker(series, curves[series].Name, interval, isNamed: b == 0)).ToArray())
            .WithYAxisStyle<double, double, string>(TitleText: b == 0 ? AccuracyLabel : ""));
        return Saying(
            Chart.Grid(plots, 1, budgets.Length, SubPlotTitles: budgets.Select(Budgets.Label).ToArray(), Pattern: StyleParam.LayoutGridPattern.Coupled),
            Leaders(budgets, accuracy, [.. curves.Select(curve => curve.Name)]),
            $"Accuracy of {List(curves.Select(curve => curve.Name))} at budgets of {List(budgets.Select(Budgets.Label))} of the backbone's cost, "
            + $"means over {Runs(curves)} with 95 % intervals.");
    }

    private static IEnumerable<GenericChart> Whisker(int series, string name, Interval interval, bool isNamed)
    {
        var place = new string(' ', series + 1); // a category of its own without a label: the legend names it once for all plots
        if (double.IsFinite(interval.Low))
            yield return Chart.Line<string, double, string>(
                [place, place], [interval.Low, interval.High], Name: name, ShowLegend: false, LineColor: SeriesColour(series), LineWidth: 3,
                UseDefaults: false);
        yield return Chart.Point<string, double, string>(
            [place], [interval.Mean], Name: name, ShowLegend: isNamed, MarkerColor: SeriesColour(series),
            MarkerSymbol: Symbols[series % Symbols.Length], UseDefaults: false);
    }

    /// <summary>Who leads at the smallest and at the largest budget, and by how much.</summary>
    private static string Leaders(double[] budgets, Interval[][] accuracy, string[] names)
    {
        if (names.Length == 1) return Say($"{names[0]}: {accuracy[0][0].Mean:F1} % at {Budgets.Label(budgets[0])}, {accuracy[^1][0].Mean:F1} % at {Budgets.Label(budgets[^1])}");
        var (small, large) = (Leader(accuracy[0]), Leader(accuracy[^1]));
        if (accuracy.All(row => Leader(row).Best == small.Best))
            return Say($"{names[small.Best]} leads at every budget: by {small.Gap:F1} points at {Budgets.Label(budgets[0])}, by {large.Gap:F1} at {Budgets.Label(budgets[^1])}");
        return Say($"{names[small.Best]} leads at {Budgets.Label(budgets[0])} (by {small.Gap:F1} points), {names[large.Best]} at {Budgets.Label(budgets[^1])} (by {large.Gap:F1})");
    }

    private static (int Best, double Gap) Leader(Interval[] row)
    {
        var ranked = row.Index().OrderByDescending(entry => entry.Item.Mean).ToArray();
        return (ranked[0].Index, ranked[0].Item.Mean - ranked[1].Item.Mean);
    }
}
