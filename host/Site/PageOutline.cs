using System.Net;
using System.Text.RegularExpressions;

namespace EarlyExit.Host.Site;

/// <summary>A heading and the text below it, up to the next one.</summary>
/// <param name="Level">1 to 3.</param>
/// <param name="Id">Where links lead; empty for text before the first heading.</param>
/// <param name="Heading">Plain text.</param>
/// <param name="Text">Plain text, without what is folded away.</param>
internal sealed record PageSection(int Level, string Id, string Heading, string Text);

/// <summary>The headings of a page, gathered from its parts in their order: for its table of contents and for the search.</summary>
internal sealed partial class PageOutline
{
    // Ids of the frame; a heading of the same name gets a number.
    private readonly HashSet<string> _taken = new(StringComparer.Ordinal) { "content", "search-field", "search-results", "search-hint" };
    private readonly List<PageSection> _sections = [];

    public IReadOnlyList<PageSection> Sections => _sections;

    /// <summary>Takes in a part of the page, well-formed HTML, and returns it with ids that are on the page once.</summary>
    public string Add(string html)
    {
        var named = Heading().Replace(html, heading =>
        {
            var text = Plain(heading.Groups["text"].Value);
            var id = Unique(heading.Groups["id"] is { Success: true } given ? given.Value : "section");
            return $"<h{heading.Groups["level"].Value} id=\"{id}\">{heading.Groups["text"].Value}</h{heading.Groups["level"].Value}>";
        });
        var headings = Heading().Matches(named);
        AddText(named[..(headings.Count > 0 ? headings[0].Index : named.Length)]);
        for (var k = 0; k < headings.Count; k++)
        {
            var (begin, end) = (headings[k].Index + headings[k].Length, k + 1 < headings.Count ? headings[k + 1].Index : named.Length);
            _sections.Add(new(int.Parse(headings[k].Groups["level"].Value), headings[k].Groups["id"].Value, Plain(headings[k].Groups["text"].Value), ""));
            AddText(named[begin..end]);
        }
        return named;
    }

    /// <summary>A list of links to the headings of the second level; empty where there are fewer than two.</summary>
    public string Contents()
    {
        var links = _sections.Where(section => section.Level == 2).ToArray();
        return links.Length < 2 ? "" : $"""
            <nav class="toc" aria-label="On this page">
            <p>On this page</p>
            <ul>
            {string.Join("\n", links.Select(link => $"<li><a href=\"#{link.Id}\">{SafeHtml.Escape(link.Heading)}</a></li>"))}
            </ul>
            </nav>
            """;
    }

    /// <summary>HTML without its marks.</summary>
    public static string Plain(string html) => Blanks().Replace(WebUtility.HtmlDecode(Mark().Replace(html, "")), " ").Trim();

    private void AddText(string html)
    {
        var text = Plain(Folded().Replace(html, " ").Replace("</", " </"));
        if (text.Length == 0) return;
        if (_sections.Count == 0) _sections.Add(new(1, "", "", text));
        else _sections[^1] = _sections[^1] with { Text = $"{_sections[^1].Text} {text}".Trim() };
    }

    private string Unique(string wanted)
    {
        var id = wanted;
        for (var copy = 2; !_taken.Add(id); copy++) id = $"{wanted}-{copy}";
        return id;
    }

    [GeneratedRegex("<h(?<level>[1-3])(?: id=\"(?<id>[^\"]*)\")?>(?<text>.*?)</h\\k<level>>", RegexOptions.Singleline)]
    private static partial Regex Heading();

    [GeneratedRegex("<details.*?</details>", RegexOptions.Singleline)]
    private static partial Regex Folded();

    [GeneratedRegex("<[^>]*>")]
    private static partial Regex Mark();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blanks();
}
