using System.Text.Json;
using System.Text.Json.Nodes;

namespace EarlyExit.Host.Site;

/// <summary>The README's table of claims, made from the verdict files that notebooks have written.</summary>
public static class ClaimsBoard
{
    private static readonly MarkedBlock Block = new("<!-- claims: made by ./workbook publish from data/verdicts -->", "<!-- end of claims -->");

    /// <summary>Replaces the table between the two marks of a Markdown file.</summary>
    /// <param name="readme">The file.</param>
    /// <param name="verdicts">The folder of verdict files.</param>
    /// <exception cref="UsageException">A mark is missing.</exception>
    public static void Update(string readme, string verdicts) => Block.Replace(readme, Table(verdicts));

    /// <summary>One line for each verdict, in the order of the notebooks.</summary>
    public static string Table(string verdicts) =>
        "| Claim | Paper | Here | On |\n|---|---|---|---|\n"
        + string.Concat(Directory.EnumerateFiles(verdicts, "*.json").Order(StringComparer.Ordinal).Select(Line));

    private static string Line(string file)
    {
        var verdict = JsonNode.Parse(File.ReadAllText(file)) as JsonObject ?? throw new JsonException($"{file} holds no verdict.");
        var notebook = Path.GetFileNameWithoutExtension(file);
        return $"| [{Cell("claim")}](notebooks/{notebook}.ipynb) | {Cell("paper")} | {Cell("summary")} "
            + $"| {Cell("data")}, {(verdict["networks"] is JsonValue some && (int)some > 0 ? $"networks: {some}" : $"seeds: {Cell("seeds")}")}, samples: {Cell("samples")}, {Cell("scale")} |\n";

        string Cell(string key) =>
            (verdict[key]?.ToString() ?? throw new JsonException($"{file} lacks '{key}'.")).Replace("|", "\\|").Replace('\n', ' ');
    }
}
