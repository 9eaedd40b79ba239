namespace EarlyExit.Host.Site;

/// <summary>
/// What every page has around its content: the way past it for keyboards, links, the search. Nothing in it needs a network; scripts come
/// from files beside the page alone, so that nothing inside a notebook can run even if it came through <see cref="SafeHtml"/>.
/// </summary>
internal static class PageFrame
{
    private static readonly (string Page, string Name)[] Pages =
        [("index.html", "Claims"), ("explorer.html", "Exit explorer"), ("learning-path.html", "Learning path"), ("glossary.html", "Glossary")];

    /// <param name="page">The file's name, by which its own link is marked.</param>
    /// <param name="title">Plain text for the window.</param>
    /// <param name="content">The inside of <c>main</c>.</param>
    /// <param name="aside">What stands before it, or beside it where there is room.</param>
    /// <param name="scripts">Files that run once the page is there, beside those of every page.</param>
    public static string Of(string page, string title, string content, string aside = "", params IEnumerable<string> scripts) => $"""
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src data:; style-src 'self' 'unsafe-inline' file:; script-src 'self' file:; base-uri 'none'; form-action 'none'" />
        <title>{SafeHtml.Escape(title)}</title>
        <link rel="stylesheet" href="style.css" />
        </head>
        <body>
        <a class="skip" href="#content">Skip to the content</a>
        <header>
        <nav aria-label="Site">
        {string.Join("\n", Pages.Select(one => $"<a href=\"{one.Page}\"{(one.Page == page ? " aria-current=\"page\"" : "")}>{one.Name}</a>"))}
        </nav>
        <search hidden="hidden">
        <label for="search-field">Search</label> <input id="search-field" type="search" autocomplete="off" aria-describedby="search-hint" />
        <span id="search-hint">Press / to search</span>
        <ul id="search-results" aria-label="Results" hidden="hidden"></ul>
        </search>
        </header>
        <div class="{(aside.Length > 0 ? "page beside" : "page")}">
        {aside}
        <main id="content" tabindex="-1">
        {content}
        </main>
        </div>
        {string.Join("\n", scripts.Prepend("site.js").Select(script => $"<script src=\"{script}\" defer=\"defer\"></script>"))}
        </body>
        </html>

        """;
}
