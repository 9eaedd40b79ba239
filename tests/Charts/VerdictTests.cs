using System.Text.Json.Nodes;
using System.Xml.Linq;
using EarlyExit.Charts;
using EarlyExit.Metrics;
using EarlyExit.Workbook;

namespace EarlyExit.Tests.Charts;

public sealed class VerdictTests : IDisposable
{
    private const string Variable = "EARLYEXIT_VERDICTS";
    private readonly string? _before = Environment.GetEnvironmentVariable(Variable);
    private readonly string _folder = Directory.CreateTempSubdirectory("verdicts").FullName;

    public VerdictTests() => Environment.SetEnvironmentVariable(Variable, _folder);

    public void Dispose()
    {
        Environment.SetEnvironmentVariable(Variable, _before);
        Directory.Delete(_folder, recursive: true);
    }

    [Theory]
    [InlineData("holds", true, true)]
    [InlineData("does not hold", false, false)]
    [InlineData("does not hold (1 of 2 checks hold)", true, false)]
    public void RowsMakeTheOutcome(string expected, bool first, bool second) =>
        Assert.Equal(expected, Empty.Row("a", "1", 1, first).Row("b", "2", 2, second).Summary);

    [Fact]
    public void OutcomesAreRanked()
    {
        var undecided = Empty.Row("a", "", 1, true).Row("b", "", 1, Outcome.Undecided);
        Assert.Equal(Outcome.Undecided, undecided.Outcome);
        var small = undecided.Row("c", "", 1, Outcome.NotReproducedAtThisScale);
        Assert.Equal(Outcome.NotReproducedAtThisScale, small.Outcome);
        Assert.Equal(Outcome.DoesNotHold, small.Row("d", "", 1, false).Outcome);
        Assert.Equal(Outcome.Undecided, Empty.Outcome);
    }

    [Fact]
    public void IntervalsAreJudged()
    {
        var gain = new Interval(1.2, .4, 2, .95, 3);
        var verdict = Empty.Row("gain", "positive", gain, i => i.Low > 0).Row("gain", "large", gain, i => i.Low > 1 ? Outcome.Holds : Outcome.Undecided);
        Assert.Equal([Outcome.Holds, Outcome.Undecided], verdict.Rows.Select(row => row.Outcome));
        Assert.Equal("1.20 [0.40, 2.00]", verdict.Rows[0].Here);
    }

    [Fact]
    public void NetworksAreNoSeeds()
    {
        var verdict = Empty.Row("a", "", 1, true).On("zoo", networks: 27, samples: 8000).Save();
        Assert.Contains("data: zoo, 27 networks, 8,000 samples", verdict.ToString());
        Assert.Equal((27, 0), (ClaimsReport.Read(_folder).Verdicts[0].Networks, ClaimsReport.Read(_folder).Verdicts[0].Seeds));
    }

    [Fact]
    public void SavedVerdictsAreReadAgain()
    {
        var verdict = Empty.Row("a", SampleFigures.Hostile[..20], .5, true).Row("b", "2", "x | y", Outcome.NotReproducedAtThisScale).On("shapes", 3, 4000).Save();
        var read = Assert.Single(ClaimsReport.Read(_folder).Verdicts);
        Assert.Equal(verdict.Rows, read.Rows);
        Assert.Equal((verdict.Notebook, verdict.Claim, verdict.Paper, "shapes", 3, 4000, Scale.Quick), (read.Notebook, read.Claim, read.Paper, read.Data, read.Seeds, read.Samples, read.Scale));
        var json = JsonNode.Parse(File.ReadAllText(Path.Combine(_folder, "20-three-regimes.json")))!;
        Assert.Equal("not-reproduced-at-this-scale", (string?)json["outcome"]);
        Assert.Equal(["20-three-regimes.json"], Directory.GetFiles(_folder).Select(Path.GetFileName));
    }

    [Fact]
    public void SavingAgainReplaces()
    {
        Empty.Row("a", "", 1, true).Save();
        Empty.Row("a", "", 1, false).Save();
        Assert.Equal(Outcome.DoesNotHold, Assert.Single(ClaimsReport.Read(_folder).Verdicts).Outcome);
    }

    [Fact]
    public void BoardHasALineForEachClaim()
    {
        Empty.Row("a", "", 1, true).On("cifar-10", seeds: 1).Save();
        Verdict.For("05-calibration", "A | [b] <c>", paper: "p").Row("a", "", 1, false).Save();
        var markdown = ClaimsReport.Read(_folder).ToMarkdown(name => $"notebooks/{name}.ipynb").Split('\n');
        Assert.StartsWith("| [A \\| \\[b\\] &lt;c>](notebooks/05-calibration.ipynb) | p | ✘ does not hold | ", markdown[2]);
        Assert.StartsWith("| [Regimes differ](notebooks/20-three-regimes.ipynb) | arXiv:2407.14320 | ✔ holds | data: cifar-10, 1 seed, scale: quick", markdown[3]);
        Assert.Contains("does not hold", ClaimsReport.Read(_folder).ToString());
    }

    [Fact]
    public void AMissingFolderIsAnEmptyBoard() => Assert.Empty(ClaimsReport.Read(Path.Combine(_folder, "none")).Verdicts);

    [Theory]
    [InlineData("{")]
    [InlineData("{}")]
    [InlineData("null")]
    [InlineData("{\"notebook\":\"../x\",\"claim\":\"c\",\"paper\":\"p\",\"outcome\":\"holds\",\"summary\":\"\",\"data\":\"\",\"seeds\":0,\"samples\":0,\"scale\":\"quick\",\"rows\":[]}")]
    [InlineData("{\"notebook\":\"x\",\"claim\":\"c\",\"paper\":\"p\",\"outcome\":\"maybe\",\"summary\":\"\",\"data\":\"\",\"seeds\":0,\"samples\":0,\"scale\":\"quick\",\"rows\":[]}")]
    public void OtherFilesAreNamed(string content)
    {
        var path = Path.Combine(_folder, "bad.json");
        File.WriteAllText(path, content);
        Assert.Contains(path, Assert.Throws<FormatException>(() => ClaimsReport.Read(_folder)).Message);
    }

    [Theory]
    [InlineData("")]
    [InlineData("../escape")]
    [InlineData("a\\b")]
    [InlineData(".hidden")]
    public void NotebooksAreFileNames(string name) => Assert.Throws<ArgumentException>(() => Verdict.For(name, "c", "p"));

    [Fact]
    public void HtmlSaysTheOutcomeInWords()
    {
        var verdict = Empty.Row(SampleFigures.Hostile, "<b>", 1, false);
        var html = XElement.Parse(verdict.ToHtml().Replace("<br>", "<br/>"));
        Assert.Equal(["quantity", "paper", "here", "holds?"], html.Descendants("th").Select(e => e.Value));
        Assert.Equal("✘ does not hold", html.Descendants("td").Last().Value);
        Assert.DoesNotContain(html.Descendants(), e => e.Name.LocalName is "script" or "b");
        Assert.Contains("does not hold", verdict.ToString());
    }

    private static Verdict Empty => Verdict.For("20-three-regimes", "Regimes differ", paper: "arXiv:2407.14320");
}
