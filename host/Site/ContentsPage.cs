namespace EarlyExit.Host.Site;

/// <summary>The site's first page: one line for each claim.</summary>
internal static class ContentsPage
{
    public static string Of(IReadOnlyList<SiteEntry> entries) => PageFrame.Of("EarlyExit: the workbook", $"""
        <h1>EarlyExit: the workbook</h1>
        <p>Early-exit networks answer easy samples early and hard ones late. Each notebook here holds one claim about them against
        a run on this machine; the word behind it says how the claim fared.</p>
        <ol class="contents">
        {string.Join("\n", entries.Select(Line))}
        </ol>
        """);

    private static string Line(SiteEntry entry) =>
        $"<li><a href=\"{entry.Page}\">{MarkdownHtml.Inline(entry.Title)}</a> <span class=\"verdict {entry.Outcome.Class}\">{SafeHtml.Escape(entry.Outcome.Words)}</span></li>";
}
