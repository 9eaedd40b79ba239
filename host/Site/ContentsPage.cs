namespace EarlyExit.Host.Site;

/// <summary>The site's first page: for each claim one line, one thumbnail, its verdict and the time that it takes.</summary>
internal static class ContentsPage
{
    private static readonly (int First, string Title)[] Parts =
        [(0, "A first look"), (1, "How to judge an early-exit network"), (20, "How to train one"), (40, "In use")];

    public static string Of(IReadOnlyList<SiteEntry> entries) => PageFrame.Of("index.html", "EarlyExit: the workbook", $"""
        <h1>EarlyExit: the workbook</h1>
        <p class="text">Early-exit networks answer easy samples early and hard ones late. Each notebook here holds one claim about them against
        a run; the words below it say how the claim fared, and how long the notebook takes. Play with thresholds and budgets of real networks
        in the <a href="explorer.html">exit explorer</a>; choose a route on the <a href="learning-path.html">learning path</a>.</p>
        {string.Join("\n", Parts.Select((part, place) => Part(part.Title, entries.Where(entry => PartOf(entry) == place))))}
        """);

    private static int PartOf(SiteEntry entry) =>
        int.TryParse(entry.Number, out var number) ? Array.FindLastIndex(Parts, part => number >= part.First) : Parts.Length - 1;

    private static string Part(string title, IEnumerable<SiteEntry> entries) => entries.Any() ? $"""
        <h2>{title}</h2>
        <ol class="contents">
        {string.Join("\n", entries.Select(Line))}
        </ol>
        """ : "";

    private static string Line(SiteEntry entry) => $"""
        <li>
        <div class="thumbnail">{Thumbnail(entry.Figure)}</div>
        <div>
        <a href="{entry.Page}">{MarkdownHtml.Inline(entry.Title)}</a>
        <p>{SafeHtml.Escape(entry.Takeaway)}</p>
        <span class="verdict {entry.Outcome.Class}">{SafeHtml.Escape(entry.Outcome.Words)}</span> <span class="time">{entry.Time}</span>
        </div>
        </li>
        """;

    // The line beside it says what it shows; as data, since a picture that is a file of its own could be opened as a page.
    private static string Thumbnail(byte[]? svg) =>
        svg is null ? "" : $"<img alt=\"\" src=\"data:image/svg+xml;base64,{Convert.ToBase64String(svg)}\" />";
}
