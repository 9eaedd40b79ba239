namespace EarlyExit.Charts.Display;

/// <summary>
/// Names the type that knows how a value is shown. .NET Interactive and our own host look for an attribute of this name on any type, so that
/// the library needs neither of them.
/// </summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class TypeFormatterSourceAttribute(Type formatterSourceType) : Attribute
{
    public Type FormatterSourceType { get; } = formatterSourceType;

    public string[]? PreferredMimeTypes { get; set; }
}

/// <summary>How figures are shown: live where the viewer has plotly, and as a picture where it has not.</summary>
internal sealed class FigureFormatters
{
    public IEnumerable<object> CreateTypeFormatters() =>
    [
        new Formatter<Figure>(Mime.Plotly, figure => figure.ToPlotlyJson()),
        new Formatter<Figure>(Mime.Html, figure => figure.ToHtml()),
    ];
}

/// <summary>How everything else is shown: as HTML, and as text where that is not understood.</summary>
internal sealed class HtmlFormatters
{
    public IEnumerable<object> CreateTypeFormatters() =>
    [
        new Formatter<IHtml>(Mime.Html, shown => shown.ToHtml()),
        new Formatter<IHtml>(Mime.Text, shown => shown.ToString()!),
    ];
}

/// <summary>Something with an HTML form of its own.</summary>
internal interface IHtml
{
    string ToHtml();
}

/// <summary>One form of a value; the hosts call its members by name.</summary>
internal sealed class Formatter<T>(string mimeType, Func<T, string> format)
{
    public string MimeType { get; } = mimeType;

    public bool Format(object value, TextWriter writer)
    {
        if (value is not T shown) return false;
        writer.Write(format(shown));
        return true;
    }
}

internal static class Mime
{
    internal const string Plotly = "application/vnd.plotly.v1+json";
    internal const string Html = "text/html";
    internal const string Text = "text/plain";
}
