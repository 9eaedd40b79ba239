using System.Globalization;
using System.Text;
using EarlyExit.Host.Notebooks;

namespace EarlyExit.Host.Commands;

/// <summary>Where the time of a run went: the slowest cells of all notebooks.</summary>
internal static class Profile
{
    private const int Shown = 15, Width = 60;

    /// <summary>A line for each of the slowest cells, then the sum of all.</summary>
    /// <param name="runs">Notebooks by path.</param>
    public static string Of(IReadOnlyList<(string Path, NotebookRun Run)> runs)
    {
        var cells = runs.SelectMany(one => one.Run.Times.Select(time => (Name: Path.GetFileNameWithoutExtension(one.Path), time)))
            .OrderByDescending(cell => cell.time.Elapsed).ToArray();
        var text = new StringBuilder(string.Create(CultureInfo.InvariantCulture, $"The {Math.Min(Shown, cells.Length)} slowest of {cells.Length} cells:\n"));
        foreach (var (name, time) in cells.Take(Shown))
            text.Append(CultureInfo.InvariantCulture, $"{time.Elapsed.TotalSeconds,8:F2} s  {name} cell {time.Number}: ")
                .Append(time.FirstLine.Length > Width ? time.FirstLine[..Width] : time.FirstLine).Append('\n');
        return text.Append(CultureInfo.InvariantCulture, $"{cells.Sum(cell => cell.time.Elapsed.TotalSeconds),8:F2} s  all cells together\n").ToString();
    }
}
