using System.Globalization;
using EarlyExit.Metrics;
using Spectre.Console;

namespace EarlyExit.Host.Score;

/// <summary>Values in rows and columns, in as many blocks of columns as the terminal's width asks for; below them, why some are missing.</summary>
internal sealed class ReportTable(string title, string[] columns)
{
    private const int Gap = 1, CellWidth = 7;
    private readonly List<(string Label, string[] Cells)> _rows = [];
    private readonly List<string> _reasons = [];

    /// <summary>Adds a row.</summary>
    /// <param name="label">What it is of.</param>
    /// <param name="values">A value for each column, null where there is none; or no values at all.</param>
    public void Add(string label, IReadOnlyList<MeasureValue?> values) =>
        _rows.Add((label, [.. columns.Select((_, k) => k < values.Count && values[k] is { } value ? Cell(value) : "")]));

    public void Show(IAnsiConsole console)
    {
        console.WriteLine();
        console.MarkupLineInterpolated($"[bold]{title}[/]");
        var room = console.Profile.Width - _rows.Max(row => row.Label.Length);
        for (int first = 0, next; first < columns.Length; first = next)
        {
            next = first + 1;
            for (var left = room - Width(first); next < columns.Length && left >= Width(next); next++) left -= Width(next);
            console.Write(Block(first, next));
        }
        for (var k = 0; k < _reasons.Count; k++) console.MarkupLineInterpolated($"[grey]–{Mark(k)} {_reasons[k]}[/]");
    }

    private Table Block(int first, int end)
    {
        var table = new Table().NoBorder().AddColumn(new TableColumn("") { NoWrap = true, Padding = new Padding(0) });
        for (var k = first; k < end; k++)
            table.AddColumn(new TableColumn(Markup.Escape(Wrapped(k))) { Alignment = Justify.Right, Width = Width(k), Padding = new Padding(0) });
        foreach (var (label, cells) in _rows)
            if (cells[first..end].Any(cell => cell.Length > 0) || cells.All(cell => cell.Length == 0))
                table.AddRow([new Text(label), .. cells[first..end].Select(cell => new Text(cell))]);
        return table;
    }

    private int Width(int column) => Gap + Math.Max(CellWidth, columns[column].Split(' ').Max(word => word.Length));

    // By hand, since the table would keep the space at which it breaks a line.
    private string Wrapped(int column)
    {
        var lines = new List<string>();
        foreach (var word in columns[column].Split(' '))
        {
            if (lines.Count > 0 && lines[^1].Length + 1 + word.Length <= Width(column) - Gap) lines[^1] += $" {word}";
            else lines.Add(word);
        }
        return string.Join('\n', lines);
    }

    private string Cell(MeasureValue value)
    {
        if (value.Why.Length == 0) return value.Value.ToString("F4", CultureInfo.InvariantCulture);
        if (!_reasons.Contains(value.Why)) _reasons.Add(value.Why);
        return $"–{Mark(_reasons.IndexOf(value.Why))}";
    }

    private static char Mark(int reason) => (char)('a' + reason);
}
