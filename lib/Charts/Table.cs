using System.Globalization;
using System.Text;
using EarlyExit.Charts.Display;
using Microsoft.Data.Analysis;

namespace EarlyExit.Charts;

/// <summary>A table shown as plain HTML, which needs no script, and as aligned text where HTML is not understood.</summary>
[TypeFormatterSource(typeof(HtmlFormatters), PreferredMimeTypes = [Mime.Html, Mime.Text])]
public sealed class Table : IHtml
{
    private readonly string[] _header;
    private readonly string[][] _rows;
    private readonly bool[] _isNumeric;

    /// <summary>A table of texts.</summary>
    /// <param name="header">The names of the columns.</param>
    /// <param name="rows">Each as long as the header.</param>
    /// <param name="caption">A line above the table, or nothing.</param>
    /// <exception cref="ArgumentException">A row is longer or shorter than the header.</exception>
    public Table(IEnumerable<string> header, IEnumerable<IEnumerable<string>> rows, string caption = "")
    {
        (_header, _rows, Caption) = ([.. header], [.. rows.Select(row => row.ToArray())], caption);
        if (_rows.Index().FirstOrDefault(row => row.Item.Length != _header.Length, (-1, [])) is ( >= 0 and var bad, var cells))
            throw new ArgumentException($"Row {bad} has {cells.Length} cells, expected {_header.Length} as in the header.", nameof(rows));
        _isNumeric = [.. _header.Select((_, column) => _rows.Length > 0 && _rows.All(row => IsNumeric(row[column]) || IsMissing(row[column])) && !_rows.All(row => IsMissing(row[column])))];
    }

    /// <summary>The line above the table.</summary>
    public string Caption { get; }

    /// <summary>The names of the columns.</summary>
    public IReadOnlyList<string> Header => _header;

    /// <summary>The cells, row by row.</summary>
    public IReadOnlyList<IReadOnlyList<string>> Rows => _rows;

    /// <summary>A table with one row for each item.</summary>
    /// <param name="items">The items.</param>
    /// <param name="columns">The name of each column and its value for an item; texts stay as they are, numbers of a column have equally many decimals.</param>
    public static Table Of<T>(IEnumerable<T> items, params IReadOnlyList<(string Name, Func<T, object?> Value)> columns) =>
        OfColumns(columns.Select(column => (column.Name, items.Select(column.Value).ToArray())), "");

    /// <summary>A table of a data frame; numbers of a column have equally many decimals.</summary>
    /// <param name="frame">The data frame.</param>
    /// <param name="caption">A line above the table, or nothing.</param>
    public static Table From(DataFrame frame, string caption = "") =>
        OfColumns(frame.Columns.Select(column => (column.Name, column.Cast<object?>().ToArray())), caption);

    /// <inheritdoc/>
    public string ToHtml()
    {
        var html = new StringBuilder("<div style=\"overflow-x:auto;max-width:100%\">\n<table style=\"border-collapse:collapse;font-size:13px\">\n");
        if (Caption.Length > 0) html.Append($"<caption style=\"text-align:left;padding:4px 0;font-weight:bold\">{Markup.Escape(Caption)}</caption>\n");
        html.Append("<thead><tr>");
        foreach (var (column, name) in _header.Index())
            html.Append($"<th scope=\"col\" style=\"{Cell(column)};border-bottom:2px solid {Style.Axis}\">{Markup.Escape(name)}</th>");
        html.Append("</tr></thead>\n<tbody>\n");
        foreach (var row in _rows)
        {
            html.Append("<tr>");
            foreach (var (column, text) in row.Index())
                html.Append($"<td style=\"{Cell(column)};border-bottom:1px solid {Style.Axis}55\">{Markup.Escape(text)}</td>");
            html.Append("</tr>\n");
        }
        return html.Append("</tbody>\n</table>\n</div>").ToString();
    }

    /// <summary>The table as Markdown.</summary>
    public string ToMarkdown()
    {
        var text = new StringBuilder();
        if (Caption.Length > 0) text.Append($"**{Inline(Caption)}**\n\n");
        text.Append($"| {string.Join(" | ", _header.Select(Inline))} |\n|{string.Concat(_isNumeric.Select(right => right ? "---:|" : "---|"))}\n");
        foreach (var row in _rows) text.Append($"| {string.Join(" | ", row.Select(Inline))} |\n");
        return text.ToString();
    }

    /// <summary>The table as text with aligned columns.</summary>
    public override string ToString()
    {
        int[] widths = [.. _header.Select((name, column) => _rows.Select(row => row[column].Length).Append(name.Length).Max())];
        var lines = new List<string>();
        if (Caption.Length > 0) lines.Add(Caption);
        lines.Add(Line(_header));
        lines.AddRange(_rows.Select(Line));
        return string.Join('\n', lines);

        string Line(string[] cells) => string.Join("  ", cells.Select((cell, column) =>
            _isNumeric[column] ? cell.PadLeft(widths[column]) : cell.PadRight(widths[column]))).TrimEnd();
    }

    /// <summary>How a value is written when it stands alone: numbers have four digits.</summary>
    internal static string Text(object? value) => Texts([value])[0];

    private static Table OfColumns(IEnumerable<(string Name, object?[] Values)> columns, string caption)
    {
        var cells = columns.Select(column => (column.Name, Texts: Texts(column.Values))).ToArray();
        return new(cells.Select(column => column.Name), Enumerable.Range(0, cells.Max(column => column.Texts.Length)).Select(row => cells.Select(column => column.Texts[row])), caption);
    }

    /// <summary>Values as texts; numbers with a point have as many decimals as four digits of the largest need.</summary>
    private static string[] Texts(object?[] values)
    {
        double[] numbers = [.. values.Where(value => value is double or float).Select(value => Convert.ToDouble(value, CultureInfo.InvariantCulture)).Where(double.IsFinite)];
        var largest = numbers.Select(Math.Abs).DefaultIfEmpty(0).Max();
        var format = largest switch
        {
            0 => "F1",
            < 1e-3 or >= 1e7 => "0.###E0",
            >= 1000 => "#,0",
            _ => $"F{3 - (int)Math.Floor(Math.Log10(largest))}",
        };
        return [.. values.Select(value => value switch
        {
            null => "",
            double or float => Convert.ToDouble(value, CultureInfo.InvariantCulture).ToString(format, CultureInfo.InvariantCulture),
            IFormattable formattable => formattable.ToString(null, CultureInfo.InvariantCulture),
            _ => value.ToString() ?? "",
        })];
    }

    private static bool IsNumeric(string cell) => cell is "" or "NaN" or "∞" or [>= '0' and <= '9' or '.', ..] or ['-' or '+' or '−' or '<' or '±', _, ..];

    private static bool IsMissing(string cell) => cell is "-";

    private static string Inline(string text) => text.Replace("|", "\\|").Replace('\n', ' ');

    private string Cell(int column) => $"padding:3px 10px;text-align:{(_isNumeric[column] ? "right" : "left")}";
}
