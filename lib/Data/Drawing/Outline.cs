using System.Numerics;

namespace EarlyExit.Data.Drawing;

/// <summary>A closed polygon of area pi about the origin, x right, y down.</summary>
internal sealed class Outline
{
    private Outline(string name, Vector2[] corners)
    {
        var (area, centroid) = Moments(corners);
        var scale = MathF.Sqrt(MathF.PI / MathF.Abs(area));
        Name = name;
        Corners = [.. corners.Select(corner => (corner - centroid) * scale)];
    }

    /// <summary>The ten classes, in the order of their labels. All have the same area, so that size gives nothing away.</summary>
    public static IReadOnlyList<Outline> Classes { get; } =
    [
        new("circle", Arc(0, 360)),
        new("half disc", Arc(0, 180)),
        new("triangle", Regular(3)),
        new("square", Regular(4)),
        new("pentagon", Regular(5)),
        new("star", Star()),
        new("cross", Cross()),
        new("heart", Heart()),
        new("crescent", [.. Arc(-125, 125), .. Arc(100, -100, .8, -.45)]),
        new("arrow", [new(0, -1.2f), new(.85f, -.1f), new(.33f, -.1f), new(.33f, 1), new(-.33f, 1), new(-.33f, -.1f), new(-.85f, -.1f)]),
    ];

    /// <summary>What the class is called.</summary>
    public string Name { get; }

    /// <summary>In order along the outline.</summary>
    public Vector2[] Corners { get; }

    private static Vector2 Polar(double degrees, double radius = 1)
    {
        var (sin, cos) = Math.SinCos(degrees * Math.PI / 180);
        return new((float)(radius * cos), (float)(radius * sin));
    }

    private static Vector2[] Arc(double from, double to, double radius = 1, double shift = 0)
    {
        var steps = (int)Math.Ceiling(Math.Abs(to - from) / 7.5);
        return [.. Enumerable.Range(0, steps + 1).Select(i => Polar(from + (to - from) * i / steps, radius) + new Vector2((float)shift, 0))];
    }

    private static Vector2[] Regular(int corners) =>
        [.. Enumerable.Range(0, corners).Select(i => Polar(-90 + (corners == 4 ? 45 : 0) + 360.0 * i / corners))];

    private static Vector2[] Star() => [.. Enumerable.Range(0, 10).Select(i => Polar(-90 + 36 * i, i % 2 == 0 ? 1 : .45))];

    private static Vector2[] Cross()
    {
        Vector2[] arm = [new(-.36f, -1), new(.36f, -1), new(.36f, -.36f)];
        return [.. Enumerable.Range(0, 4).SelectMany(turn => arm.Select(corner => Turn(corner, turn)))];

        static Vector2 Turn(Vector2 v, int quarters) => quarters == 0 ? v : Turn(new(-v.Y, v.X), quarters - 1);
    }

    /// <summary>The sextic heart curve.</summary>
    private static Vector2[] Heart() =>
        [.. Enumerable.Range(0, 48).Select(i =>
        {
            var t = Math.Tau * i / 48;
            var y = 13 * Math.Cos(t) - 5 * Math.Cos(2 * t) - 2 * Math.Cos(3 * t) - Math.Cos(4 * t);
            return new Vector2((float)Math.Pow(Math.Sin(t), 3), (float)(-y / 16));
        })];

    private static (float Area, Vector2 Centroid) Moments(Vector2[] corners)
    {
        var area = 0f;
        var centroid = Vector2.Zero;
        for (var i = 0; i < corners.Length; i++)
        {
            var (a, b) = (corners[i], corners[(i + 1) % corners.Length]);
            var cross = a.X * b.Y - a.Y * b.X;
            area += cross / 2;
            centroid += (a + b) * (cross / 6);
        }
        return (area, centroid / area);
    }
}
