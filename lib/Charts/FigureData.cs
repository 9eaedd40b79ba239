using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace EarlyExit.Charts;

/// <summary>A chart's JSON as Plotly.NET makes it, tidied for its two readers: plotly.js and our own picture.</summary>
internal static class FigureData
{
    /// <summary>Data and layout with numbers of six digits, which no eye tells from more, and gaps as null.</summary>
    internal static JsonObject Tidy(string figureJson)
    {
        // As bytes, where half a surrogate pair in a text becomes U+FFFD: Plotly.NET passes it on, and no reader of JSON takes it.
        var figure = JsonNode.Parse(Encoding.UTF8.GetBytes(figureJson))!.AsObject();
        var layout = figure["layout"]!.DeepClone().AsObject();
        layout.Remove("template");
        return new JsonObject { ["data"] = Rounded(figure["data"]), ["layout"] = Rounded(layout) };
    }

    /// <summary>The figure's size in pixels.</summary>
    internal static (int Width, int Height) Size(JsonObject chart) =>
        ((int?)chart["layout"]!["width"] ?? Style.Width, (int?)chart["layout"]!["height"] ?? Style.Height);

    private static JsonNode? Rounded(JsonNode? node) => node switch
    {
        JsonObject o => new JsonObject(o.Select(property => KeyValuePair.Create(property.Key, Rounded(property.Value)))),
        JsonArray a => new JsonArray([.. a.Select(Rounded)]),
        JsonValue v when v.TryGetValue(out double number) => JsonNode.Parse(number.ToString("G6", CultureInfo.InvariantCulture)),
        JsonValue v when v.TryGetValue(out string? text) && text is "NaN" or "Infinity" or "-Infinity" => null,
        _ => node?.DeepClone(),
    };
}
