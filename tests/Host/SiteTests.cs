using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using System.Xml;
using System.Xml.Linq;
using EarlyExit.Host;
using EarlyExit.Host.Notebooks;
using EarlyExit.Host.Site;

namespace EarlyExit.Tests.Host;

public sealed partial class SiteTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly Dictionary<string, XDocument> _pages;

    public SiteTests()
    {
        SiteBuilder.Write(
        [
            new SiteEntry("00-tour", new Notebook([new MarkdownCell("a", "# 00. A *tour* of `x < y`\n\n> quoted & said\n\n| a |\n|---|\n| 1 |", [])], []), Outcome.None),
            new SiteEntry("05-hostile", Hostile(), new Outcome("does not hold (1 of 2 checks hold)", "does-not-hold")),
            new SiteEntry("20-regimes", new Notebook([new MarkdownCell("a", "# 20. Three\n\nsee [the tour](00-tour.ipynb), $\\alpha_i^2$\n\n$$\n\\frac{a}{b} \\sqrt{c + d}\n$$\n\n"
                + "<details><summary>Answer</summary>\n\nyes<br>and no\n\n</details>\n\n## Exercises\n\nfind me\n\n## Exercises\n", []), Footer()], []), new Outcome("holds", "holds")),
        ], _folder.Path, Repository.Find().Docs);
        _pages = Directory.GetFiles(_folder.Path, "*.html").ToDictionary(file => Path.GetFileName(file), Load);
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Every_page_is_well_formed_and_has_a_title()
    {
        Assert.Equal(
            ["00-tour.html", "05-hostile.html", "20-regimes.html", "explorer.html", "glossary.html", "index.html", "learning-path.html"], _pages.Keys.Order(StringComparer.Ordinal));
        Assert.Equal("00. A tour of x < y", _pages["00-tour.html"].Descendants("title").Single().Value);
        Assert.True(File.Exists(_folder.File("style.css")));
    }

    [Fact]
    public void Nothing_is_loaded_from_elsewhere_and_nothing_runs_but_the_sites_own_scripts()
    {
        foreach (var (name, page) in _pages)
        {
            Assert.DoesNotContain(page.Descendants(), element => element.Name.LocalName is "iframe" or "object" or "svg" or "style");
            Assert.All(page.Descendants("script"), script => Assert.Equal(("", true), (script.Value, File.Exists(_folder.File((string)script.Attribute("src")!)))));
            foreach (var attribute in page.Descendants().Attributes())
            {
                Assert.False(attribute.Name.LocalName.StartsWith("on", StringComparison.Ordinal), $"{name}: {attribute}");
                var loads = attribute.Name.LocalName is "src" or "srcset" or "data" or "poster" || attribute is { Name.LocalName: "href", Parent.Name.LocalName: "link" };
                if (loads) Assert.Matches("^(data:image/|style\\.css$|[a-z]+\\.js$)", attribute.Value);
                Assert.DoesNotMatch("(?i)javascript:|url\\s*\\(", attribute.Value);
            }
        }
        Assert.DoesNotMatch("(?i)url\\s*\\(|@import|https?:", File.ReadAllText(_folder.File("style.css")));
    }

    [Fact]
    public void The_contents_have_a_line_and_a_verdict_for_each_claim()
    {
        var lines = _pages["index.html"].Descendants("ol").Elements("li").ToArray();
        Assert.Equal(["00-tour.html", "05-hostile.html", "20-regimes.html"], lines.Select(line => (string?)line.Descendants("a").Single().Attribute("href")));
        Assert.Equal(["no verdict", "does not hold (1 of 2 checks hold)", "holds"], lines.Select(line => line.Descendants("span").First().Value));
        Assert.Equal("00. A tour of x < y", lines[0].Descendants("a").Single().Value);
        Assert.Equal(("The takeaway < all", "12 s"), (lines[2].Descendants("p").Single().Value, lines[2].Descendants("span").Last().Value));
        Assert.StartsWith("data:image/svg+xml;base64,", (string?)lines[2].Descendants("img").Single().Attribute("src"));
    }

    [Fact]
    public void Pages_link_to_their_neighbours_and_every_link_has_an_end()
    {
        var links = _pages["05-hostile.html"].Descendants("nav").Single(nav => (string?)nav.Attribute("class") == "steps" && nav.ElementsBeforeSelf().Any() is false)
            .Elements("a").Select(link => (string?)link.Attribute("href"));
        Assert.Equal(["00-tour.html", "20-regimes.html"], links);
        foreach (var target in _pages.Values.SelectMany(page => page.Descendants("a")).Attributes("href").Select(href => href.Value.Split('#')[0]))
            Assert.True(target.Length == 0 || File.Exists(_folder.File(target)), target);
    }

    [Fact]
    public void Outputs_are_shown_in_their_order_and_text_as_text()
    {
        var cell = _pages["05-hostile.html"].Descendants("section").Single(section => (string?)section.Attribute("class") == "cell");
        var outputs = cell.Elements().Skip(1).ToArray();
        Assert.Equal("<script>alert(1)</script> & more", outputs[0].Value);
        Assert.Equal("picture", (string?)outputs[1].Descendants("img").Single().Attribute("alt"));
        Assert.Equal("3", outputs[2].Value);
    }

    [Fact]
    public void A_line_ends_before_an_interval_and_not_within_it_where_a_row_has_few()
    {
        static string Row(int intervals) => $"<tr>{string.Concat(Enumerable.Repeat("<td>-1.5 [-2.0, 1,000]</td>", intervals))}<td>[x, y]</td></tr>";
        Assert.Contains(Row(6).Replace("2.0, 1", "2.0,\u00a01"), OutputHtml.Of(Shown($"<table>{Row(6)}</table>")));
        Assert.Contains(Row(7), OutputHtml.Of(Shown($"<table>{Row(7)}</table>")));
    }

    [Fact]
    public void Formulas_and_folded_answers_are_readable()
    {
        var page = _pages["20-regimes.html"];
        Assert.Equal(["αi2", "a/b √(c + d)"], page.Descendants().Where(element => ((string?)element.Attribute("class"))?.StartsWith("math", StringComparison.Ordinal) == true)
            .Select(element => element.Value.Trim()));
        Assert.Equal("Answer", page.Descendants("details").Single().Element("summary")!.Value);
    }

    [Fact]
    public void Code_in_colours_is_the_same_code()
    {
        const string Code = "#r \"../x.dll\"\n\nusing System;\n// a < b && c\nvar text = $\"{1 + 2:F3} \\n\";\nrecord P(int X) { }\nint F<T>(T x) => \"\"\"raw\"\"\".Length; F(new P('c'.GetHashCode()))\n";
        var html = CodeHtml.Of(Code);
        Assert.Equal(Code, XElement.Parse($"<pre>{html}</pre>", LoadOptions.PreserveWhitespace).Value);
        Assert.Equal(["d", "k", "c", "k", "s", "n", "n", "s", "s"], ClassNames().Matches(html).Select(match => match.Groups[1].Value).Where(name => name != "").Take(9));
    }

    [Fact]
    public void A_page_has_a_table_of_contents_and_the_search_an_entry_for_each_heading()
    {
        var page = _pages["20-regimes.html"];
        Assert.Equal(["#exercises", "#exercises-1"], page.Descendants("nav").Single(nav => (string?)nav.Attribute("class") == "toc").Descendants("a").Select(link => (string?)link.Attribute("href")));
        Assert.Equal(["exercises", "exercises-1"], page.Descendants("h2").Select(heading => (string?)heading.Attribute("id")));
        var index = File.ReadAllText(_folder.File("search-index.js"));
        var sections = JsonSerializer.Deserialize<string[][]>(index[(index.IndexOf('(') + 1)..index.LastIndexOf(')')])!;
        Assert.Contains(sections, section => section is ["20-regimes.html", "20. Three", "Exercises", "exercises", "find me"]);
        Assert.DoesNotContain(sections, section => section[4].Contains("yes and no")); // an answer
    }

    [Theory]
    [InlineData("""{ "outcome": "holds", "summary": "holds" }""", "holds", "holds")]
    [InlineData("""{ "outcome": "undecided", "summary": "undecided (1 of 2 checks hold)" }""", "undecided (1 of 2 checks hold)", "undecided")]
    [InlineData("""{ "outcome": "\"><script>", "summary": "x" }""", "no verdict", "none")]
    [InlineData("""{ "outcome": "holds", "summary": 3 }""", "no verdict", "none")]
    [InlineData("[]", "no verdict", "none")]
    [InlineData("not JSON", "no verdict", "none")]
    public void A_verdict_is_a_few_words(string json, string words, string cssClass) => Assert.Equal(new Outcome(words, cssClass), Outcome.Parse(json));

    private static CodeCell Footer() => SmallNotebooks.Code("z", "Footer.Show()",
        Shown($"<img src=\"data:image/svg+xml;base64,{Convert.ToBase64String("<svg><title>The takeaway &lt; all</title></svg>"u8)}\">"),
        Shown("<table><tr><th>seed</th><th>seconds</th></tr><tr><td>0</td><td>12.3</td></tr></table>"));

    private static DisplayOutput Shown(string html) => new(new Dictionary<string, JsonNode> { ["text/html"] = html }, []);

    private static Notebook Hostile() => new(
    [
        new MarkdownCell("a", "# 05. Hostile\n\n<img src=x onerror=alert(1)> <a href=\"javascript:alert(1)\">x</a> <b>unclosed <svg onload=alert(1)>", []),
        SmallNotebooks.Code("b", "1 < 2", new StreamOutput("stdout", "<script>alert(1)</script> & more"),
            new DisplayOutput(new Dictionary<string, JsonNode>
            {
                ["text/html"] = "<figure onclick='x()'><img alt=picture src=\"data:image/png;base64,AAAA\"><script src=https://evil.example/x.js></script>"
                    + "<iframe src=\"https://evil.example\">x</iframe><style>body{display:none}</style><p style=\"background:url(https://evil.example)\">caption",
                ["text/plain"] = "picture",
            }, []),
            new DisplayOutput(new Dictionary<string, JsonNode> { ["text/plain"] = "3" }, [])),
    ], []);

    private static XDocument Load(string file)
    {
        using var reader = XmlReader.Create(file, new XmlReaderSettings { DtdProcessing = DtdProcessing.Ignore });
        return XDocument.Load(reader, LoadOptions.PreserveWhitespace);
    }

    [GeneratedRegex("<span class=\"(\\w)\">")]
    private static partial Regex ClassNames();
}
