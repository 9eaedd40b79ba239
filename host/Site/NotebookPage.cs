using System.Text;
using EarlyExit.Host.Notebooks;

namespace EarlyExit.Host.Site;

/// <summary>A notebook on the site: where it lies, what it says, how its claim fared.</summary>
public sealed record SiteEntry(string Name, Notebook Notebook, Outcome Outcome)
{
    public string Page => Name + ".html";

    /// <summary>Its first heading as Markdown, or its name.</summary>
    public string Title => Notebook.Title ?? Name;

    /// <summary>The title without markup.</summary>
    public string PlainTitle => Title.Replace("*", "").Replace("`", "").Replace("$", "");
}

/// <summary>The page of one notebook.</summary>
internal static class NotebookPage
{
    public static string Of(SiteEntry entry, SiteEntry? previous, SiteEntry? next)
    {
        var content = new StringBuilder();
        content.Append(Navigation(entry, previous, next));
        foreach (var cell in entry.Notebook.Cells)
            content.Append(cell switch
            {
                MarkdownCell => $"<section class=\"text\">\n{MarkdownHtml.Of(cell.Source)}</section>\n",
                CodeCell code => Code(code),
                _ => "",
            });
        content.Append(Navigation(entry, previous, next));
        return PageFrame.Of(entry.PlainTitle, content.ToString());
    }

    private static string Code(CodeCell cell)
    {
        if (string.IsNullOrWhiteSpace(cell.Source)) return "";
        var code = $"<pre class=\"code\"><code>{CodeHtml.Of(cell.Source)}</code></pre>\n";
        // The setup is the same everywhere and teaches nothing: folded.
        if (cell.Source.StartsWith("#r ", StringComparison.Ordinal)) code = $"<details><summary>Setup</summary>\n{code}</details>\n";
        return $"<section class=\"cell\">\n{code}{string.Concat(cell.Outputs.Select(OutputHtml.Of))}</section>\n";
    }

    private static string Navigation(SiteEntry entry, SiteEntry? previous, SiteEntry? next) => $"""
        <nav>
        {Link(previous, "prev", "← ")}
        <a class="up" href="index.html">Contents</a>
        <span class="verdict {entry.Outcome.Class}">{SafeHtml.Escape(entry.Outcome.Words)}</span>
        {Link(next, "next", "", " →")}
        </nav>

        """;

    private static string Link(SiteEntry? entry, string relation, string before, string after = "") => entry is null
        ? $"<span class=\"{relation}\"></span>"
        : $"<a class=\"{relation}\" rel=\"{relation}\" href=\"{entry.Page}\">{before}{SafeHtml.Escape(entry.PlainTitle)}{after}</a>";
}
