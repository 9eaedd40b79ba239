using System.Text;

namespace EarlyExit.Charts.Static;

/// <summary>A pair of axes and where they lie: turns values into pixels.</summary>
internal sealed record Plane(Axis XAxis, Axis YAxis, Box Box)
{
    internal double X(double value) => Box.Left + XAxis.Share(value) * Box.Width;

    internal double Y(double value) => Box.Bottom - YAxis.Share(value) * Box.Height;

    /// <summary>The path through points; it breaks at gaps and skips what falls on the pixel before.</summary>
    internal string Path(double[] xs, double[] ys)
    {
        var path = new StringBuilder();
        var (lastX, lastY) = ("", "");
        for (var i = 0; i < Math.Min(xs.Length, ys.Length); i++)
        {
            var (px, py) = (X(xs[i]), Y(ys[i]));
            if (!double.IsFinite(px) || !double.IsFinite(py))
            {
                lastX = "";
                continue;
            }
            var (x, y) = (Svg.Number(Within(px)), Svg.Number(Within(py)));
            if (x == lastX && y == lastY) continue;
            path.Append(lastX.Length == 0 ? 'M' : 'L').Append(x).Append(' ').Append(y);
            (lastX, lastY) = (x, y);
        }
        return path.ToString();
    }

    // Far outside, where everything is cut off, numbers may grow beyond what viewers can take.
    private static double Within(double pixel) => Math.Clamp(pixel, -2000, 5000);
}

/// <summary>What one trace, or several together, draw on a pair of axes.</summary>
internal interface IMarks
{
    void Draw(Svg svg, Plane plane);
}

internal static class Drawing
{
    internal const int MarkerSize = 7;

    /// <summary>A point's shape around a centre, by plotly's number or name.</summary>
    internal static string Symbol(string? symbol, double x, double y, double size)
    {
        var (r, d) = (size / 2, size * .62);
        return symbol switch
        {
            "1" or "square" => Polygon((-r, -r), (r, -r), (r, r), (-r, r)),
            "2" or "diamond" => Polygon((0, -d), (d, 0), (0, d), (-d, 0)),
            "3" or "cross" => Polygon((-r, -r / 3), (-r / 3, -r / 3), (-r / 3, -r), (r / 3, -r), (r / 3, -r / 3), (r, -r / 3), (r, r / 3), (r / 3, r / 3), (r / 3, r), (-r / 3, r), (-r / 3, r / 3), (-r, r / 3)),
            "4" or "x" => Polygon((-r, -r * .6), (-r * .6, -r), (0, -r * .4), (r * .6, -r), (r, -r * .6), (r * .4, 0), (r, r * .6), (r * .6, r), (0, r * .4), (-r * .6, r), (-r, r * .6), (-r * .4, 0)),
            "5" or "triangle-up" => Polygon((0, -d), (d, r), (-d, r)),
            "6" or "triangle-down" => Polygon((0, d), (d, -r), (-d, -r)),
            _ => $"M{Svg.Number(x - r)} {Svg.Number(y)}a{Svg.Number(r)} {Svg.Number(r)} 0 1 0 {Svg.Number(2 * r)} 0a{Svg.Number(r)} {Svg.Number(r)} 0 1 0 {Svg.Number(-2 * r)} 0z",
        };

        string Polygon(params (double X, double Y)[] corners) =>
            "M" + string.Join('L', corners.Select(corner => $"{Svg.Number(x + corner.X)} {Svg.Number(y + corner.Y)}")) + "z";
    }
}
