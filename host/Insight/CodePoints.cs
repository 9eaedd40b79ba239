using System.Text;

namespace EarlyExit.Host.Insight;

/// <summary>Jupyter counts places in code in Unicode's code points, .NET in UTF-16; they part at the first emoji.</summary>
internal static class CodePoints
{
    /// <summary>The index in <paramref name="text"/> after <paramref name="count"/> code points; its end where there are fewer.</summary>
    public static int ToIndex(string text, int count)
    {
        var index = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            if (count-- <= 0) break;
            index += rune.Utf16SequenceLength;
        }
        return Math.Min(index, text.Length);
    }

    /// <summary>How many code points stand before <paramref name="index"/>.</summary>
    public static int FromIndex(string text, int index)
    {
        var count = 0;
        foreach (var _ in text.AsSpan(0, index).EnumerateRunes()) count++;
        return count;
    }
}
