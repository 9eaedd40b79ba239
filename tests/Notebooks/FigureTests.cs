using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using EarlyExit.Charts;
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
        var shown = NotebookReader.Read(Path.Combine(Repository.Notebooks, name)).CodeCells.SelectMany(cell => cell.Outputs).OfType<DisplayOutput>();
        var figures = 0;
        foreach (var output in shown)
        {
            if (!output.Data.TryGetValue("text/html", out var html) || Picture().Match(html.ToString()) is not { Success: true } picture) continue;
            var svg = Encoding.UTF8.GetString(Convert.FromBase64String(picture.Groups["svg"].Value));
            var takeaway = WebUtility.HtmlDecode(Title().Match(svg).Groups[1].Value);
            Assert.True(takeaway.Length > 15, $"'{takeaway}' says nothing");
            Assert.StartsWith(takeaway.TrimEnd('.'), WebUtility.HtmlDecode(picture.Groups["alt"].Value));
            Assert.True(WebUtility.HtmlDecode(picture.Groups["alt"].Value).Length > takeaway.Length + 10, "nothing is said of what is drawn");
            Assert.All(FontSize().Matches(svg), size => Assert.True(int.Parse(size.Groups[1].Value) >= 11));
            Assert.Contains($"fill=\"{Style.Card}\"", svg); // reads on light and on dark pages
            var live = output.Data["application/vnd.plotly.v1+json"];
            var title = WebUtility.HtmlDecode(live["layout"]!["title"]!["text"]!.GetValue<string>().Replace("<br>", " ").Replace("<b>", "").Replace("</b>", ""));
            Assert.Equal(takeaway, title);
            Assert.True(live["data"] is JsonArray { Count: > 0 });
            figures++;
        }
        Assert.True(figures > 0, "the notebook shows no figure");
    }

    [GeneratedRegex("<img alt=\"(?<alt>[^\"]*)\"[^>]*src=\"data:image/svg\\+xml;base64,(?<svg>[A-Za-z0-9+/=]+)\"")]
    private static partial Regex Picture();

    [GeneratedRegex("<title>(.*?)</title>", RegexOptions.Singleline)]
    private static partial Regex Title();

    [GeneratedRegex("font-size=\"(\\d+)\"")]
    private static partial Regex FontSize();
}
