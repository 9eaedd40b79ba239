using System.Text;
using System.Text.Json.Nodes;
using EarlyExit.Host;
using EarlyExit.Host.Notebooks;
using EarlyExit.Host.Site;

namespace EarlyExit.Tests.Host;

/// <summary>What publishing leaves beside the notebooks: main figures and the claims board.</summary>
public sealed class PublishedTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_last_picture_of_a_notebook_is_its_main_figure()
    {
        var notebook = new Notebook(
        [
            SmallNotebooks.Code("a", "1", Shown("<img src=\"data:image/svg+xml;base64,PGE+\" />")),
            SmallNotebooks.Code("b", "2", Shown("<img alt=\"x\" src=\"data:image/svg+xml;base64,PGI+\" />")),
            SmallNotebooks.Code("c", "3", Shown("<table></table>")),
        ], []);
        Assert.Equal("<b>", Encoding.UTF8.GetString(MainFigure.Of(notebook)!));
        Assert.Null(MainFigure.Of(SmallNotebooks.Of("1 + 1")));
    }

    [Fact]
    public void The_board_replaces_what_stands_between_its_marks_and_nothing_else()
    {
        const string begin = "<!-- claims: made by ./workbook publish from data/verdicts -->", end = "<!-- end of claims -->";
        var readme = _folder.Write("README.md", $"before\n{begin}\nold\n{end}\nafter\n");
        foreach (var name in new[] { "20-b", "00-a" })
            _folder.Write($"verdicts/{name}.json",
                $$"""{"claim":"{{name}} | holds","paper":"P","summary":"holds","data":"shapes","seeds":{{(name == "20-b" ? 0 : 3)}},"networks":{{(name == "20-b" ? 27 : 0)}},"samples":2000,"scale":"quick"}""");
        ClaimsBoard.Update(readme, _folder.File("verdicts"));
        Assert.Equal($"""
            before
            {begin}
            | Claim | Paper | Here | On |
            |---|---|---|---|
            | [00-a \| holds](notebooks/00-a.ipynb) | P | holds | shapes, seeds: 3, samples: 2000, quick |
            | [20-b \| holds](notebooks/20-b.ipynb) | P | holds | shapes, networks: 27, samples: 2000, quick |
            {end}
            after

            """, File.ReadAllText(readme));
    }

    [Fact]
    public void A_readme_without_the_marks_is_refused_and_left_alone()
    {
        var readme = _folder.Write("README.md", "no marks\n");
        Directory.CreateDirectory(_folder.File("verdicts"));
        Assert.Contains("lacks the marks", Assert.Throws<UsageException>(() => ClaimsBoard.Update(readme, _folder.File("verdicts"))).Message);
        Assert.Equal("no marks\n", File.ReadAllText(readme));
    }

    private static DisplayOutput Shown(string html) => new(new Dictionary<string, JsonNode> { ["text/html"] = html }, []);
}
