using EarlyExit.Data;

namespace EarlyExit.Tests.Regimes;

/// <summary>Three classes of 2 x 6 x 6 noise with a bright patch at the class's place: learnt in a moment.</summary>
internal static class TinyData
{
    public static DataSet Create(int train = 96, int validation = 30, int test = 30, int seed = 0) => new(
        "tiny", Draw("train", train, seed), Draw("validation", validation, seed + 1), Draw("test", test, seed + 2));

    private static ImageSet Draw(string part, int count, int seed)
    {
        var random = new Random(seed);
        var pixels = new byte[count * 2 * 36];
        random.NextBytes(pixels);
        var labels = new int[count];
        for (var n = 0; n < count; n++)
        {
            labels[n] = random.Next(3);
            for (var c = 0; c < 2; c++)
                for (var y = 0; y < 3; y++)
                    for (var x = 0; x < 2; x++)
                        pixels[((n * 2 + c) * 6 + y + 2) * 6 + 2 * labels[n] + x] = (byte)(200 + random.Next(56));
        }
        return new ImageSet($"tiny {part}", pixels, labels, channels: 2, height: 6, width: 6, ["left", "middle", "right"]);
    }
}
