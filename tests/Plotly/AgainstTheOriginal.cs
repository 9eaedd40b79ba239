using System.Text.Json.Nodes;

namespace EarlyExit.Tests.Plotly;

/// <summary>Charts have the same JSON whether the original Plotly.NET makes them or the subset does.</summary>
public class AgainstTheOriginal
{
    private static readonly JsonObject Golden =
        (JsonObject)JsonNode.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "golden", "plotly", "charts.json")))!;

    public static TheoryData<string> Names => [.. ReferenceCharts.All().Select(c => c.Name)];

    [Theory, MemberData(nameof(Names))]
    public void Chart(string name)
    {
        var here = JsonNode.Parse(ReferenceCharts.All().Single(c => c.Name == name).Json)!;
        (here["layout"] as JsonObject)!.Remove("template"); // only the original has one, in charts with its defaults
        Assert.True(JsonNode.DeepEquals(Numbers(Golden[name]), Numbers(here)), $"{Golden[name]}\n is not\n{here}");
    }

    [Fact]
    public void NoneIsMissing() => Assert.Equal(Golden.Select(c => c.Key), ReferenceCharts.All().Select(c => c.Name));

    /// <summary>The same with every number as a double: the original writes 1.0, the subset 1.</summary>
    private static JsonNode? Numbers(JsonNode? node) => node switch
    {
        JsonObject o => new JsonObject(o.Select(p => KeyValuePair.Create(p.Key, Numbers(p.Value)))),
        JsonArray a => new JsonArray([.. a.Select(Numbers)]),
        JsonValue v when v.TryGetValue(out double number) => number,
        _ => node?.DeepClone(),
    };
}
