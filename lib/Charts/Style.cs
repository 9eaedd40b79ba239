using System.Globalization;

namespace EarlyExit.Charts;

/// <summary>
/// The one look of all figures: sizes, fonts and colours. Dark ink on a light card, so that a figure reads on light and on dark pages; no text
/// below 11 px; colours after Okabe and Ito (2008), which colour-blind readers tell apart, and a ramp that only darkens.
/// </summary>
public static class Style
{
    /// <summary>Width of a figure in pixels, unless its chart says otherwise.</summary>
    public const int Width = 760;

    /// <summary>Height of a figure in pixels, unless its chart says otherwise.</summary>
    public const int Height = 430;

    /// <summary>Fonts in order of preference.</summary>
    public const string FontFamily = "'Segoe UI', 'Helvetica Neue', Arial, 'DejaVu Sans', sans-serif";

    /// <summary>Size of a figure's title in pixels.</summary>
    public const int TitleSize = 16;

    /// <summary>Size of axis titles and titles of subplots in pixels.</summary>
    public const int LabelSize = 13;

    /// <summary>Size of tick labels, legends and texts in a plot in pixels.</summary>
    public const int TextSize = 12;

    /// <summary>The background.</summary>
    public const string Card = "#fcfcfa";

    /// <summary>Titles and texts.</summary>
    public const string Ink = "#1d2433";

    /// <summary>Axis and tick labels; 6.1 to 1 against the card.</summary>
    public const string Muted = "#566072";

    /// <summary>Lines of the grid.</summary>
    public const string Grid = "#e3e6ea";

    /// <summary>Lines of the axes.</summary>
    public const string Axis = "#8d95a3";

    /// <summary>Colours of series, in order: blue, vermilion, green, purple, orange, light blue, grey.</summary>
    public static IReadOnlyList<string> Palette { get; } =
        ["#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#6b7280"];

    /// <summary>Colours at places from 0 to 1 for values, from light to dark.</summary>
    public static IReadOnlyList<(double Place, string Colour)> Sequential { get; } =
    [
        (0, "#e4f4e2"), (.2, "#a3dcc0"), (.4, "#55b7b3"), (.6, "#378ba4"), (.8, "#375a94"), (1, "#2c2b57"),
    ];

    /// <summary>The colour of a series; after the last one they begin again.</summary>
    /// <param name="series">From 0.</param>
    public static string Series(int series) => Palette[series % Palette.Count];

    /// <summary>Colours for things with an order, such as exits: from light to dark.</summary>
    /// <param name="count">How many.</param>
    public static IReadOnlyList<string> Steps(int count) =>
        [.. Enumerable.Range(0, count).Select(i => At(count == 1 ? .7 : .08 + .9 * i / (count - 1)))];

    /// <summary>The same colour, see-through, for bands.</summary>
    /// <param name="colour">Six hexadecimal digits after #.</param>
    /// <param name="opacity">In [0, 1].</param>
    public static string Faint(string colour, double opacity = .18)
    {
        var (r, g, b) = Parts(colour);
        return string.Create(CultureInfo.InvariantCulture, $"rgba({r:0},{g:0},{b:0},{opacity})");
    }

    /// <summary>The colour of the sequential scale at a place.</summary>
    /// <param name="place">In [0, 1]; beyond it the ends go on.</param>
    internal static string At(double place)
    {
        var next = Math.Max(1, Sequential.Index().FirstOrDefault(stop => stop.Item.Place >= place, (Sequential.Count - 1, default)).Index);
        var ((from, low), (to, high)) = (Sequential[next - 1], Sequential[next]);
        return Between(low, high, Math.Clamp((place - from) / (to - from), 0, 1));
    }

    internal static string Between(string low, string high, double share)
    {
        var ((r, g, b), (s, h, c)) = (Parts(low), Parts(high));
        return $"#{Mix(r, s):x2}{Mix(g, h):x2}{Mix(b, c):x2}";

        int Mix(double from, double to) => (int)Math.Round(from + (to - from) * share);
    }

    internal static (double R, double G, double B) Parts(string colour)
    {
        var parts = Convert.FromHexString(colour.AsSpan(1));
        return (parts[0], parts[1], parts[2]);
    }
}
