using System.Text;
using System.Text.Json.Nodes;

namespace EarlyExit.Charts.Static;

/// <summary>Coloured cells around their centres. Cells of one of 64 colours are one path.</summary>
internal sealed class HeatmapMarks : IMarks
{
    private const int Shades = 64;
    private readonly double[][] _z;
    private readonly double[] _xEdges;
    private readonly double[] _yEdges;

    internal HeatmapMarks(JsonNode trace, AxisNeeds x, AxisNeeds y)
    {
        _z = Read.Rows(trace["z"]);
        var columns = _z.Select(row => row.Length).DefaultIfEmpty(0).Max();
        _xEdges = Edges(x.Places(trace["x"], columns));
        _yEdges = Edges(y.Places(trace["y"], _z.Length));
        Colours = Colours.Of(trace, _z.SelectMany(row => row));
        x.Include(_xEdges);
        y.Include(_yEdges);
    }

    internal Colours Colours { get; }

    public void Draw(Svg svg, Plane plane)
    {
        var paths = new SortedDictionary<int, StringBuilder>();
        for (var row = 0; row < Math.Min(_z.Length, _yEdges.Length - 1); row++)
            for (var column = 0; column < Math.Min(_z[row].Length, _xEdges.Length - 1);)
            {
                var shade = Shade(_z[row][column]);
                var end = column + 1;
                while (end < Math.Min(_z[row].Length, _xEdges.Length - 1) && Shade(_z[row][end]) == shade) end++;
                if (shade is { } known)
                {
                    if (!paths.TryGetValue(known, out var path)) paths.Add(known, path = new StringBuilder());
                    var (left, right) = (Svg.Number(plane.X(_xEdges[column])), Svg.Number(plane.X(_xEdges[end])));
                    path.Append($"M{left} {Svg.Number(plane.Y(_yEdges[row]))}H{right}V{Svg.Number(plane.Y(_yEdges[row + 1]))}H{left}z");
                }
                column = end;
            }
        foreach (var (shade, path) in paths) svg.Path(path.ToString(), Colours.AtShare((double)shade / (Shades - 1)), attributes: " shape-rendering=\"crispEdges\"");
    }

    /// <summary>Half-way between centres, and as far beyond the outer ones.</summary>
    private static double[] Edges(double[] centres) => centres.Length switch
    {
        0 => [],
        1 => [centres[0] - .5, centres[0] + .5],
        _ =>
        [
            1.5 * centres[0] - .5 * centres[1],
            .. centres.Zip(centres.Skip(1), (a, b) => (a + b) / 2),
            1.5 * centres[^1] - .5 * centres[^2],
        ],
    };

    private int? Shade(double value) =>
        double.IsFinite(value) ? (int)Math.Round((value - Colours.Low) / (Colours.High - Colours.Low) * (Shades - 1)) : null;
}
