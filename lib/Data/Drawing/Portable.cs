using System.Numerics;

namespace EarlyExit.Data.Drawing;

/// <summary>
/// Arithmetic that rounds the same on every machine, so that a sample is the same to the last bit and trained networks are found by
/// the data that they were trained on. System.Numerics fuses the multiplications and additions of Lerp and Transform where the
/// processor can, and MathF's functions are those of the system's C library; in double precision that library's last digit does not
/// survive the rounding to float.
/// </summary>
internal static class Portable
{
    /// <summary>From <paramref name="a"/> at 0 to <paramref name="b"/> at 1.</summary>
    public static Vector3 Mix(Vector3 a, Vector3 b, float part) => a + (b - a) * part;

    /// <inheritdoc cref="Mix(Vector3, Vector3, float)"/>
    public static float Mix(float a, float b, float part) => a + (b - a) * part;

    /// <summary>e to the <paramref name="x"/>.</summary>
    public static float Exp(float x) => (float)Math.Exp(x);

    /// <summary>A turn by <paramref name="radians"/> about the origin.</summary>
    public static Matrix3x2 Rotation(float radians)
    {
        var (sin, cos) = Math.SinCos(radians);
        return new((float)cos, (float)sin, (float)-sin, (float)cos, 0, 0);
    }

    /// <summary>The point that a map takes <paramref name="point"/> to.</summary>
    public static Vector2 Transform(Vector2 point, in Matrix3x2 map) => new(
        point.X * map.M11 + point.Y * map.M21 + map.M31,
        point.X * map.M12 + point.Y * map.M22 + map.M32);
}
