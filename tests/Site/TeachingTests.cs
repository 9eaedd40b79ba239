using EarlyExit.Host.Site;

namespace EarlyExit.Tests.Site;

/// <summary>The learning path and the glossary against the notebooks that are there.</summary>
public class TeachingTests
{
    private static readonly IReadOnlyList<SiteEntry> Entries = SiteBuilder.Committed(Browser.Repository);
    private static readonly string LearningPath = Read("learning-path.md"), Words = Read("glossary.md");

    [Fact]
    public void Every_notebook_is_on_the_path_with_its_title_and_time()
    {
        var named = TeachingPages.NotebooksOf(LearningPath).ToHashSet();
        var text = TeachingPages.Path(LearningPath, Entries);
        Assert.DoesNotContain("<!-- notebooks", text);
        foreach (var entry in Entries)
        {
            Assert.Contains(int.Parse(entry.Number), named);
            Assert.Contains($"[{entry.Title}]({entry.Page}){(entry.Time.Length > 0 ? ", " + entry.Time : "")}", text);
            Assert.True(entry.Seconds is > 0, $"{entry.Name} does not say how long it took");
        }
    }

    [Fact]
    public void The_path_has_three_routes() => Assert.Equal(
        ["One lecture (90 minutes)", "One lab (four hours)", "One semester project (twelve weeks)"],
        LearningPath.Split('\n').Where(line => line.StartsWith("## ")).Select(line => line[3..]));

    // The words that the design agrees on.
    [Theory]
    [InlineData("exit")]
    [InlineData("head")]
    [InlineData("backbone")]
    [InlineData("stage")]
    [InlineData("regime")]
    [InlineData("phase")]
    [InlineData("confidence")]
    [InlineData("score")]
    [InlineData("criterion")]
    [InlineData("threshold")]
    [InlineData("budget")]
    [InlineData("frontier")]
    [InlineData("calibration")]
    [InlineData("temperature")]
    [InlineData("reliability diagram")]
    [InlineData("failure prediction")]
    [InlineData("risk-coverage")]
    [InlineData("numerical rank")]
    [InlineData("mode connectivity")]
    [InlineData("barrier")]
    [InlineData("filter normalisation")]
    public void The_glossary_has_the_word(string word) => Assert.Contains(word, TeachingPages.Terms(Words));

    [Fact]
    public void Its_words_are_in_alphabetical_order_and_lead_to_where_they_occur()
    {
        var terms = TeachingPages.Terms(Words).ToArray();
        Assert.Equal(terms.Order(StringComparer.OrdinalIgnoreCase), terms);
        var text = TeachingPages.Glossary(Words, Entries);
        var temperature = text[text.IndexOf("## temperature")..];
        var expected = Entries.Where(entry => entry.Notebook.Cells.Any(cell => cell is EarlyExit.Host.Notebooks.MarkdownCell && cell.Source.Contains("temperature", StringComparison.OrdinalIgnoreCase))).Take(8);
        Assert.All(expected, entry => Assert.Contains($"[{entry.Number}]({entry.Page}", temperature[..temperature.IndexOf("##", 3)]));
        var filter = text[text.IndexOf("## filter normalisation")..text.IndexOf("## frontier")];
        Assert.Contains("[27](27", filter); // which has it in another form
        Assert.DoesNotContain("[07](07", filter);
    }

    private static string Read(string name) => File.ReadAllText(Path.Combine(Browser.Repository.Docs, name));
}
