using System.Text.RegularExpressions;
using EarlyExit.Host.Notebooks;

namespace EarlyExit.Host.Site;

/// <summary>
/// The learning path and the glossary, from their texts in docs/ and from the notebooks that are there: titles, times and verdicts, and where
/// a word occurs, are filled in when the site is built, so that they cannot go stale.
/// </summary>
public static partial class TeachingPages
{
    private const int MostPlaces = 8;

    /// <summary>A page of the site made from a text of docs/.</summary>
    internal static (string Html, PageOutline Outline) Page(string page, string title, string markdown)
    {
        var outline = new PageOutline();
        var content = outline.Add(MarkdownHtml.Of(markdown));
        return (PageFrame.Of(page, title, $"<div class=\"text\">\n{content}</div>", outline.Contents()), outline);
    }

    /// <summary>The learning path with its notebooks: a line <c>&lt;!-- notebooks 01-04, 09 --></c> becomes a list of those that are there.</summary>
    public static string Path(string markdown, IReadOnlyList<SiteEntry> entries) =>
        Mark().Replace(markdown, mark =>
        {
            var chosen = entries.Where(entry => Numbers(mark.Groups["numbers"].Value).Contains(NumberOf(entry))).ToArray();
            return string.Concat(chosen.Select(entry => $"   - [{entry.Title}]({entry.Page}){Aside(entry)}\n"));
        });

    /// <summary>The numbers of all notebooks that the text names.</summary>
    public static IEnumerable<int> NotebooksOf(string markdown) => Mark().Matches(markdown).SelectMany(mark => Numbers(mark.Groups["numbers"].Value));

    /// <summary>
    /// The glossary with the notebooks that speak of each word, by its name or by one in a line <c>&lt;!-- also area, areas under the curve --></c>.
    /// </summary>
    public static string Glossary(string markdown, IReadOnlyList<SiteEntry> entries)
    {
        var texts = entries.Select(entry => (entry, Text: string.Join('\n', entry.Notebook.Cells.OfType<MarkdownCell>().Select(cell => cell.Source)))).ToArray();
        return Term().Replace(markdown, term =>
        {
            var names = Names($"{term.Groups["term"].Value}({Also().Match(term.Value).Groups["names"].Value.Replace(", ", ")(")})");
            var found = texts.Where(one => names.IsMatch(one.Text)).Select(one => one.entry).ToArray();
            var places = found.Take(MostPlaces).Select(entry => $"[{entry.Number}]({entry.Page} \"{entry.PlainTitle.Replace("\"", "")}\")");
            var more = found.Length > MostPlaces ? $" and {found.Length - MostPlaces} more" : "";
            return found.Length == 0 ? term.Value : $"{term.Value.TrimEnd()}\n\nIn notebooks {string.Join(", ", places)}{more}.\n\n";
        });
    }

    /// <summary>The words that the glossary explains.</summary>
    public static IEnumerable<string> Terms(string markdown) => Term().Matches(markdown).Select(term => term.Groups["term"].Value);

    // "expected calibration error (ECE)" is found by either name, in the plural too.
    private static Regex Names(string term)
    {
        var names = term.Split('(', ')').Select(name => name.Trim()).Where(name => name.Length > 0).Select(Regex.Escape);
        return new Regex($@"\b(?:{string.Join('|', names)})(?:s|es)?\b", RegexOptions.IgnoreCase);
    }

    private static string Aside(SiteEntry entry) => string.Concat(new[] { entry.Time, entry.Outcome == Outcome.None ? "" : entry.Outcome.Words }
        .Where(text => text.Length > 0).Select(text => $", {text}"));

    private static int NumberOf(SiteEntry entry) => int.TryParse(entry.Number, out var number) ? number : -1;

    private static IEnumerable<int> Numbers(string list) => list.Split(',').SelectMany(part => part.Split('-') switch
    {
        [var one] => [int.Parse(one)],
        [var first, var last] => Enumerable.Range(int.Parse(first), int.Parse(last) - int.Parse(first) + 1),
        _ => throw new FormatException($"'{part}' is not a range of notebooks such as 01-04."),
    });

    [GeneratedRegex(@"<!-- notebooks (?<numbers>[\d, -]+?) -->\n")]
    private static partial Regex Mark();

    [GeneratedRegex(@"<!-- also (?<names>.+?) -->")]
    private static partial Regex Also();

    [GeneratedRegex(@"^## (?<term>.+)\n(?:(?!#).*\n?)*", RegexOptions.Multiline)]
    private static partial Regex Term();
}
