using System.Text;

namespace EarlyExit.Charts.Display;

/// <summary>Text as it may stand in HTML and SVG, between tags and in attributes.</summary>
internal static class Markup
{
    /// <summary>Escapes what has a meaning there, and replaces what XML cannot hold: control characters and halves of characters.</summary>
    internal static string Escape(string text)
    {
        var escaped = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes()) // halves of characters come out as U+FFFD
            _ = rune.Value switch
            {
                '&' => escaped.Append("&amp;"),
                '<' => escaped.Append("&lt;"),
                '>' => escaped.Append("&gt;"),
                '"' => escaped.Append("&quot;"),
                '\'' => escaped.Append("&#39;"),
                '\t' or '\n' or '\r' => escaped.Append((char)rune.Value),
                < ' ' or 0xFFFE or 0xFFFF => escaped.Append('\uFFFD'),
                _ => escaped.Append(rune),
            };
        return escaped.ToString();
    }
}
