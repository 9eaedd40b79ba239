using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using EarlyExit.Charts;
using EarlyExit.Charts.Static;
using EarlyExit.Host;
using EarlyExit.Host.Notebooks;

namespace EarlyExit.Tests.Notebooks;

/// <summary>Figures of the committed notebooks: live and as a picture, with words for those who do not see them.</summary>
public partial class FigureTests
{
    private static readonly Repository Repository = Repository.Find();

    public static TheoryData<string> Names => [.. Directory.EnumerateFiles(Repository.Notebooks, "*.ipynb").Select(file => Path.GetFileName(file)!).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Figures_come_live_and_as_a_picture_whose_alternative_text_is_the_takeaway(string name)
    {
        var figures = Shown(name);
        Assert.NotEmpty(figures);
        foreach (var (svg, alt, live) in figures)
        {
            var takeaway = Takeaway(svg);
            Assert.True(takeaway.Length > 15, $"'{takeaway}' says nothing");
            Assert.StartsWith(takeaway.TrimEnd('.'), alt);
            Assert.True(alt.Length > takeaway.Length + 10, "nothing is said of what is drawn");
            Assert.All(FontSize().Matches(svg), size => Assert.True(int.Parse(size.Groups[1].Value) >= 11));
            Assert.Contains($"fill=\"{Style.Card}\"", svg); // reads on light and on dark pages
            var title = WebUtility.HtmlDecode(live["layout"]!["title"]!["text"]!.GetValue<string>().Replace("<br>", " ").Replace("<b>", "").Replace("</b>", ""));
            Assert.Equal(takeaway, title);
            Assert.True(live["data"] is JsonArray { Count: > 0 });
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void The_picture_is_drawn_anew_from_the_numbers_of_the_live_figure_to_the_same_bytes(string name)
    {
        foreach (var (svg, _, live) in Shown(name))
        {
            var chart = Plain(live)!.AsObject();
            chart["layout"]!["width"] = int.Parse(Width().Match(svg).Groups[1].Value); // live, a figure is as wide as its cell
            Assert.Equal(svg, Picture.Draw(chart, Takeaway(svg)));
        }
        // The thumbnail and GitHub's picture is one of them.
        Assert.Contains(File.ReadAllText(Path.Combine(Repository.Docs, "figures", Path.ChangeExtension(name, ".svg"))).TrimEnd(), Shown(name).Select(figure => figure.Svg.TrimEnd()));
    }

    /// <summary>The colours are those whose distances for colour-blind eyes StyleTests computes, and no series is told by its colour alone.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void Colours_are_those_of_the_style_and_series_differ_in_more(string name)
    {
        string[] flat = [Style.Card, Style.Ink, Style.Muted, Style.Grid, Style.Axis, "#ffffff", "none", .. Style.Palette, .. Style.Palette.Select(colour => Style.Faint(colour))];
        foreach (var (svg, alt, live) in Shown(name))
        {
            Assert.All(Colour().Matches(svg).Select(match => match.Groups[1].Value).Distinct(), colour => Assert.True(flat.Contains(colour) || IsOnTheRamp(colour), $"{colour} in '{alt}'"));
            var series = live["data"]!.AsArray().Where(trace => (string?)trace!["type"] == "scatter" && trace["name"] is not null)
                .GroupBy(trace => $"{trace!["xaxis"]} {trace["yaxis"]}");
            Assert.All(series, panel => Assert.Equal(panel.Count(), panel.Select(trace => $"{trace!["line"]?["dash"]} {trace["marker"]?["symbol"]}").Distinct().Count()));
        }
    }

    private static IReadOnlyList<(string Svg, string Alt, JsonNode Live)> Shown(string name) =>
    [
        .. from output in NotebookReader.Read(Path.Combine(Repository.Notebooks, name)).CodeCells.SelectMany(cell => cell.Outputs).OfType<DisplayOutput>()
           let picture = output.Data.TryGetValue("text/html", out var html) ? PictureTag().Match(html.ToString()) : null
           where picture is { Success: true }
           select (Encoding.UTF8.GetString(Convert.FromBase64String(picture.Groups["svg"].Value)), WebUtility.HtmlDecode(picture.Groups["alt"].Value),
               output.Data["application/vnd.plotly.v1+json"]),
    ];

    private static string Takeaway(string svg) => WebUtility.HtmlDecode(Title().Match(svg).Groups[1].Value);

    /// <summary>Texts of live figures have the signs of HTML escaped.</summary>
    private static JsonNode? Plain(JsonNode? node) => node switch
    {
        JsonObject o => new JsonObject(o.Select(property => KeyValuePair.Create(property.Key, Plain(property.Value)))),
        JsonArray a => new JsonArray([.. a.Select(Plain)]),
        JsonValue v when v.TryGetValue(out string? text) => text.Replace("<br>", "\n").Replace("&lt;", "<").Replace("&gt;", ">").Replace("&amp;", "&"),
        _ => node?.DeepClone(),
    };

    private static bool IsOnTheRamp(string colour)
    {
        if (colour is not ['#', .. { Length: 6 }]) return false;
        var parts = Parts(colour);
        return Style.Sequential.Zip(Style.Sequential.Skip(1)).SelectMany(pair => Enumerable.Range(0, 65).Select(step => Parts(pair.First.Colour).Zip(Parts(pair.Second.Colour), (a, b) => a + (b - a) * step / 64.0)))
            .Any(place => place.Zip(parts, (a, b) => Math.Abs(a - b)).Max() < 1.5);

        static double[] Parts(string colour) => [.. Convert.FromHexString(colour.AsSpan(1)).Select(part => (double)part)];
    }

    [GeneratedRegex("<img alt=\"(?<alt>[^\"]*)\"[^>]*src=\"data:image/svg\\+xml;base64,(?<svg>[A-Za-z0-9+/=]+)\"")]
    private static partial Regex PictureTag();

    [GeneratedRegex("<title>(.*?)</title>", RegexOptions.Singleline)]
    private static partial Regex Title();

    [GeneratedRegex("(?:fill|stroke)=\"([^\"]+)\"")]
    private static partial Regex Colour();

    [GeneratedRegex("<svg [^>]*width=\"(\\d+)\"")]
    private static partial Regex Width();

    [GeneratedRegex("font-size=\"(\\d+)\"")]
    private static partial Regex FontSize();
}
