using System.Xml.Linq;
using EarlyExit.Charts;
using EarlyExit.Metrics;
using Microsoft.Data.Analysis;

namespace EarlyExit.Tests.Charts;

public class TableTests
{
    [Fact]
    public void HtmlHoldsHostileTextsAsText()
    {
        var table = new Table([SampleFigures.Hostile, "b"], [["<img src=x onerror=alert(1)>", "1"]], SampleFigures.Hostile);
        var html = XElement.Parse(table.ToHtml());
        Assert.Equal(["div", "table", "caption", "thead", "tr", "th", "th", "tbody", "tr", "td", "td"], html.DescendantsAndSelf().Select(e => e.Name.LocalName));
        Assert.Equal("<img src=x onerror=alert(1)>", html.Descendants("td").First().Value);
    }

    [Fact]
    public void NumbersOfAColumnHaveEquallyManyDecimals()
    {
        var table = Table.Of([.8313, .68, .1], ("exit", value => (int)(value * 10)), ("accuracy", value => value), ("cost", value => value * 1000), ("rate", value => value * 1e-5));
        Assert.Equal(["8", "0.8313", "831.3", "8.313E-6"], table.Rows[0]);
        Assert.Equal(["6", "0.6800", "680.0", "6.8E-6"], table.Rows[1]);
    }

    [Fact]
    public void ValuesAreWrittenInTheInvariantCulture()
    {
        var table = Table.Of([0], ("interval", _ => new Interval(1.25, 1.1, 1.4, .95, 3)), ("text", _ => "as it is"), ("none", _ => null), ("float", _ => 2.5f));
        Assert.Equal(["1.25 [1.10, 1.40]", "as it is", "", "2.500"], table.Rows[0]);
    }

    [Fact]
    public void DataFramesAreTables()
    {
        var frame = new DataFrame(new StringDataFrameColumn("regime", ["joint", "mixed"]), new DoubleDataFrameColumn("accuracy", new double?[] { .5, null }));
        var table = Table.From(frame, "caption");
        Assert.Equal(["regime", "accuracy"], table.Header);
        Assert.Equal(["joint", "0.5000"], table.Rows[0]);
        Assert.Equal(["mixed", ""], table.Rows[1]);
        Assert.Equal("caption", table.Caption);
    }

    [Fact]
    public void TextIsAligned() =>
        Assert.Equal("name   n\na      1\nbb    20", new Table(["name", "n"], [["a", "1"], ["bb", "20"]]).ToString());

    [Fact]
    public void ADashAmongNumbersIsANumberThatIsMissing() =>
        Assert.Equal("  n  text\n1.5  -\n  -  -", new Table(["n", "text"], [["1.5", "-"], ["-", "-"]]).ToString());

    [Fact]
    public void MarkdownKeepsItsColumns() =>
        Assert.Equal("| a | b |\n|---|---:|\n| x \\| y | 1 |\n", new Table(["a", "b"], [["x | y", "1"]]).ToMarkdown());

    [Fact]
    public void RowsAreAsLongAsTheHeader()
    {
        var error = Assert.Throws<ArgumentException>(() => new Table(["a", "b"], [["1", "2"], ["1"]]));
        Assert.StartsWith("Row 1 has 1 cells, expected 2 as in the header.", error.Message);
    }

    [Fact]
    public void EmptyTablesAreShown() => Assert.Equal("a  b", Table.Of(Array.Empty<int>(), ("a", x => x), ("b", x => x)).ToString());
}
