using Plotly.NET.CSharp;
using Chart = Plotly.NET.CSharp.Chart;

namespace EarlyExit.Charts;

public static partial class Charts
{
    /// <summary>A table of numbers as colours, the first row at the top. Where a number is not finite its cell is empty.</summary>
    /// <param name="title">The takeaway, computed from the data.</param>
    /// <param name="x">The title of the x axis.</param>
    /// <param name="y">The title of the y axis.</param>
    /// <param name="columns">The names of the columns, no two the same.</param>
    /// <param name="rows">Names, and a value for each column.</param>
    /// <exception cref="ArgumentException">There are no rows or columns, or a row has too few or too many values.</exception>
    public static Figure HeatMap(string title, string x, string y, IReadOnlyList<string> columns, params IReadOnlyList<(string Name, double[] Values)> rows)
    {
        RequireSome(columns, "columns");
        RequireSome(rows, "rows");
        foreach (var (name, values) in rows)
            if (values.Length != columns.Count)
                throw new ArgumentException($"'{name}' has {values.Length} values, expected {columns.Count}, one for each column.", nameof(rows));
        var upwards = rows.Reverse().ToArray();
        var chart = Chart.Heatmap<double, string, string, string>(
            upwards.Select(row => row.Values), X: columns.ToArray(), Y: upwards.Select(row => row.Name).ToArray(), UseDefaults: false).WithAxes(x, y);
        var finite = rows.SelectMany(row => row.Values).Where(double.IsFinite).ToArray();
        return new Figure(chart, title, Capitalised(
            $"{y} against {x}, {rows.Count} by {columns.Count} cells"
            + (finite.Length > 0 ? Say($" from {finite.Min():G3} to {finite.Max():G3}.") : ".")
            + LeftOut(rows.Count * columns.Count - finite.Length, "cell")));
    }
}
