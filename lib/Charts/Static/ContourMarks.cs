using System.Text;
using System.Text.Json.Nodes;

namespace EarlyExit.Charts.Static;

/// <summary>
/// Bands between levels over a grid of values. From the lowest level up, everything above a level is painted over what was there: whole cells
/// in runs, and of the cells that a level crosses the part above it (marching squares, the mean of the corners deciding at saddles).
/// </summary>
internal sealed class ContourMarks : IMarks
{
    private readonly double[][] _z;
    private readonly double[] _x;
    private readonly double[] _y;
    private readonly double[] _levels;

    internal ContourMarks(JsonNode trace, AxisNeeds x, AxisNeeds y)
    {
        _z = Read.Rows(trace["z"]);
        _x = x.Places(trace["x"], _z.Select(row => row.Length).DefaultIfEmpty(0).Min());
        _y = y.Places(trace["y"], _z.Length);
        Colours = Colours.Of(trace, _z.SelectMany(row => row));
        var step = Ticks.Step(Colours.High - Colours.Low, (int?)trace["ncontours"] ?? 15);
        var first = Math.Ceiling(Colours.Low / step + 1e-9);
        _levels = [.. Enumerable.Range(0, 200).Select(k => (first + k) * step).TakeWhile(level => level < Colours.High)];
        x.Include(_x);
        y.Include(_y);
    }

    internal Colours Colours { get; }

    public void Draw(Svg svg, Plane plane)
    {
        svg.Rect(plane.Box, Colours.AtShare(0));
        for (var k = 0; k < _levels.Length; k++)
            svg.Path(Above(_levels[k], plane), Colours.AtShare((k + 1.0) / _levels.Length));
    }

    private string Above(double level, Plane plane)
    {
        var path = new StringBuilder();
        for (var row = 0; row + 1 < _y.Length; row++)
            for (var column = 0; column + 1 < _x.Length; column++)
            {
                var end = column;
                while (end + 1 < _x.Length && Cell(row, end).All(corner => corner.Z >= level)) end++;
                if (end > column) Append(path, plane, [(_x[column], _y[row]), (_x[end], _y[row]), (_x[end], _y[row + 1]), (_x[column], _y[row + 1])]);
                column = end;
                if (column + 1 < _x.Length)
                    foreach (var polygon in PartAbove(Cell(row, column), level)) Append(path, plane, polygon);
            }
        return path.ToString();
    }

    private (double X, double Y, double Z)[] Cell(int row, int column) =>
    [
        (_x[column], _y[row], _z[row][column]), (_x[column + 1], _y[row], _z[row][column + 1]),
        (_x[column + 1], _y[row + 1], _z[row + 1][column + 1]), (_x[column], _y[row + 1], _z[row + 1][column]),
    ];

    /// <summary>The part of a cell above a level: nothing, one polygon, or two where opposite corners stick out of a low middle.</summary>
    internal static IEnumerable<(double X, double Y)[]> PartAbove((double X, double Y, double Z)[] corners, double level)
    {
        if (corners.Any(corner => !double.IsFinite(corner.Z))) yield break;
        var isSaddle = corners[0].Z >= level == corners[2].Z >= level && corners[1].Z >= level == corners[3].Z >= level
            && corners[0].Z >= level != corners[1].Z >= level;
        if (isSaddle && corners.Average(corner => corner.Z) < level)
        {
            for (var i = corners[0].Z >= level ? 0 : 1; i < 4; i += 2)
            {
                var (before, at, after) = (corners[(i + 3) % 4], corners[i], corners[(i + 1) % 4]);
                yield return [Crossing(before, at, level), (at.X, at.Y), Crossing(at, after, level)];
            }
            yield break;
        }
        var polygon = new List<(double, double)>();
        for (var i = 0; i < 4; i++)
        {
            var (at, after) = (corners[i], corners[(i + 1) % 4]);
            if (at.Z >= level) polygon.Add((at.X, at.Y));
            if (at.Z >= level != after.Z >= level) polygon.Add(Crossing(at, after, level));
        }
        if (polygon.Count > 2) yield return [.. polygon];
    }

    private static (double X, double Y) Crossing((double X, double Y, double Z) a, (double X, double Y, double Z) b, double level)
    {
        var share = (level - a.Z) / (b.Z - a.Z);
        return (a.X + share * (b.X - a.X), a.Y + share * (b.Y - a.Y));
    }

    private static void Append(StringBuilder path, Plane plane, (double X, double Y)[] polygon) =>
        path.Append(plane.Path([.. polygon.Select(p => p.X)], [.. polygon.Select(p => p.Y)])).Append('z');
}
