using EarlyExit.Charts.Display;

namespace EarlyExit.Charts;

/// <summary>The claims board: one line for each verdict that notebooks have saved.</summary>
[TypeFormatterSource(typeof(HtmlFormatters), PreferredMimeTypes = [Mime.Html, Mime.Text])]
public sealed class ClaimsReport : IHtml
{
    private ClaimsReport(IReadOnlyList<Verdict> verdicts) => Verdicts = verdicts;

    /// <summary>The verdicts in the order of their notebooks.</summary>
    public IReadOnlyList<Verdict> Verdicts { get; }

    /// <summary>Reads all verdicts (<c>*.json</c>) of a folder; none where it does not exist.</summary>
    /// <exception cref="FormatException">A file is not a verdict; the message names it and says why.</exception>
    public static ClaimsReport Read(string folder) => new(
    [
        .. (Directory.Exists(folder) ? Directory.EnumerateFiles(folder, "*.json") : [])
            .Select(VerdictFile.Read).OrderBy(verdict => verdict.Notebook, StringComparer.Ordinal),
    ]);

    /// <summary>The board as a Markdown table whose claims link to their notebooks.</summary>
    /// <param name="link">From a notebook's name to its address.</param>
    public string ToMarkdown(Func<string, string> link) =>
        "| Claim | Paper | Here | On |\n|---|---|---|---|\n" + string.Concat(Verdicts.Select(verdict =>
            $"| [{Inline(verdict.Claim)}]({link(verdict.Notebook)}) | {Inline(verdict.Paper)} "
            + $"| {verdict.Outcome.Sign()} {Inline(verdict.Summary)} | {Inline(verdict.Basis)} |\n"));

    /// <inheritdoc/>
    public string ToHtml() => ToTable().ToHtml();

    /// <inheritdoc/>
    public override string ToString() => ToTable().ToString();

    private Table ToTable() => Table.Of(
        Verdicts, ("claim", v => v.Claim), ("paper", v => v.Paper), ("here", v => $"{v.Outcome.Sign()} {v.Summary}"), ("on", v => v.Basis));

    private static string Inline(string text) => text.Replace("|", "\\|").Replace("[", "\\[").Replace("]", "\\]").Replace("<", "&lt;").Replace('\n', ' ');
}
