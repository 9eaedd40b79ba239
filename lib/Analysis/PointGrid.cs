namespace EarlyExit.Analysis;

/// <summary>Measurements at the points of a grid, row by row. What is finished is kept on disk, so that a cancelled computation goes on from there.</summary>
/// <param name="What">What is measured, for the progress line and the file's name.</param>
/// <param name="Key">Everything that determines the measurements.</param>
/// <param name="Rows">Rows of the grid.</param>
/// <param name="Columns">Points of a row.</param>
/// <param name="Numbers">Numbers measured at a point.</param>
internal sealed record PointGrid(string What, string Key, int Rows, int Columns, int Numbers)
{
    /// <summary>Measures at all points that are not on disk yet.</summary>
    /// <param name="measure">From row and column to the numbers there.</param>
    /// <param name="folder">Where finished rows are kept; null for nowhere.</param>
    /// <param name="progress">Told after every point; a line on the console when not given.</param>
    /// <param name="cancellation">Stops between two points; finished rows stay.</param>
    /// <returns>[row][column][number].</returns>
    public double[][][] Measure(
        Func<int, int, double[]> measure, string? folder, IProgress<AnalysisProgress>? progress, CancellationToken cancellation)
    {
        var saved = new SavedRows(folder, What, Key, Rows, Columns * Numbers);
        using var line = progress is null ? new AnalysisLine() : null;
        var pace = new AnalysisPace(progress ?? line!, What, Rows * Columns, TimeProvider.System);
        var done = Columns * Enumerable.Range(0, Rows).Count(row => saved[row] is not null);
        pace.Skip(done);
        for (var row = 0; row < Rows; row++)
        {
            if (saved[row] is not null) continue;
            var values = new double[Columns * Numbers];
            for (var column = 0; column < Columns; column++)
            {
                cancellation.ThrowIfCancellationRequested();
                measure(row, column).CopyTo(values, column * Numbers);
                pace.Report(++done);
            }
            saved.Add(row, values);
        }
        return [.. Enumerable.Range(0, Rows).Select(row => saved[row]!.Chunk(Numbers).ToArray())];
    }
}
