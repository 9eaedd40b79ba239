using EarlyExit.Exits;
using Plotly.NET.CSharp;
using Chart = Plotly.NET.CSharp.Chart;
using Color = Plotly.NET.Color;
using GenericChart = Plotly.NET.GenericChart;

namespace EarlyExit.Charts;

public static partial class Charts
{
    private const int MostColumnsWithNumbers = 8;

    /// <summary>Who leaves where: the share of samples that leave at each exit, stacked, for one or more decisions.</summary>
    /// <param name="columns">Names, such as <c>threshold 0.9</c>, and decisions.</param>
    public static Figure ExitShares(params IReadOnlyList<(string Name, Decisions Decisions)> columns)
    {
        RequireSome(columns, "columns");
        var shares = columns.Select(column => column.Decisions.Shares()).ToArray();
        string[] names = [.. columns.Select(column => column.Name)];
        return Saying(
            Stacked(names, shares).WithYAxisStyle<double, double, string>(TitleText: "samples (%)", MinMax: Tuple.Create(0.0, 100.0)),
            Leaving(columns, shares),
            $"Share of samples leaving at each of {shares[0].Length} exits for {List(names)}.");
    }

    /// <summary>Who leaves where, by how hard the samples are: shares of exits in fifths of the samples from the easiest to the hardest.</summary>
    /// <param name="difficulty">Of each sample, <c>[N]</c>; higher is harder.</param>
    /// <param name="decisions">Where each sample leaves.</param>
    /// <exception cref="ArgumentException">The numbers of samples differ, or there are fewer than five.</exception>
    public static Figure DifficultyAndExit(IReadOnlyList<float> difficulty, Decisions decisions)
    {
        if (difficulty.Count != decisions.Exits.Length)
            throw new ArgumentException($"There are difficulties of {difficulty.Count} samples, expected {decisions.Exits.Length} as in the decisions.", nameof(difficulty));
        if (difficulty.Count < 5) throw new ArgumentException($"There are {difficulty.Count} samples, expected at least 5.", nameof(difficulty));
        string[] names = ["easiest fifth", "second", "third", "fourth", "hardest fifth"];
        var exits = decisions.Exits.ToArray();
        var order = Enumerable.Range(0, difficulty.Count).OrderBy(sample => difficulty[sample]).ToArray();
        var shares = names.Select((_, fifth) => Shares(
            [.. order[(int)((long)order.Length * fifth / 5)..(int)((long)order.Length * (fifth + 1) / 5)].Select(sample => exits[sample])],
            decisions.Shares().Length)).ToArray();
        return Saying(
            Stacked(names, shares).WithYAxisStyle<double, double, string>(TitleText: "samples (%)", MinMax: Tuple.Create(0.0, 100.0)),
            Say($"{1 - shares[0][^1]:P0} of the easiest fifth leave before the last exit, of the hardest {1 - shares[^1][^1]:P0}"),
            $"Share of samples leaving at each of {shares[0].Length} exits, in fifths from the easiest samples to the hardest.");
    }

    private static double[] Shares(int[] exits, int count) =>
        [.. Enumerable.Range(0, count).Select(exit => (double)exits.Count(e => e == exit) / exits.Length)];

    /// <param name="names">Of the columns.</param>
    /// <param name="shares">Of each column the shares of its exits, in [0, 1].</param>
    private static GenericChart Stacked(string[] names, double[][] shares)
    {
        var colours = Style.Steps(shares[0].Length);
        return Chart.Combine(colours.Select((colour, exit) =>
        {
            var heights = Percent(shares.Select(column => column[exit]));
            var texts = heights.Select(height => names.Length <= MostColumnsWithNumbers && height >= .5 ? Say($"{height:F0} %") : "").ToArray();
            return Chart.StackedColumn<double, string, string>(
                heights, Keys: names, Name: $"exit {exit + 1}", MarkerColor: Color.fromString(colour), MultiText: texts,
                TextPosition: Plotly.NET.StyleParam.TextPosition.Inside, UseDefaults: false);
        }).ToArray());
    }

    private static string Leaving(IReadOnlyList<(string Name, Decisions Decisions)> columns, double[][] shares)
    {
        var ((first, one), (last, other)) = (columns[0], columns[^1]);
        return columns.Count == 1
            ? Say($"{1 - shares[0][^1]:P0} of the samples leave before the last exit; on average they cost {one.Cost:P0} of the backbone")
            : Say($"From {first} to {last}, {1 - shares[0][^1]:P0} to {1 - shares[^1][^1]:P0} of the samples leave before the last exit, for {one.Cost:P0} to {other.Cost:P0} of the backbone's cost");
    }
}
