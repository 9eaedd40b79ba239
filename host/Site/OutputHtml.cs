using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using EarlyExit.Host.Notebooks;
using EarlyExit.Host.Sessions;

namespace EarlyExit.Host.Site;

/// <summary>A cell's outputs as HTML: of every value the richest form that needs no script.</summary>
public static partial class OutputHtml
{
    private const int MostWholeIntervals = 6;

    private static readonly string[] Pictures = ["image/png", "image/jpeg"];

    public static string Of(Output output) => output switch
    {
        StreamOutput stream => $"<pre class=\"{(stream.Name == "stderr" ? "stderr" : "stdout")}\">{SafeHtml.Escape(stream.Text.TrimEnd())}</pre>\n",
        DisplayOutput display => Of(display),
        ErrorOutput error => $"<pre class=\"stderr\">{SafeHtml.Escape(string.Join('\n', error.Trace.Prepend($"{error.Name}: {error.Value}")))}</pre>\n",
        _ => "",
    };

    private static string Of(DisplayOutput display)
    {
        if (display.Data.TryGetValue(Mime.Html, out var html))
            return display.Data.TryGetValue(Mime.Plotly, out var chart) && html.ToString().StartsWith("<img ", StringComparison.Ordinal)
                ? Figure(html.ToString(), chart)
                : $"<div class=\"shown\">{Row().Replace(SafeHtml.Clean(html.ToString()), row => WholeIntervals(row.Value))}</div>\n";
        foreach (var type in Pictures)
            if (display.Data.TryGetValue(type, out var data))
                return $"<div class=\"shown\">{SafeHtml.Clean($"<img alt=\"\" src=\"data:{type};base64,{data.ToString().Replace("\n", "")}\">")}</div>\n";
        if (display.Data.TryGetValue("text/markdown", out var markdown)) return $"<div class=\"shown\">{MarkdownHtml.Of(markdown.ToString())}</div>\n";
        return display.Data.TryGetValue(Mime.Text, out var text) ? $"<pre class=\"stdout\">{SafeHtml.Escape(text.ToString())}</pre>\n" : "";
    }

    // A cell that is too narrow breaks between a mean and its interval, "1.5 [0.3, 2.7]"; where a row has many, they would not fit on a page.
    private static string WholeIntervals(string row) =>
        Interval().Count(row) > MostWholeIntervals ? row : Interval().Replace(row, interval => interval.Value.Replace(' ', '\u00a0'));

    /// <summary>The picture, and the numbers that figures.js draws it anew from: data that nothing runs, with every sign escaped that could end it.</summary>
    private static string Figure(string picture, JsonNode chart) =>
        $"<figure class=\"chart shown\">{SafeHtml.Clean(picture)}<script type=\"application/json\">{chart.ToJsonString()}</script></figure>\n";

    [GeneratedRegex("<tr>.*?</tr>", RegexOptions.Singleline)]
    private static partial Regex Row();

    [GeneratedRegex(@"\[[-\d.,]+, [-\d.,]+\]")]
    private static partial Regex Interval();
}
