using System.Text.Json;
using System.Text.Json.Nodes;

namespace EarlyExit.Host.Site;

/// <summary>How a notebook's claim fared, from the verdict that it wrote.</summary>
public sealed record Outcome(int Holds, int Rows)
{
    /// <summary>One or two words.</summary>
    public string Word => (Holds, Rows) switch
    {
        (_, 0) => "no verdict",
        _ when Holds == Rows => "holds",
        (0, _) => "does not hold",
        _ => $"{Holds} of {Rows} hold",
    };

    /// <summary>A class for the style sheet: yes, no, part or none.</summary>
    public string Class => (Holds, Rows) switch
    {
        (_, 0) => "none",
        _ when Holds == Rows => "yes",
        (0, _) => "no",
        _ => "part",
    };

    public static Outcome None { get; } = new(0, 0);

    /// <summary>The verdict of a notebook in the first of <paramref name="folders"/> that has one.</summary>
    public static Outcome Read(string notebook, params IEnumerable<string> folders)
    {
        var file = folders.Select(folder => Path.Combine(folder, notebook + ".json")).FirstOrDefault(File.Exists);
        return file is null ? None : Parse(File.ReadAllText(file));
    }

    public static Outcome Parse(string json)
    {
        try
        {
            if (JsonNode.Parse(json)?["rows"] is not JsonArray rows) return None;
            var answers = rows.Select(row => row?["holds"]).OfType<JsonValue>().Select(holds => holds.TryGetValue(out bool yes) && yes).ToArray();
            return new Outcome(answers.Count(yes => yes), answers.Length);
        }
        catch (JsonException)
        {
            return None;
        }
    }
}
