using System.Text.Json.Nodes;

namespace EarlyExit.Tests.Charts;

/// <summary>What plotly.js is given has the types of its schema.</summary>
public class LiveFigureTests
{
    private static readonly string[] Types = ["scatter", "bar", "histogram", "heatmap", "contour", "surface"];

    public static TheoryData<string> Names => SampleFigures.Names;

    [Theory, MemberData(nameof(Names))]
    public void HasTheTypesOfPlotlysSchema(string name)
    {
        var figure = JsonNode.Parse(SampleFigures.All[name]().ToPlotlyJson())!.AsObject();
        Assert.Equal(["data", "layout", "config"], figure.Select(part => part.Key));
        foreach (var trace in figure["data"]!.AsArray())
        {
            Assert.Contains((string?)trace!["type"], Types);
            foreach (var axis in (string[])["x", "y"])
                if (trace[axis] is { } values) Assert.All(values.AsArray(), value => Assert.True(IsNumberTextOrNull(value)));
            if (trace["x"] is JsonArray x && trace["y"] is JsonArray y && trace["z"] is null) Assert.Equal(x.Count, y.Count);
            if (trace["z"] is { } rows) Assert.All(rows.AsArray(), row => Assert.All(row!.AsArray(), value => Assert.True(IsNumberTextOrNull(value))));
            if (trace["name"] is null) Assert.False((bool)trace["showlegend"]!);
        }
        var layout = figure["layout"]!;
        Assert.Null(layout["width"]);
        Assert.True((int)layout["height"]! > 0 && (bool)layout["autosize"]!);
        Assert.StartsWith("<b>", (string?)layout["title"]!["text"]);
        Assert.True(Sizes(layout).All(size => size >= 11));
    }

    [Fact]
    public void HostileTextsHaveNoTags()
    {
        var figure = JsonNode.Parse(SampleFigures.All["hostile texts"]().ToPlotlyJson())!;
        Assert.All(Texts(figure), text => Assert.DoesNotContain("<script", text));
        Assert.Contains("&lt;script&gt;", (string)figure["data"]![0]!["name"]!);
        Assert.Contains("&lt;script&gt;", (string)figure["layout"]!["title"]!["text"]!);
    }

    [Fact]
    public void NumbersHaveSixDigitsAndGapsAreNull()
    {
        var figure = JsonNode.Parse(new EarlyExit.Charts.Figure(
            global::Plotly.NET.CSharp.Chart.Line<double, double, string>([1.0 / 3, 123456.789, 2], [double.NaN, 1e-12 / 3, double.NegativeInfinity]), "t", "d").ToPlotlyJson())!;
        Assert.Equal("[0.333333,123457,2]", figure["data"]![0]!["x"]!.ToJsonString());
        Assert.Equal("[null,3.33333E-13,null]", figure["data"]![0]!["y"]!.ToJsonString());
        Assert.Equal(EarlyExit.Charts.Style.Card, (string?)figure["layout"]!["template"]!["layout"]!["paper_bgcolor"]);
    }

    private static bool IsNumberTextOrNull(JsonNode? value) =>
        value is null || value is JsonValue v && (v.TryGetValue(out double _) || v.TryGetValue(out string? text) && text is not ("NaN" or "Infinity"));

    private static IEnumerable<double> Sizes(JsonNode? node) => node switch
    {
        JsonObject o => o.SelectMany(p => p.Key == "font" || p.Key == "tickfont" ? [(double?)p.Value!["size"] ?? 12] : Sizes(p.Value)),
        JsonArray a => a.SelectMany(Sizes),
        _ => [],
    };

    private static IEnumerable<string> Texts(JsonNode? node) => node switch
    {
        JsonObject o => o.SelectMany(p => Texts(p.Value)),
        JsonArray a => a.SelectMany(Texts),
        JsonValue v when v.TryGetValue(out string? text) => [text],
        _ => [],
    };
}
