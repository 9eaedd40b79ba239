using System.Numerics;

namespace EarlyExit.Data.Drawing;

/// <summary>A class outline laid on the picture: filled, or as a line of some thickness.</summary>
/// <param name="Field">Distances in the outline's own units.</param>
/// <param name="ToOutline">From pixels to those units.</param>
/// <param name="PixelsPerUnit">Scale back, exact where the outline is not squeezed.</param>
/// <param name="Line">Half the thickness of the line in pixels, or 0 for a filled shape.</param>
internal readonly record struct Figure(DistanceField Field, Matrix3x2 ToOutline, float PixelsPerUnit, float Line) : IDrawable
{
    public float Distance(Vector2 pixel)
    {
        var distance = Field.At(Portable.Transform(pixel, ToOutline)) * PixelsPerUnit;
        return Line > 0 ? MathF.Abs(distance + Line) - Line : distance;
    }
}

/// <summary>The part of a figure on one side of a line: its outline locally, but not its shape.</summary>
internal readonly record struct Fragment(Figure Figure, Vector2 Through, Vector2 Normal) : IDrawable
{
    public float Distance(Vector2 pixel)
    {
        var side = Vector2.Dot(pixel - Through, Normal);
        return side > 1 ? side : MathF.Max(side, Figure.Distance(pixel));
    }
}

/// <summary>A straight stroke with round ends, <paramref name="Half"/> its half width in pixels.</summary>
internal readonly record struct Stroke(Vector2 From, Vector2 To, float Half) : IDrawable
{
    public float Distance(Vector2 pixel)
    {
        var (edge, toPixel) = (To - From, pixel - From);
        var along = Math.Clamp(Vector2.Dot(toPixel, edge) / edge.LengthSquared(), 0, 1);
        return (toPixel - along * edge).Length() - Half;
    }
}
