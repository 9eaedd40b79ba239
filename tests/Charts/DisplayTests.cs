using System.Text.Json.Nodes;
using EarlyExit.Charts;
using EarlyExit.Host.Sessions;

namespace EarlyExit.Tests.Charts;

/// <summary>The display types are found by name, as .NET Interactive and our host look for them.</summary>
public class DisplayTests
{
    [Fact]
    public void FiguresAreLiveAndPictures()
    {
        var bundle = ValueDisplay.Of(SampleFigures.All["lines"]());
        Assert.Equal(["application/vnd.plotly.v1+json", "text/html"], bundle.Keys.Order());
        Assert.IsType<JsonObject>(bundle["application/vnd.plotly.v1+json"]);
        Assert.StartsWith("<img alt=\"A takeaway. A description.\"", (string?)bundle["text/html"]);
    }

    [Theory]
    [InlineData("table")]
    [InlineData("verdict")]
    [InlineData("footer")]
    [InlineData("claims")]
    public void EverythingElseIsHtmlAndText(string what)
    {
        object shown = what switch
        {
            "table" => new Table(["a"], [["b"]]),
            "verdict" => Verdict.For("n", "c", "p").Row("q", "p", 1, true),
            "footer" => Footer.Show(0),
            _ => ClaimsReport.Read(Path.Combine(AppContext.BaseDirectory, "no such folder")),
        };
        var bundle = ValueDisplay.Of(shown);
        Assert.Equal(["text/html", "text/plain"], bundle.Keys.Order());
        Assert.Equal(shown.ToString(), (string?)bundle["text/plain"]);
        Assert.DoesNotContain("<script", (string?)bundle["text/html"]);
    }

    [Fact]
    public void TheFooterNamesVersionsAndTimeButNoMachine()
    {
        Footer.Start();
        var footer = Footer.Show(seed: 7);
        Assert.Equal([".NET", "system"], footer.Header.Take(2));
        Assert.Equal("7", footer.Rows[0][footer.Header.ToList().IndexOf("seed")]);
        Assert.InRange(double.Parse(footer.Rows[0][^1]), 0, 60);
        Assert.DoesNotContain(Environment.MachineName, footer.ToString());
        Assert.DoesNotContain(Path.DirectorySeparatorChar.ToString(), footer.ToString());
    }
}
