using System.Numerics;

namespace EarlyExit.Data.Drawing;

/// <summary>
/// Signed distance to an outline, negative inside, computed once on a grid and read by bilinear interpolation: drawing an
/// anti-aliased shape then costs the same for a triangle as for a heart.
/// </summary>
internal sealed class DistanceField
{
    private const int Size = 160;
    private const float Reach = 2.2f;
    private const float CellsPerUnit = (Size - 1) / (2 * Reach);
    private readonly float[] _values = new float[Size * Size];

    public DistanceField(Outline outline)
    {
        for (var row = 0; row < Size; row++)
            for (var column = 0; column < Size; column++)
                _values[row * Size + column] = Exact(outline.Corners, new Vector2(column, row) / CellsPerUnit - new Vector2(Reach));
    }

    /// <summary>One field per class, in the order of the labels.</summary>
    public static IReadOnlyList<DistanceField> Classes { get; } = [.. Outline.Classes.Select(outline => new DistanceField(outline))];

    /// <summary>Distance at a point, in the outline's units; beyond the grid the distance at its border.</summary>
    public float At(Vector2 point)
    {
        var cell = Vector2.Clamp((point + new Vector2(Reach)) * CellsPerUnit, Vector2.Zero, new Vector2(Size - 1.001f));
        var (column, row) = ((int)cell.X, (int)cell.Y);
        var (x, y) = (cell.X - column, cell.Y - row);
        var at = row * Size + column;
        var above = _values[at] + x * (_values[at + 1] - _values[at]);
        var below = _values[at + Size] + x * (_values[at + Size + 1] - _values[at + Size]);
        return above + y * (below - above);
    }

    /// <summary>Distance to the nearest edge, its sign from the number of edges that a ray to the right crosses.</summary>
    internal static float Exact(Vector2[] corners, Vector2 point)
    {
        var nearest = float.PositiveInfinity;
        var inside = false;
        for (var i = 0; i < corners.Length; i++)
        {
            var (a, b) = (corners[i], corners[(i + 1) % corners.Length]);
            var (edge, toPoint) = (b - a, point - a);
            var along = edge == Vector2.Zero ? 0 : Math.Clamp(Vector2.Dot(toPoint, edge) / edge.LengthSquared(), 0, 1);
            nearest = MathF.Min(nearest, (toPoint - along * edge).LengthSquared());
            if (a.Y > point.Y != b.Y > point.Y && toPoint.X < edge.X * toPoint.Y / edge.Y) inside = !inside;
        }
        return inside ? -MathF.Sqrt(nearest) : MathF.Sqrt(nearest);
    }
}
