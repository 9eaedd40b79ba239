using System.Text.Json;
using System.Text.Json.Nodes;

namespace EarlyExit.Host.Site;

/// <summary>How a notebook's claim fared, from the verdict file that the notebook wrote.</summary>
/// <param name="Words">A few words for people.</param>
/// <param name="Class">A class of the style sheet.</param>
public sealed record Outcome(string Words, string Class)
{
    private static readonly string[] Classes = ["holds", "does-not-hold", "not-reproduced-at-this-scale", "undecided"];

    /// <summary>A notebook without a claim, or one that has not been run.</summary>
    public static Outcome None { get; } = new("no verdict", "none");

    /// <summary>The verdict of a notebook in the first of <paramref name="folders"/> that has one.</summary>
    public static Outcome Read(string notebook, params IEnumerable<string> folders)
    {
        var file = folders.Select(folder => Path.Combine(folder, notebook + ".json")).FirstOrDefault(File.Exists);
        return file is null ? None : Parse(File.ReadAllText(file));
    }

    /// <summary>Reads the two members that the library writes for readers such as this one: <c>outcome</c> and <c>summary</c>.</summary>
    public static Outcome Parse(string json)
    {
        try
        {
            return JsonNode.Parse(json) is JsonObject verdict
                && Text(verdict, "outcome") is { } outcome && Classes.Contains(outcome)
                && Text(verdict, "summary") is { } summary
                ? new Outcome(summary, outcome)
                : None;
        }
        catch (JsonException)
        {
            return None;
        }
    }

    private static string? Text(JsonObject fields, string key) => fields[key] is JsonValue value && value.TryGetValue(out string? text) ? text : null;
}
