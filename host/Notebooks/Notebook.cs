using System.Text.Json.Nodes;

namespace EarlyExit.Host.Notebooks;

/// <summary>A notebook in nbformat 4.5; see <see cref="NotebookReader"/> and <see cref="NotebookWriter"/>.</summary>
public sealed record Notebook(IReadOnlyList<Cell> Cells, JsonObject Metadata)
{
    public IEnumerable<CodeCell> CodeCells => Cells.OfType<CodeCell>();

    /// <summary>Whether it measures time and so has the machine to itself: a cell has the tag <c>alone</c>.</summary>
    public bool RunsAlone => Cells.Any(cell => cell.Metadata["tags"] is JsonArray tags && tags.Any(tag => tag is JsonValue text && text.ToString() == "alone"));

    /// <summary>The text of the first level-one heading, or null.</summary>
    public string? Title => Cells.OfType<MarkdownCell>().SelectMany(cell => cell.Source.Split('\n'))
        .FirstOrDefault(line => line.StartsWith("# ", StringComparison.Ordinal))?[2..].Trim();
}

public abstract record Cell(string Id, string Source, JsonObject Metadata);

public sealed record MarkdownCell(string Id, string Source, JsonObject Metadata, JsonObject? Attachments = null)
    : Cell(Id, Source, Metadata);

public sealed record RawCell(string Id, string Source, JsonObject Metadata) : Cell(Id, Source, Metadata);

public sealed record CodeCell(string Id, string Source, JsonObject Metadata, int? ExecutionCount, IReadOnlyList<Output> Outputs)
    : Cell(Id, Source, Metadata);

public abstract record Output;

public sealed record StreamOutput(string Name, string Text) : Output;

public sealed record DisplayOutput(IReadOnlyDictionary<string, JsonNode> Data, JsonObject Metadata) : Output;

public sealed record ErrorOutput(string Name, string Value, IReadOnlyList<string> Trace) : Output;

/// <summary>A file that is not a notebook, or not one that we understand; the message names the file and the place in it.</summary>
public sealed class NotebookFormatException(string file, string place, string problem)
    : Exception($"{file}: {place}: {problem}");
