using System.Numerics;

namespace EarlyExit.Data.Drawing;

/// <summary>
/// Draws one sample: background, clutter, the shape, what covers it, then blur and noise. Every nuisance grows with the difficulty.
/// The amounts are tuned for a ResNet-14 with an exit after each block: a poor first exit, a good last one, a gain from block to block.
/// </summary>
internal static class Scene
{
    private const float Middle = 15.5f;

    /// <summary>Paints class <paramref name="label"/> at <paramref name="difficulty"/> in [0, 1] on the canvas.</summary>
    public static void Draw(Canvas canvas, int label, float difficulty, ref Philox random)
    {
        var background = new Vector3(random.Between(.05f, .5f), random.Between(.05f, .5f), random.Between(.05f, .5f));
        PaintBackground(canvas, background, amplitude: .03f + .15f * difficulty, ref random);

        var contrast = Portable.Mix(.95f, .55f, difficulty);
        for (var clutter = 3.5f * difficulty + random.Unit(); clutter > 1; clutter--)
            PaintClutter(canvas, label, Portable.Mix(background, Bright(random.Unit(), ref random), contrast * random.Between(.6f, 1)), ref random);

        var radius = 9.5f - 3 * difficulty * random.Unit();
        var room = (Middle - 1.15f * radius) * (.15f + .85f * difficulty);
        var centre = new Vector2(Middle) + new Vector2(room * random.Signed(), room * random.Signed());
        var angle = MathF.PI * (.05f + .3f * difficulty) * random.Signed();
        var shape = Place(label, centre, radius, angle, squeeze: Portable.Exp(.3f * difficulty * random.Signed()), outlined: .2f + .3f * difficulty, ref random);
        var hue = label / (float)Outline.Classes.Count + (.07f + .43f * difficulty) * random.Signed();
        canvas.Paint(shape, Portable.Mix(background, Bright(hue, ref random), contrast));

        for (var strokes = 2 * difficulty * random.Unit(); strokes > .5f; strokes--)
            PaintStroke(canvas, centre, radius, Portable.Mix(background, Bright(random.Unit(), ref random), .25f), ref random);

        canvas.Blur(.25f * difficulty * random.Unit());
        var noise = .01f + .05f * difficulty * random.Unit();
        foreach (ref var pixel in canvas.Pixels)
            pixel += noise * new Vector3(random.Noise(), random.Noise(), random.Noise());
    }

    /// <summary>A light colour of the given hue, which counts in turns: 0 red, 1/3 green, 2/3 blue.</summary>
    private static Vector3 Bright(float hue, ref Philox random)
    {
        var saturation = random.Between(.5f, .95f);
        return new(Channel(hue), Channel(hue - 1 / 3f), Channel(hue - 2 / 3f));

        float Channel(float turns) => 1 - saturation * Math.Clamp(6 * MathF.Abs(turns - MathF.Round(turns)) - 1, 0, 1);
    }

    /// <summary>A smooth patchwork: random colours on a coarse grid, interpolated.</summary>
    private static void PaintBackground(Canvas canvas, Vector3 colour, float amplitude, ref Philox random)
    {
        const int cells = 4;
        Span<Vector3> grid = stackalloc Vector3[(cells + 1) * (cells + 1)];
        foreach (ref var node in grid)
            node = colour + amplitude * new Vector3(random.Signed(), random.Signed(), random.Signed());
        for (var y = 0; y < canvas.Side; y++)
            for (var x = 0; x < canvas.Side; x++)
            {
                var (u, v) = (x * cells / (float)canvas.Side, y * cells / (float)canvas.Side);
                var (column, row) = ((int)u, (int)v);
                var at = row * (cells + 1) + column;
                var above = Portable.Mix(grid[at], grid[at + 1], u - column);
                var below = Portable.Mix(grid[at + cells + 1], grid[at + cells + 2], u - column);
                canvas.Pixels[y * canvas.Side + x] = Portable.Mix(above, below, v - row);
            }
    }

    private static void PaintClutter(Canvas canvas, int label, Vector3 colour, ref Philox random)
    {
        var centre = new Vector2(random.Between(0, canvas.Side), random.Between(0, canvas.Side));
        var radius = random.Between(5, 9);
        if (random.Unit() < .3f)
        {
            var reach = radius * random.Direction();
            canvas.Paint(new Stroke(centre - reach, centre + reach, random.Between(.6f, 1.4f)), colour);
            return;
        }
        var other = (label + 1 + random.Below(Outline.Classes.Count - 1)) % Outline.Classes.Count;
        var figure = Place(other, centre, radius, MathF.PI * random.Signed(), squeeze: 1, outlined: .5f, ref random);
        canvas.Paint(new Fragment(figure, centre + .1f * radius * random.Direction(), random.Direction()), colour);
    }

    private static Figure Place(int label, Vector2 centre, float radius, float angle, float squeeze, float outlined, ref Philox random)
    {
        var fromOutline = Matrix3x2.CreateScale(radius * squeeze, radius / squeeze)
            * Portable.Rotation(angle) * Matrix3x2.CreateTranslation(centre);
        Matrix3x2.Invert(fromOutline, out var toOutline);
        var line = random.Unit() < outlined ? random.Between(.8f, 1.4f) : 0;
        return new(DistanceField.Classes[label], toOutline, radius, line);
    }

    /// <summary>A dim stroke across part of the shape.</summary>
    private static void PaintStroke(Canvas canvas, Vector2 centre, float radius, Vector3 colour, ref Philox random)
    {
        var across = random.Direction();
        var along = new Vector2(-across.Y, across.X) * 2 * radius;
        var middle = centre + across * radius * random.Between(.2f, .9f);
        canvas.Paint(new Stroke(middle - along, middle + along, random.Between(.8f, 1.8f)), colour);
    }
}
