using System.Text.Json.Nodes;

namespace EarlyExit.Charts.Static;

/// <summary>Reads plotly's JSON.</summary>
internal static class Read
{
    internal static bool TryNumber(JsonNode? value, out double number)
    {
        number = double.NaN;
        return value is JsonValue v && v.TryGetValue(out number);
    }

    /// <summary>The numbers of an array, NaN for gaps.</summary>
    internal static double[] Numbers(JsonNode? values) =>
        values is JsonArray array ? [.. array.Select(value => TryNumber(value, out var number) ? number : double.NaN)] : [];

    /// <summary>The rows of an array of arrays.</summary>
    internal static double[][] Rows(JsonNode? values) => values is JsonArray array ? [.. array.Select(Numbers)] : [];

    /// <summary>One text, or one for each of several points.</summary>
    internal static Func<int, string> Texts(JsonNode? text) => text switch
    {
        JsonArray array => i => i < array.Count ? array[i]?.ToString() ?? "" : "",
        null => _ => "",
        _ => _ => text.ToString(),
    };

    /// <summary>One size, or one for each of several points.</summary>
    internal static Func<int, double> Sizes(JsonNode? size)
    {
        if (size is not JsonArray) return _ => (double?)size ?? Drawing.MarkerSize;
        var sizes = Numbers(size);
        return i => i < sizes.Length && double.IsFinite(sizes[i]) ? sizes[i] : Drawing.MarkerSize;
    }

    /// <summary>The title of an axis or a legend, which plotly writes in two ways.</summary>
    internal static string Title(JsonNode? of) => of?["title"] switch
    {
        JsonObject title => (string?)title["text"] ?? "",
        JsonValue title => title.ToString(),
        _ => "",
    };

    internal static bool IsShown(JsonNode trace) => trace["visible"] is not JsonValue visible || (visible.TryGetValue(out bool shown) && shown);
}
