using Plotly.NET.CSharp;
using Chart = Plotly.NET.CSharp.Chart;

namespace EarlyExit.Charts;

public static partial class Charts
{
    /// <summary>Points in groups that differ in colour and symbol, each with a text to be read on hovering.</summary>
    /// <param name="title">The takeaway, computed from the data.</param>
    /// <param name="x">The title of the x axis.</param>
    /// <param name="y">The title of the y axis.</param>
    /// <param name="groups">At most seven: names and points. Points that are not finite are left out.</param>
    /// <exception cref="ArgumentException">There is no group, or more than seven.</exception>
    public static Figure Scatter(
        string title, string x, string y, params IReadOnlyList<(string Name, IReadOnlyList<(double X, double Y, string Text)> Points)> groups)
    {
        RequireSome(groups, "groups");
        if (groups.Count > Style.Palette.Count)
            throw new ArgumentException($"There are {groups.Count} groups, expected at most {Style.Palette.Count}: there are no more colours.", nameof(groups));
        var shown = groups.Select(group => group.Points.Where(point => double.IsFinite(point.X) && double.IsFinite(point.Y)).ToArray()).ToArray();
        var chart = Chart.Combine(groups.Select((group, series) => Chart.Point<double, double, string>(
            shown[series].Select(point => point.X).ToArray(), shown[series].Select(point => point.Y).ToArray(), Name: group.Name, Opacity: .85,
            MultiText: shown[series].Select(point => point.Text).ToArray(), MarkerColor: SeriesColour(series), MarkerSymbol: Symbols[series],
            UseDefaults: false)).ToArray());
        return new Figure(
            chart.WithAxes(x, y)
                .WithRoomInX(shown.SelectMany(points => points.Select(point => point.X)))
                .WithRoomInY(shown.SelectMany(points => points.Select(point => point.Y))),
            title,
            Capitalised($"{y} against {x}: {List(groups.Select((group, i) => $"{shown[i].Length} {(shown[i].Length == 1 ? "point" : "points")} of {group.Name}"))}.")
            + LeftOut(groups.Sum(group => group.Points.Count) - shown.Sum(points => points.Length), "point"));
    }
}
