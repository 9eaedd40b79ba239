using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using EarlyExit.Host.Notebooks;

namespace EarlyExit.Host.Site;

/// <summary>A notebook on the site: where it lies, what it says, how its claim fared.</summary>
public sealed partial record SiteEntry(string Name, Notebook Notebook, Outcome Outcome)
{
    public string Page => Name + ".html";

    /// <summary>The number in front of its name, such as 05; empty without one.</summary>
    public string Number => Digits().Match(Name).Value;

    /// <summary>Its first heading as Markdown, or its name.</summary>
    public string Title => Notebook.Title ?? Name;

    /// <summary>The title without markup.</summary>
    public string PlainTitle => Title.Replace("*", "").Replace("`", "").Replace("$", "");

    /// <summary>The main figure as an SVG picture, or null.</summary>
    public byte[]? Figure => field ??= MainFigure.Of(Notebook);

    /// <summary>What the main figure says it shows; empty without one.</summary>
    public string Takeaway => Figure is { } svg ? WebUtility.HtmlDecode(FigureTitle().Match(Encoding.UTF8.GetString(svg)).Groups[1].Value) : "";

    /// <summary>How long the notebook took, as its last cell says; null where it does not.</summary>
    public double? Seconds => Notebook.CodeCells.LastOrDefault()?.Outputs.OfType<DisplayOutput>()
        .Select(output => output.Data.TryGetValue("text/html", out var html) ? SecondsIn(SafeHtml.Clean(html.ToString())) : null)
        .LastOrDefault(seconds => seconds is not null);

    /// <summary>The time for people: <c>7 s</c>, <c>3 min</c>, or nothing.</summary>
    public string Time => Seconds switch
    {
        null => "",
        < 99.5 and var seconds => $"{Math.Max(1, seconds):F0} s",
        { } seconds => $"{seconds / 60:F0} min",
    };

    // One row of values under one row of names.
    private static double? SecondsIn(string html)
    {
        var table = XElement.Parse($"<div>{html}</div>");
        var names = table.Descendants("th").Select(cell => cell.Value.Trim()).ToList();
        var values = table.Descendants("td").Select(cell => cell.Value.Trim()).ToList();
        var place = names.IndexOf("seconds");
        return place >= 0 && place < values.Count && double.TryParse(values[place], out var seconds) ? seconds : null;
    }

    [GeneratedRegex(@"^\d+")]
    private static partial Regex Digits();

    [GeneratedRegex("<title>(.*?)</title>", RegexOptions.Singleline)]
    private static partial Regex FigureTitle();
}
