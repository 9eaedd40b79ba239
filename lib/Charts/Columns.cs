using EarlyExit.Charts.Static;
using Plotly.NET.CSharp;
using Chart = Plotly.NET.CSharp.Chart;
using Color = Plotly.NET.Color;

namespace EarlyExit.Charts;

public static partial class Charts
{
    private const int FewestPlaces = 3;
    private const double RoomOfCategories = 620;

    /// <summary>Columns beside each other in groups, such as one group for each exit.</summary>
    /// <param name="title">The takeaway, computed from the data.</param>
    /// <param name="y">The title of the y axis.</param>
    /// <param name="categories">The names of the groups, no two the same.</param>
    /// <param name="series">Names, and a value for each category; where it is not finite there is no column.</param>
    /// <exception cref="ArgumentException">There are no categories or no series, a category occurs twice, or a series has too few or too many values.</exception>
    public static Figure Columns(
        string title, string y, IReadOnlyList<string> categories, params IReadOnlyList<(string Name, double[] Values)> series)
    {
        RequireSome(categories, "categories");
        RequireSome(series, "series");
        if (categories.CountBy(name => name).FirstOrDefault(name => name.Value > 1) is { Key: { } twice })
            throw new ArgumentException($"Category '{twice}' occurs twice, expected different names.", nameof(categories));
        foreach (var (name, values) in series)
            if (values.Length != categories.Count)
                throw new ArgumentException($"'{name}' has {values.Length} values, expected {categories.Count}, one for each category.", nameof(series));
        var labels = Labels(categories);
        var chart = Chart.Combine(series.Select((one, i) => Chart.Column<double, string, string>(
            one.Values, Keys: labels, Name: one.Name, MarkerColor: SeriesColour(i), UseDefaults: false)).ToArray());
        var beside = Math.Max(0, FewestPlaces - categories.Count) / 2.0; // so that a column alone does not fill the plot
        return new Figure(
            chart.WithXAxisStyle<double, double, string>(MinMax: Tuple.Create(-.5 - beside, categories.Count - .5 + beside))
                .WithYAxisStyle<double, double, string>(TitleText: y, ZeroLine: true, ZeroLineColor: Color.fromString(Style.Axis)),
            title,
            Capitalised($"{y} of {List(series.Select(one => one.Name))} for {List(categories)}.")
            + LeftOut(series.Sum(one => one.Values.Count(value => !double.IsFinite(value))), "column"));
    }

    /// <summary>The names in lines that fit side by side, at most three each unless that makes two the same.</summary>
    private static string[] Labels(IReadOnlyList<string> categories)
    {
        var width = RoomOfCategories / Math.Max(FewestPlaces, categories.Count) - 6;
        if (width < 34) return [.. categories]; // not all of them are shown
        string[] labels = [.. categories.Select(name => string.Join('\n', TextWidth.Wrap(name, Style.TextSize, false, width, most: 3)))];
        return labels.Distinct().Count() == labels.Length ? labels : [.. categories];
    }
}
