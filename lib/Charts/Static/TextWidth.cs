using System.Text;

namespace EarlyExit.Charts.Static;

/// <summary>
/// How wide a text will be. The reader's font is not known, so widths are Helvetica's and as much more as DejaVu Sans needs, the widest
/// of <see cref="Style.FontFamily"/>.
/// </summary>
internal static class TextWidth
{
    private const double DejaVu = 1.16;
    private const double Bold = 1.13;

    // Thousandths of the font size, for the characters from space to tilde (Helvetica's metrics).
    private static readonly short[] Widths =
    [
        278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556, 556, 556, 556, 556, 556, 556, 556, 556,
        278, 278, 584, 584, 584, 556, 1015, 667, 667, 722, 722, 667, 611, 778, 722, 278, 500, 667, 556, 833, 722, 778, 667, 778, 722, 667,
        611, 722, 667, 944, 667, 667, 611, 278, 278, 278, 469, 556, 333, 556, 556, 500, 556, 556, 278, 556, 556, 222, 222, 500, 222, 833,
        556, 556, 556, 556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334, 260, 334, 584,
    ];

    /// <summary>The width in pixels of a text of a size in pixels.</summary>
    internal static double Of(string text, int size, bool bold = false)
    {
        var thousandths = text.EnumerateRunes().Sum(Width);
        return thousandths * size / 1000.0 * DejaVu * (bold ? Bold : 1);
    }

    /// <summary>The text in lines that fit a width, broken at spaces; a word that does not fit is shortened.</summary>
    internal static IReadOnlyList<string> Wrap(string text, int size, bool bold, double width)
    {
        var lines = new List<string>();
        var line = new StringBuilder();
        foreach (var word in text.Split([' ', '\n', '\r', '\t'], StringSplitOptions.RemoveEmptyEntries))
        {
            if (line.Length > 0 && Of($"{line} {word}", size, bold) > width)
            {
                lines.Add(line.ToString());
                line.Clear();
            }
            if (line.Length > 0) line.Append(' ');
            line.Append(Shorten(word, size, bold, width));
        }
        if (line.Length > 0 || lines.Count == 0) lines.Add(line.ToString());
        return lines;
    }

    /// <summary>The same with at most so many lines, the last of which ends in an ellipsis where there would be more.</summary>
    internal static IReadOnlyList<string> Wrap(string text, int size, bool bold, double width, int most)
    {
        var lines = Wrap(text, size, bold, width);
        return lines.Count <= most ? lines : [.. lines.Take(most - 1), Shorten($"{lines[most - 1]} {lines[most]}", size, bold, width)];
    }

    /// <summary>The text, or its beginning and an ellipsis where it is too wide.</summary>
    internal static string Shorten(string text, int size, bool bold, double width)
    {
        if (Of(text, size, bold) <= width) return text;
        var runes = text.EnumerateRunes().ToArray();
        var kept = runes.Length - 1;
        while (kept > 0 && Of(Begin(kept), size, bold) > width) kept--;
        return Begin(kept);

        string Begin(int count) => string.Concat(runes.Take(count)) + "…";
    }

    private static int Width(Rune rune) => rune.Value switch
    {
        >= ' ' and <= '~' => Widths[rune.Value - ' '],
        '\t' or '\n' or '\r' => 278,
        < ' ' or >= 0x2E80 => 1000, // shown as U+FFFD, and scripts as wide as high
        _ => 600,
    };
}
