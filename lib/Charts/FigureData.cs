using System.Globalization;
using System.Text.Json.Nodes;
using EarlyExit.Charts.Static;

namespace EarlyExit.Charts;

/// <summary>A chart's JSON between Plotly.NET, which makes it, and its two readers: plotly.js and our own picture.</summary>
internal static class FigureData
{
    /// <summary>Data and layout with numbers of six digits, which no eye tells from more, and gaps as null.</summary>
    internal static JsonObject Tidy(string figureJson)
    {
        var figure = JsonNode.Parse(figureJson)!.AsObject();
        var layout = figure["layout"]!.DeepClone().AsObject();
        layout.Remove("template");
        return new JsonObject { ["data"] = Rounded(figure["data"]), ["layout"] = Rounded(layout) };
    }

    /// <summary>The figure's size in pixels.</summary>
    internal static (int Width, int Height) Size(JsonObject chart) =>
        ((int?)chart["layout"]!["width"] ?? Style.Width, (int?)chart["layout"]!["height"] ?? Style.Height);

    /// <summary>The chart as plotly.js takes it: titled, in our look, as wide as its cell.</summary>
    internal static JsonObject WithLook(JsonObject chart, string title)
    {
        var figure = Escaped(chart)!.AsObject();
        var layout = figure["layout"]!.AsObject();
        var (width, height) = Size(chart);
        var lines = TextWidth.Wrap(title, Style.TitleSize, bold: true, width - 40);
        var legend = Legend.Of(chart).Rows(width - 40).Count;
        layout.Remove("width");
        layout["height"] = height;
        layout["autosize"] = true;
        layout["title"] = new JsonObject { ["text"] = $"<b>{string.Join("<br>", lines.Select(Escaped))}</b>" };
        layout["margin"] = new JsonObject { ["l"] = 60, ["r"] = 24, ["t"] = 30 + 22 * lines.Count + 24 * legend, ["b"] = 56 };
        layout["template"] = Look();
        return figure;
    }

    private static JsonObject Look()
    {
        JsonObject Axis() => new()
        {
            ["gridcolor"] = Style.Grid, ["linecolor"] = Style.Axis, ["showline"] = true, ["zeroline"] = false, ["ticks"] = "outside",
            ["tickcolor"] = Style.Axis, ["automargin"] = true, ["tickfont"] = Font(Style.TextSize, Style.Muted),
            ["title"] = new JsonObject { ["font"] = Font(Style.LabelSize, Style.Ink) },
        };
        return new JsonObject
        {
            ["layout"] = new JsonObject
            {
                ["autotypenumbers"] = "strict", // texts are categories, even "1"
                ["font"] = Font(Style.TextSize, Style.Ink, Style.FontFamily),
                ["title"] = new JsonObject
                {
                    ["font"] = Font(Style.TitleSize, Style.Ink), ["x"] = 0, ["xanchor"] = "left", ["y"] = 1, ["yanchor"] = "top",
                    ["pad"] = new JsonObject { ["l"] = 20, ["t"] = 16 },
                },
                ["paper_bgcolor"] = Style.Card,
                ["plot_bgcolor"] = Style.Card,
                ["colorway"] = new JsonArray([.. Style.Palette.Select(colour => (JsonNode)colour)]),
                ["xaxis"] = Axis(),
                ["yaxis"] = Axis(),
                ["legend"] = new JsonObject
                {
                    ["orientation"] = "h", ["x"] = 0, ["xanchor"] = "left", ["y"] = 1.02, ["yanchor"] = "bottom", ["traceorder"] = "normal",
                },
                ["hovermode"] = "closest",
            },
            ["data"] = new JsonObject
            {
                ["scatter"] = new JsonArray(new JsonObject { ["marker"] = new JsonObject { ["size"] = Drawing.MarkerSize } }),
            },
        };
    }

    private static JsonObject Font(int size, string colour, string? family = null)
    {
        var font = new JsonObject { ["size"] = size, ["color"] = colour };
        if (family is not null) font["family"] = family;
        return font;
    }

    private static JsonNode? Rounded(JsonNode? node) => node switch
    {
        JsonObject o => new JsonObject(o.Select(property => KeyValuePair.Create(property.Key, Rounded(property.Value)))),
        JsonArray a => new JsonArray([.. a.Select(Rounded)]),
        JsonValue v when v.TryGetValue(out double number) => JsonNode.Parse(number.ToString("G6", CultureInfo.InvariantCulture)),
        JsonValue v when v.TryGetValue(out string? text) && text is "NaN" or "Infinity" or "-Infinity" => null,
        _ => node?.DeepClone(),
    };

    // plotly.js reads a little HTML in texts, of which none is ours.
    private static JsonNode? Escaped(JsonNode? node) => node switch
    {
        JsonObject o => new JsonObject(o.Select(property => KeyValuePair.Create(property.Key, Escaped(property.Value)))),
        JsonArray a => new JsonArray([.. a.Select(Escaped)]),
        JsonValue v when v.TryGetValue(out string? text) => Escaped(text),
        _ => node?.DeepClone(),
    };

    private static string Escaped(string text) => text.Replace("&", "&amp;").Replace("<", "&lt;").Replace(">", "&gt;");
}
