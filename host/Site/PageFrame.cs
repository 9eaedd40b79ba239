namespace EarlyExit.Host.Site;

/// <summary>What every page has around its content. Nothing in it needs a network.</summary>
internal static class PageFrame
{
    /// <param name="title">Plain text for the window.</param>
    /// <param name="content">The inside of <c>main</c>.</param>
    public static string Of(string title, string content) => $"""
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src data:; style-src 'self' 'unsafe-inline' file:" />
        <title>{SafeHtml.Escape(title)}</title>
        <link rel="stylesheet" href="style.css" />
        </head>
        <body>
        <main>
        {content}
        </main>
        </body>
        </html>

        """;
}
