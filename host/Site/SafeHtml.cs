using System.Net;
using System.Text;
using System.Text.RegularExpressions;

namespace EarlyExit.Host.Site;

/// <summary>
/// HTML from a notebook with everything taken out that could run, load or redraw something outside of its place: only known
/// elements and attributes pass, pictures only as data. The result is well-formed XML, whatever came in.
/// </summary>
public static partial class SafeHtml
{
    private static readonly HashSet<string> Elements = new(StringComparer.Ordinal)
    {
        "a", "abbr", "b", "blockquote", "br", "caption", "code", "col", "colgroup", "dd", "del", "details", "div", "dl", "dt", "em",
        "figcaption", "figure", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "i", "img", "kbd", "li", "mark", "ol", "p", "pre", "q", "s",
        "samp", "section", "small", "span", "strong", "sub", "summary", "sup", "table", "tbody", "td", "tfoot", "th", "thead", "tr",
        "u", "ul", "var",
    };

    private static readonly HashSet<string> Empty = new(StringComparer.Ordinal) { "br", "col", "hr", "img" };

    private static readonly HashSet<string> Attributes = new(StringComparer.Ordinal)
    {
        "align", "alt", "aria-label", "class", "colspan", "height", "href", "id", "open", "role", "rowspan", "scope", "span", "src",
        "start", "style", "title", "width",
    };

    /// <summary>The harmless part of <paramref name="html"/>.</summary>
    public static string Clean(string html)
    {
        var output = new StringBuilder(html.Length);
        var open = new Stack<string>();
        var place = 0;
        while (place < html.Length)
        {
            var match = Tag().Match(html, place);
            AppendText(output, match.Success ? html[place..match.Index] : html[place..]);
            if (!match.Success) break;
            place = match.Index + match.Length;
            var name = match.Groups["name"].Value.ToLowerInvariant();
            if (match.Groups["end"].Success) Close(output, open, name);
            else if (Elements.Contains(name)) Open(output, open, name, match.Groups["attributes"].Value);
            // What stands inside of these is not text for people.
            else if (name is "script" or "style" or "template" or "iframe" or "object" or "svg" or "math")
                place = EndOf(html, name, place);
        }
        while (open.TryPop(out var name)) output.Append("</").Append(name).Append('>');
        return output.ToString();
    }

    /// <summary>Text as HTML.</summary>
    public static string Escape(string text)
    {
        var output = new StringBuilder(text.Length);
        foreach (var letter in text)
            output.Append(letter switch
            {
                '&' => "&amp;",
                '<' => "&lt;",
                '>' => "&gt;",
                '"' => "&quot;",
                // Not allowed in XML, and not visible either.
                < ' ' and not ('\n' or '\t' or '\r') or '\uFFFE' or '\uFFFF' => "",
                _ => letter.ToString(),
            });
        return output.ToString();
    }

    private static void AppendText(StringBuilder output, string text) => output.Append(Escape(WebUtility.HtmlDecode(text)));

    private static void Open(StringBuilder output, Stack<string> open, string name, string attributes)
    {
        output.Append('<').Append(name);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (Match attribute in Attribute().Matches(attributes))
        {
            var key = attribute.Groups["key"].Value.ToLowerInvariant();
            var value = WebUtility.HtmlDecode(attribute.Groups["value"].Value);
            if (Attributes.Contains(key) && IsHarmless(name, key, value) && seen.Add(key))
                output.Append(' ').Append(key).Append("=\"").Append(Escape(value)).Append('"');
        }
        output.Append(Empty.Contains(name) ? " />" : ">");
        if (!Empty.Contains(name)) open.Push(name);
    }

    private static void Close(StringBuilder output, Stack<string> open, string name)
    {
        if (!open.Contains(name)) return;
        string closed;
        do
        {
            closed = open.Pop();
            output.Append("</").Append(closed).Append('>');
        }
        while (closed != name);
    }

    private static bool IsHarmless(string element, string key, string value) => key switch
    {
        "src" => element == "img" && DataImage().IsMatch(value),
        "href" => element == "a" && Link().IsMatch(value),
        "style" => !Loads().IsMatch(value),
        _ => true,
    };

    private static int EndOf(string html, string name, int place)
    {
        var end = html.IndexOf($"</{name}", place, StringComparison.OrdinalIgnoreCase);
        if (end < 0) return html.Length;
        var close = html.IndexOf('>', end);
        return close < 0 ? html.Length : close + 1;
    }

    [GeneratedRegex("""<!--.*?(?:-->|$)|<[!?][^>]*>|<(?<end>/)?(?<name>[a-zA-Z][a-zA-Z0-9-]*)(?<attributes>(?:"[^"]*"|'[^']*'|[^"'>])*)>""", RegexOptions.Singleline)]
    private static partial Regex Tag();

    [GeneratedRegex("""(?<key>[^\s"'<>/=]+)(?:\s*=\s*(?:"(?<value>[^"]*)"|'(?<value>[^']*)'|(?<value>[^\s"'=<>`]+)))?""")]
    private static partial Regex Attribute();

    [GeneratedRegex(@"^data:image/(?:png|jpeg|gif|webp|svg\+xml);base64,[A-Za-z0-9+/=\s]*$")]
    private static partial Regex DataImage();

    [GeneratedRegex(@"^(?:https?://|mailto:|#|[\w./-]+(?:#[\w-]*)?$)", RegexOptions.IgnoreCase)]
    private static partial Regex Link();

    [GeneratedRegex(@"url|image|import|expression|position|\\|<|@", RegexOptions.IgnoreCase)]
    private static partial Regex Loads();
}
