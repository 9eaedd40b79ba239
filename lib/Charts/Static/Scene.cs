using System.Text.Json.Nodes;

namespace EarlyExit.Charts.Static;

/// <summary>Surfaces in a box, seen from plotly's usual place without perspective; faces from the back to the front, darker in the shade.</summary>
internal sealed class Scene
{
    private static readonly Vector Eye = new Vector(1.25, 1.25, .9).Normal();
    private static readonly Vector Right = new Vector(-Eye.Y, Eye.X, 0).Normal();
    private static readonly Vector Up = Eye.Cross(Right);
    private static readonly Vector Light = new Vector(.2, .9, 1.6).Normal();
    private readonly IReadOnlyList<Surface> _surfaces;
    private readonly Axis _x;
    private readonly Axis _y;
    private readonly Axis _z;

    /// <param name="traces">The surfaces.</param>
    /// <param name="layout">The scene's layout, with its axes.</param>
    internal Scene(IReadOnlyList<JsonNode> traces, JsonNode? layout)
    {
        var (x, y, z) = (new AxisNeeds(), new AxisNeeds(), new AxisNeeds());
        _surfaces = [.. traces.Select(trace => new Surface(trace, x, y, z))];
        (_x, _y, _z) = (x.ToAxis(layout?["xaxis"]), y.ToAxis(layout?["yaxis"]), z.ToAxis(layout?["zaxis"]));
        Colours = traces.Any(trace => (bool?)trace["showscale"] != false) ? _surfaces[0].Colours : null;
    }

    internal Colours? Colours { get; }

    internal void Draw(Svg svg, Box outside)
    {
        var room = Colours is { } scale ? ColourBar.Room(scale) + 12 : 0;
        var box = new Box(outside.Left + 60, outside.Top + 8, outside.Width - 120 - room, outside.Height - 56);
        var view = View.Into(box);
        foreach (var (mark, _) in _x.Marks(5)) Rails(svg, view, share => new(mark, share, 0), share => new(mark, 0, share));
        foreach (var (mark, _) in _y.Marks(5)) Rails(svg, view, share => new(share, mark, 0), share => new(0, mark, share));
        foreach (var (mark, _) in _z.Marks(4)) Rails(svg, view, share => new(share, 0, mark), share => new(0, share, mark));
        foreach (var (corners, colour) in _surfaces.SelectMany(Faces).OrderBy(face => face.Corners.Average(corner => corner.Dot(Eye))))
            svg.Path("M" + string.Join('L', corners.Select(view.Pixel)) + "z", colour, new Pen(colour, .6), " stroke-linejoin=\"round\"");
        Label(svg, view, _x, share => new(share, 1, 0), (0, 17), "middle", 5);
        Label(svg, view, _y, share => new(1, share, 0), (0, 17), "middle", 5);
        Label(svg, view, _z, share => new(1, 0, share), (-8, 4), "end", 4);
        if (Colours is { } colours) ColourBar.Draw(svg, colours, outside.Right - room, outside.Top + 20, outside.Height - 60);
    }

    private static void Rails(Svg svg, View view, params ReadOnlySpan<Func<double, Vector>> rails)
    {
        foreach (var rail in rails)
        {
            var ((x1, y1), (x2, y2)) = (view.Place(rail(0)), view.Place(rail(1)));
            svg.Line(x1, y1, x2, y2, new Pen(Style.Grid, 1));
        }
    }

    private static void Label(Svg svg, View view, Axis axis, Func<double, Vector> edge, (double X, double Y) shift, string anchor, int most)
    {
        var ((x1, y1), (x2, y2)) = (view.Place(edge(0)), view.Place(edge(1)));
        svg.Line(x1, y1, x2, y2, new Pen(Style.Axis, 1));
        foreach (var (share, text) in axis.Marks(most))
        {
            var (x, y) = view.Place(edge(share));
            svg.Text(x + shift.X, y + shift.Y, text, Style.TextSize, Style.Muted, anchor);
        }
        var (middleX, middleY) = view.Place(edge(.5));
        var isUpright = anchor == "end";
        svg.Text(
            isUpright ? middleX - 46 : middleX + (x2 > x1 ? -30 : 30), isUpright ? middleY : middleY + 40,
            axis.Title, Style.LabelSize, Style.Ink, isUpright ? "middle" : x2 > x1 ? "end" : "start", turn: isUpright ? -90 : 0);
    }

    private IEnumerable<(Vector[] Corners, string Colour)> Faces(Surface surface)
    {
        for (var row = 0; row + 1 < surface.Z.Length; row++)
            for (var column = 0; column + 1 < surface.X.Length; column++)
            {
                Vector[] corners = [At(row, column), At(row, column + 1), At(row + 1, column + 1), At(row + 1, column)];
                if (corners.Any(corner => !double.IsFinite(corner.Z))) continue;
                var normal = (corners[2] - corners[0]).Cross(corners[3] - corners[1]).Normal();
                var height = (surface.Z[row][column] + surface.Z[row + 1][column + 1] + surface.Z[row][column + 1] + surface.Z[row + 1][column]) / 4;
                yield return (corners, Colours.Shade(surface.Colours.At(height), .62 + .38 * Math.Abs(normal.Dot(Light))));
            }

        Vector At(int row, int column) => new(_x.Share(surface.X[column]), _y.Share(surface.Y[row]), _z.Share(surface.Z[row][column]));
    }

    private sealed class Surface
    {
        internal Surface(JsonNode trace, AxisNeeds x, AxisNeeds y, AxisNeeds z)
        {
            Z = Read.Rows(trace["z"]);
            X = x.Places(trace["x"], Z.Select(row => row.Length).DefaultIfEmpty(0).Min());
            Y = y.Places(trace["y"], Z.Length);
            Colours = Colours.Of(trace, Z.SelectMany(row => row));
            x.Include(X);
            y.Include(Y);
            z.Include(Z.SelectMany(row => row));
        }

        internal double[][] Z { get; }

        internal double[] X { get; }

        internal double[] Y { get; }

        internal Colours Colours { get; }
    }

    /// <summary>A point of the box, each coordinate from 0 to 1.</summary>
    private readonly record struct Vector(double X, double Y, double Z)
    {
        public static Vector operator -(Vector a, Vector b) => new(a.X - b.X, a.Y - b.Y, a.Z - b.Z);

        internal double Dot(Vector other) => X * other.X + Y * other.Y + Z * other.Z;

        internal Vector Cross(Vector o) => new(Y * o.Z - Z * o.Y, Z * o.X - X * o.Z, X * o.Y - Y * o.X);

        internal Vector Normal()
        {
            var length = Math.Sqrt(Dot(this));
            return length > 0 ? new(X / length, Y / length, Z / length) : this;
        }
    }

    /// <summary>Where a point of the box falls in the picture.</summary>
    private readonly record struct View(double Scale, double Left, double Top)
    {
        /// <summary>The view that fits the whole box into a rectangle.</summary>
        internal static View Into(Box box)
        {
            var corners = Enumerable.Range(0, 8).Select(i => Flat(new(i & 1, i >> 1 & 1, i >> 2))).ToArray();
            var (left, right) = (corners.Min(c => c.X), corners.Max(c => c.X));
            var (top, bottom) = (corners.Min(c => c.Y), corners.Max(c => c.Y));
            var scale = Math.Min(box.Width / (right - left), box.Height / (bottom - top));
            return new(scale, box.Left + (box.Width - scale * (right - left)) / 2 - scale * left, box.Top + (box.Height - scale * (bottom - top)) / 2 - scale * top);
        }

        internal (double X, double Y) Place(Vector point)
        {
            var (x, y) = Flat(point);
            return (Left + Scale * x, Top + Scale * y);
        }

        internal string Pixel(Vector point)
        {
            var (x, y) = Place(point);
            return $"{Svg.Number(x)} {Svg.Number(y)}";
        }

        private static (double X, double Y) Flat(Vector point) => (point.Dot(Right), -point.Dot(Up));
    }
}
