namespace EarlyExit.Charts.Static;

/// <summary>What the colours of a plot stand for, in a strip at its right.</summary>
internal static class ColourBar
{
    private const int Width = 14;
    private const int Steps = 64;

    /// <summary>How much room a strip with its labels takes.</summary>
    internal static double Room(Colours colours) => Width + 26 + Marks(colours).Max(mark => TextWidth.Of(mark.Label, Style.TextSize));

    internal static void Draw(Svg svg, Colours colours, double left, double top, double height)
    {
        for (var step = 0; step < Steps; step++)
            svg.Rect(
                new Box(left, top + height * (Steps - 1 - step) / Steps, Width, height / Steps + .5), colours.AtShare((step + .5) / Steps),
                " shape-rendering=\"crispEdges\"");
        foreach (var (value, label) in Marks(colours))
        {
            var y = top + height * (1 - (value - colours.Low) / (colours.High - colours.Low));
            svg.Line(left + Width, y, left + Width + 4, y, new Pen(Style.Axis, 1));
            svg.Text(left + Width + 8, y + 4, label, Style.TextSize, Style.Muted);
        }
    }

    private static IReadOnlyList<(double Value, string Label)> Marks(Colours colours) => Ticks.Linear(colours.Low, colours.High, 6);
}
