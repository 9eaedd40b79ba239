using System.Text;

namespace Microsoft.Data.Analysis;

/// <summary>
/// The lines of a CSV text as fields: blank lines are skipped, fields are trimmed, quoted ones may hold separators and
/// line breaks.
/// </summary>
internal static class CsvLines
{
    internal static IEnumerable<string[]> Read(TextReader reader, char separator)
    {
        var number = 0;
        while (reader.ReadLine() is { } line)
        {
            number++;
            if (line.Trim().Length > 0) yield return Fields(line, reader, separator, number);
        }
    }

    private static string[] Fields(string line, TextReader reader, char separator, int number)
    {
        var fields = new List<string>();
        for (var at = 0; ;)
        {
            var start = at;
            while (start < line.Length && line[start] != separator && char.IsWhiteSpace(line[start])) start++;
            if (start < line.Length && line[start] == '"')
            {
                fields.Add(Quoted(ref line, ref start, reader, number));
                at = line.IndexOf(separator, start);
                if (line[start..(at < 0 ? line.Length : at)].Trim().Length > 0) throw Malformed(number);
            }
            else
            {
                at = line.IndexOf(separator, at);
                fields.Add(line[start..Math.Max(start, at < 0 ? line.Length : at)].Trim());
            }
            if (at < 0) return [.. fields];
            at++;
        }
    }

    /// <summary>The field after a quote; reads on where it holds line breaks, and leaves the place after the closing quote.</summary>
    private static string Quoted(ref string line, ref int at, TextReader reader, int number)
    {
        var field = new StringBuilder();
        for (at++; ; at++)
            if (at >= line.Length)
            {
                line = reader.ReadLine() ?? throw Malformed(number);
                field.Append('\n');
                at = -1;
            }
            else if (line[at] != '"')
                field.Append(line[at]);
            else if (at + 1 < line.Length && line[at + 1] == '"')
                field.Append(line[at++]);
            else
            {
                at++;
                return field.ToString().Trim();
            }
    }

    private static FormatException Malformed(int number) => new($"Line {number} cannot be parsed with the current Delimiters.");
}
