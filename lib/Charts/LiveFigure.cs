using System.Text.Json.Nodes;
using EarlyExit.Charts.Static;

namespace EarlyExit.Charts;

/// <summary>A figure as plotly.js takes it, in the look of <see cref="Style"/>.</summary>
internal static class LiveFigure
{
    /// <summary>Data, layout and config of a chart, titled and as wide as its cell.</summary>
    internal static JsonObject Of(JsonObject chart, string title)
    {
        var figure = Escaped(chart)!.AsObject();
        var layout = figure["layout"]!.AsObject();
        var (width, height) = FigureData.Size(chart);
        var lines = TextWidth.Wrap(title, Style.TitleSize, bold: true, width - 40);
        var legend = Legend.Of(chart).Rows(width - 40).Count;
        var subtitles = layout["annotations"] is JsonArray { Count: > 0 } ? 22 : 0;
        var top = 30 + 22 * lines.Count + 24 * legend + subtitles;
        foreach (var trace in figure["data"]!.AsArray())
            if (trace!["name"] is null) trace["showlegend"] = false; // plotly.js would make names up
        layout["showlegend"] = legend > 0; // plotly.js would have none for one trace with points among empty ones
        layout.Remove("width");
        layout["height"] = height;
        layout["autosize"] = true;
        layout["title"] = new JsonObject
        {
            ["text"] = $"<b>{string.Join("<br>", lines.Select(Escaped))}</b>",
            // Of one line plotly.js puts the top there, of several the base line of the first.
            ["pad"] = new JsonObject { ["l"] = 20, ["t"] = lines.Count == 1 ? 16 : 16 + .7 * Style.TitleSize },
        };
        layout["margin"] = new JsonObject { ["l"] = 60, ["r"] = 28, ["t"] = top, ["b"] = 56 };
        layout["template"] = Template(1 + (6.0 + subtitles) / (height - top - 56));
        figure["config"] = new JsonObject { ["displaylogo"] = false, ["responsive"] = true };
        return figure;
    }

    private static JsonObject Template(double legendBottom) => new()
    {
        ["layout"] = new JsonObject
        {
            ["autotypenumbers"] = "strict", // texts are categories, even "1"
            ["font"] = Font(Style.TextSize, Style.Ink, Style.FontFamily),
            ["title"] = new JsonObject
            {
                ["font"] = Font(Style.TitleSize, Style.Ink),
                ["x"] = 0,
                ["xanchor"] = "left",
                ["y"] = 1,
                ["yanchor"] = "top",
            },
            ["paper_bgcolor"] = Style.Card,
            ["plot_bgcolor"] = Style.Card,
            ["colorway"] = new JsonArray([.. Style.Palette.Select(colour => (JsonNode)colour)]),
            ["xaxis"] = Axis(),
            ["yaxis"] = Axis(),
            ["legend"] = new JsonObject
            {
                ["orientation"] = "h",
                ["x"] = 0,
                ["xanchor"] = "left",
                ["y"] = Math.Round(legendBottom, 3),
                ["yanchor"] = "bottom",
                ["traceorder"] = "normal",
            },
            ["hovermode"] = "closest",
            ["modebar"] = new JsonObject { ["orientation"] = "v", ["bgcolor"] = "rgba(0,0,0,0)", ["color"] = Style.Axis },
            ["uniformtext"] = new JsonObject { ["minsize"] = 11, ["mode"] = "hide" },
        },
        ["data"] = new JsonObject
        {
            ["scatter"] = new JsonArray(new JsonObject { ["marker"] = new JsonObject { ["size"] = Drawing.MarkerSize } }),
            ["bar"] = new JsonArray(new JsonObject { ["insidetextanchor"] = "middle", ["textangle"] = 0 }),
            ["heatmap"] = Coloured(),
            ["contour"] = Coloured(),
            ["surface"] = Coloured(),
        },
    };

    private static JsonObject Axis() => new()
    {
        ["gridcolor"] = Style.Grid,
        ["linecolor"] = Style.Axis,
        ["showline"] = true,
        ["zeroline"] = false,
        ["ticks"] = "outside",
        ["tickcolor"] = Style.Axis,
        ["automargin"] = true,
        ["tickfont"] = Font(Style.TextSize, Style.Muted),
        ["title"] = new JsonObject { ["font"] = Font(Style.LabelSize, Style.Ink), ["standoff"] = 10 },
    };

    private static JsonArray Coloured() => new(new JsonObject
    {
        ["autocolorscale"] = false,
        ["colorscale"] = new JsonArray([.. Style.Sequential.Select(stop => new JsonArray(stop.Place, stop.Colour))]),
    });

    private static JsonObject Font(int size, string colour, string? family = null)
    {
        var font = new JsonObject { ["size"] = size, ["color"] = colour };
        if (family is not null) font["family"] = family;
        return font;
    }

    // plotly.js reads a little HTML in texts, of which ours has none but line breaks.
    private static JsonNode? Escaped(JsonNode? node) => node switch
    {
        JsonObject o => new JsonObject(o.Select(property => KeyValuePair.Create(property.Key, Escaped(property.Value)))),
        JsonArray a => new JsonArray([.. a.Select(Escaped)]),
        JsonValue v when v.TryGetValue(out string? text) => Escaped(text),
        _ => node?.DeepClone(),
    };

    private static string Escaped(string text) => text.Replace("&", "&amp;").Replace("<", "&lt;").Replace(">", "&gt;").Replace("\n", "<br>");
}
