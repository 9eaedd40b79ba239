using EarlyExit.Charts.Static;
using EarlyExit.Metrics;
using Plotly.NET.CSharp;
using Chart = Plotly.NET.CSharp.Chart;
using Color = Plotly.NET.Color;
using GenericChart = Plotly.NET.GenericChart;

namespace EarlyExit.Charts;

public static partial class Charts
{
    private const double WidestName = 270;
    private const int LowestForest = 220;

    /// <summary>
    /// A forest plot: a row for each name, from top to bottom, with a dot at the mean and a whisker from end to end of the interval, and a line
    /// at 0 where 0 is in sight. An interval with infinite ends is a dot alone.
    /// </summary>
    /// <param name="title">The takeaway, computed from the data.</param>
    /// <param name="x">The title of the x axis.</param>
    /// <param name="rows">Names and intervals.</param>
    /// <exception cref="ArgumentException">There are no rows.</exception>
    public static Figure Intervals(string title, string x, params IReadOnlyList<(string Name, Interval Interval)> rows) =>
        Intervals(title, x, [.. rows.Select(row => (row.Name, (IReadOnlyList<(string, Interval)>)[("", row.Interval)]))]);

    /// <summary>A forest plot with several series in each row, told apart by colour and symbol.</summary>
    /// <param name="title">The takeaway, computed from the data.</param>
    /// <param name="x">The title of the x axis.</param>
    /// <param name="rows">Names, and the series of each row with their intervals; a row may lack some.</param>
    /// <exception cref="ArgumentException">There are no rows, or one without intervals.</exception>
    public static Figure Intervals(
        string title, string x, params IReadOnlyList<(string Name, IReadOnlyList<(string Series, Interval Interval)> Intervals)> rows)
    {
        RequireSome(rows, "rows");
        foreach (var (name, intervals) in rows) RequireSome(intervals, $"intervals of '{name}'");
        string[] series = [.. rows.SelectMany(row => row.Intervals).Select(interval => interval.Series).Distinct()];
        var apart = Math.Min(.24, .75 / series.Length);
        Mark[] marks =
        [
            .. rows.SelectMany((row, r) => row.Intervals.Select(entry => Array.IndexOf(series, entry.Series) is var s
                ? new Mark(s, r + apart * (s - (series.Length - 1) / 2.0), $"{row.Name}{(entry.Series == "" ? "" : ", ")}{entry.Series}", entry.Interval)
                : default)),
        ];
        var shown = marks.Where(mark => double.IsFinite(mark.Interval.Mean)).ToArray();
        var titleLines = TextWidth.Wrap(title, Style.TitleSize, bold: true, Style.Width - 40).Count;
        var chart = Chart.Combine(series.SelectMany((name, s) => Forest(s, name, [.. shown.Where(mark => mark.Series == s)], series.Length > 1)).ToArray())
            .WithSize(Style.Width, Math.Max(LowestForest, 80 + 22 * titleLines + (series.Length > 1 ? 26 : 0) + rows.Count * Math.Max(30, 18 * series.Length + 12)))
            .WithXAxisStyle<double, double, string>(TitleText: x, MinMax: Around(shown), ZeroLine: true, ZeroLineColor: Color.fromString(Style.Muted))
            .WithYAxisStyle<double, double, string>(MinMax: Tuple.Create(rows.Count - .5, -.5), ShowGrid: false);
        return new Figure(chart, title, ForestInWords(x, rows, marks.Length - shown.Length))
            .WithTicks("yaxis", [.. rows.Select((row, r) => ((double)r, TextWidth.Shorten(row.Name, Style.TextSize, false, WidestName)))]);
    }

    /// <param name="Series">Its number.</param>
    /// <param name="Place">Where it lies on the y axis.</param>
    /// <param name="Text">Row and series.</param>
    /// <param name="Interval">What is shown.</param>
    private readonly record struct Mark(int Series, double Place, string Text, Interval Interval);

    private static IEnumerable<GenericChart> Forest(int series, string name, Mark[] marks, bool isNamed)
    {
        var bounded = marks.Where(mark => double.IsFinite(mark.Interval.Low) && double.IsFinite(mark.Interval.High)).ToArray();
        if (bounded.Length > 0) // one line for all whiskers, broken between them
            yield return Chart.Line<double, double, string>(
                [.. bounded.SelectMany(mark => (double[])[mark.Interval.Low, mark.Interval.High, double.NaN])],
                [.. bounded.SelectMany(mark => (double[])[mark.Place, mark.Place, double.NaN])],
                ShowLegend: false, LineColor: SeriesColour(series), LineWidth: 2.5, UseDefaults: false);
        yield return Chart.Point<double, double, string>(
            marks.Select(mark => mark.Interval.Mean).ToArray(), marks.Select(mark => mark.Place).ToArray(), Name: name, ShowLegend: isNamed,
            MultiText: marks.Select(mark => $"{mark.Text}: {mark.Interval}").ToArray(), MarkerColor: SeriesColour(series),
            MarkerSymbol: Symbols[series % Symbols.Length], UseDefaults: false);
    }

    /// <summary>The range of all means and ends with some room.</summary>
    private static Tuple<double, double> Around(Mark[] marks)
    {
        double[] ends = [.. marks.SelectMany(mark => (double[])[mark.Interval.Low, mark.Interval.Mean, mark.Interval.High]).Where(double.IsFinite)];
        if (RoomAround(ends) is { } around) return around;
        var room = .05 * (ends.Max() - ends.Min());
        return Tuple.Create(ends.Min() - room, ends.Max() + room);
    }

    private static string ForestInWords(
        string x, IReadOnlyList<(string Name, IReadOnlyList<(string Series, Interval Interval)> Intervals)> rows, int missing) => Capitalised(
        $"{x}, means with intervals: "
        + string.Join("; ", rows.Select(row => $"{row.Name}: {string.Join(", ", row.Intervals.Select(entry => $"{entry.Series}{(entry.Series == "" ? "" : " ")}{entry.Interval}"))}"))
        + "." + LeftOut(missing, "interval"));
}
