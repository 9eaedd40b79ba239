using System.Text.Json;

namespace EarlyExit.Host.Site;

/// <summary>What the search looks through, as a script: pages opened from the file system may load no data otherwise.</summary>
internal static class SearchIndex
{
    /// <summary>A call of the search with [page, title, heading, anchor, text] for each section.</summary>
    public static string Of(IEnumerable<(string Page, string Title, PageOutline Outline)> pages) =>
        $"Search.receive({JsonSerializer.Serialize(pages.SelectMany(Sections))});\n";

    private static IEnumerable<string[]> Sections((string Page, string Title, PageOutline Outline) page) =>
        page.Outline.Sections.Select(section => (string[])
            [page.Page, page.Title, section.Level == 1 ? "" : section.Heading, section.Level == 1 ? "" : section.Id, Short(section.Text)]);

    // Enough to be found and to show what was found.
    private static string Short(string text) => text.Length <= 1500 ? text : text[..Math.Max(1, text.LastIndexOf(' ', 1500))];
}
