using EarlyExit.Data.Drawing;

namespace EarlyExit.Data;

/// <summary>
/// The built-in data set: drawn shapes of ten classes, 3 x 32 x 32, made in memory from a seed. Each sample has a known
/// difficulty, drawn first and uniform in [0, 1], which sets how far position, size, rotation, proportions, colour, contrast,
/// background, clutter, covering strokes, blur and noise may go. All classes share area, fills and brightness, and the clutter
/// is made of pieces of other classes, so that hard samples need the whole outline, which the first layers do not see; easy
/// ones have a colour that is usual for their class, which they do.
/// </summary>
public static class Shapes
{
    private const int Side = 32;

    /// <summary>The ten classes, in the order of their labels.</summary>
    public static IReadOnlyList<string> ClassNames { get; } = [.. Outline.Classes.Select(outline => outline.Name)];

    /// <summary>
    /// Draws the three parts. Sample n of a part depends on the seed, the part and n only, not on how many are asked for,
    /// and shows class n mod 10; the parts are drawn from disjoint random streams.
    /// </summary>
    /// <param name="seed">Any number; equal seeds give equal sets.</param>
    /// <param name="train">Number of training samples, at least 1.</param>
    /// <param name="validation">Number of validation samples, at least 1.</param>
    /// <param name="test">Number of test samples, at least 1.</param>
    public static DataSet Create(int seed, int train = 8000, int validation = 2000, int test = 4000) =>
        new("shapes", Draw(seed, "train", 0, train), Draw(seed, "validation", 1, validation), Draw(seed, "test", 2, test));

    private static ImageSet Draw(int seed, string part, uint key, int count)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1, part);
        var pixels = new byte[count * 3 * Side * Side];
        var labels = new int[count];
        var difficulty = new float[count];
        Parallel.For(0, count, () => new Canvas(Side), (n, _, canvas) =>
        {
            var random = new Philox((uint)seed, key, (uint)n);
            difficulty[n] = random.Unit();
            labels[n] = n % ClassNames.Count;
            Scene.Draw(canvas, labels[n], difficulty[n], ref random);
            canvas.CopyTo(pixels.AsSpan(n * 3 * Side * Side, 3 * Side * Side));
            return canvas;
        }, _ => { });
        return new($"shapes {part}", pixels, labels, 3, Side, Side, ClassNames, difficulty);
    }
}
