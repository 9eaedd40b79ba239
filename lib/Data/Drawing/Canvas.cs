using System.Numerics;

namespace EarlyExit.Data.Drawing;

/// <summary>Something with an edge: its signed distance in pixels, negative inside.</summary>
internal interface IDrawable
{
    float Distance(Vector2 pixel);
}

/// <summary>A square picture in red, green and blue from 0 to 1, painted layer over layer; pixel (0, 0) is the centre of the top left one.</summary>
internal sealed class Canvas(int side)
{
    private Vector3[] _pixels = new Vector3[side * side];
    private Vector3[] _spare = new Vector3[side * side];

    public int Side => side;

    public Span<Vector3> Pixels => _pixels;

    /// <summary>Paints over what is there; an edge is one pixel wide, so that it looks smooth.</summary>
    public void Paint<T>(in T drawable, Vector3 colour) where T : struct, IDrawable
    {
        var i = 0;
        for (var y = 0; y < side; y++)
            for (var x = 0; x < side; x++, i++)
            {
                var coverage = .5f - drawable.Distance(new(x, y));
                if (coverage > 0) _pixels[i] = Portable.Mix(_pixels[i], colour, MathF.Min(coverage, 1));
            }
    }

    /// <summary>Mixes each pixel with its two neighbours across and down, each with <paramref name="weight"/> in [0, 1/3]: a blur of deviation sqrt(2 weight) pixels.</summary>
    public void Blur(float weight)
    {
        Blur(weight, 1, side);
        Blur(weight, side, 1);
    }

    private void Blur(float weight, int step, int lineStep)
    {
        for (var line = 0; line < side; line++)
            for (var i = 0; i < side; i++)
            {
                var at = line * lineStep + i * step;
                var before = _pixels[i == 0 ? at : at - step];
                var after = _pixels[i == side - 1 ? at : at + step];
                _spare[at] = _pixels[at] * (1 - 2 * weight) + (before + after) * weight;
            }
        (_pixels, _spare) = (_spare, _pixels);
    }

    /// <summary>Writes the picture as bytes [3, side, side], cut off at 0 and 255.</summary>
    public void CopyTo(Span<byte> planes)
    {
        var red = planes[..(side * side)];
        var green = planes.Slice(side * side, side * side);
        var blue = planes[(2 * side * side)..];
        for (var i = 0; i < _pixels.Length; i++)
        {
            var value = Vector3.Clamp(_pixels[i], Vector3.Zero, Vector3.One) * 255 + new Vector3(.5f);
            red[i] = (byte)value.X;
            green[i] = (byte)value.Y;
            blue[i] = (byte)value.Z;
        }
    }
}
