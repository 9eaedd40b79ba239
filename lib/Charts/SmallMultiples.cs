namespace EarlyExit.Charts;

public static partial class Charts
{
    /// <summary>
    /// Two to six figures side by side under one title, each with its name above it. Axes with the same title share their scale, and what looks
    /// and is called the same is in the legend once.
    /// </summary>
    /// <param name="title">The takeaway, computed from the data.</param>
    /// <param name="figures">Names, and figures of lines, points or columns on one pair of axes.</param>
    /// <exception cref="ArgumentException">
    /// There are fewer than two figures or more than six; one is itself several plots or shows a surface, or a heat map or contours with a scale; or columns stand
    /// beside each other in one and upon each other in another.
    /// </exception>
    public static Figure SmallMultiples(string title, params IReadOnlyList<(string Name, Figure Figure)> figures)
    {
        if (figures.Count is < 2 or > 6) throw new ArgumentException($"There are {figures.Count} figures, expected 2 to 6.", nameof(figures));
        return Figure.Of(
            FigureGrid.Of([.. figures.Select(figure => (figure.Name, figure.Figure.ToChart()))]), title,
            $"{figures.Count} plots. {string.Join(' ', figures.Select(figure => $"{figure.Name}: {figure.Figure.Description}"))}");
    }
}
