using System.Text;
using EarlyExit.Host.Notebooks;

namespace EarlyExit.Host.Site;

/// <summary>The page of one notebook.</summary>
internal static class NotebookPage
{
    /// <summary>The page, and its headings for the search.</summary>
    public static (string Html, PageOutline Outline) Of(SiteEntry entry, SiteEntry? previous, SiteEntry? next)
    {
        var outline = new PageOutline();
        var content = new StringBuilder();
        content.Append(Navigation(entry, previous, next));
        foreach (var cell in entry.Notebook.Cells)
            content.Append(cell switch
            {
                MarkdownCell => $"<section class=\"text\">\n{outline.Add(MarkdownHtml.Of(cell.Source))}</section>\n",
                CodeCell code => Code(code),
                _ => "",
            });
        content.Append(Navigation(entry, previous, next));
        return (PageFrame.Of(entry.Page, entry.PlainTitle, content.ToString(), outline.Contents(), "svg.js", "axes.js", "marks.js", "panels.js", "figures.js"), outline);
    }

    private static string Code(CodeCell cell)
    {
        if (string.IsNullOrWhiteSpace(cell.Source)) return "";
        var code = $"<div class=\"listing\"><pre class=\"code\" tabindex=\"0\"><code>{CodeHtml.Of(cell.Source)}</code></pre></div>\n";
        // The setup is the same everywhere and teaches nothing: folded.
        if (cell.Source.StartsWith("#r ", StringComparison.Ordinal)) code = $"<details><summary>Setup</summary>\n{code}</details>\n";
        return $"<section class=\"cell\">\n{code}{string.Concat(cell.Outputs.Select(OutputHtml.Of))}</section>\n";
    }

    private static string Navigation(SiteEntry entry, SiteEntry? previous, SiteEntry? next) => $"""
        <nav class="steps" aria-label="Notebooks">
        {Link(previous, "prev", "← ")}
        <span class="fared"><span class="verdict {entry.Outcome.Class}">{SafeHtml.Escape(entry.Outcome.Words)}</span>{(entry.Time.Length > 0 ? $" <span class=\"time\">{entry.Time}</span>" : "")}</span>
        {Link(next, "next", "", " →")}
        </nav>

        """;

    private static string Link(SiteEntry? entry, string relation, string before, string after = "") => entry is null
        ? $"<span class=\"{relation}\"></span>"
        : $"<a class=\"{relation}\" rel=\"{relation}\" href=\"{entry.Page}\">{before}{SafeHtml.Escape(entry.PlainTitle)}{after}</a>";
}
