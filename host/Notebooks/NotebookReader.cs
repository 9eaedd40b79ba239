using System.Text.Json;
using System.Text.Json.Nodes;
using EarlyExit.Host.Sessions;

namespace EarlyExit.Host.Notebooks;

/// <summary>Reads nbformat 4.5 and says precisely what is wrong with anything else.</summary>
public static class NotebookReader
{
    /// <exception cref="NotebookFormatException">The content is not a notebook.</exception>
    public static Notebook Read(string path) => Parse(File.ReadAllText(path), path);

    /// <param name="json">The content.</param>
    /// <param name="file">What messages call it.</param>
    public static Notebook Parse(string json, string file)
    {
        JsonNode? root;
        try
        {
            root = JsonNode.Parse(json, documentOptions: new JsonDocumentOptions { AllowDuplicateProperties = false });
        }
        catch (JsonException broken)
        {
            throw new NotebookFormatException(file, $"line {broken.LineNumber + 1}", "is not JSON: " + broken.Message.Split(" LineNumber")[0]);
        }
        var notebook = new Node(file, "$", root);
        var (major, minor) = (notebook["nbformat"].Number(), notebook["nbformat_minor"].Number());
        if (major != 4 || minor < 0)
            throw notebook["nbformat"].Expected($"version {major}.{minor}", "nbformat 4");
        return new Notebook([.. notebook["cells"].Items().Select(ReadCell)], notebook["metadata"].Object());
    }

    private static Cell ReadCell(Node cell, int index)
    {
        // Files older than 4.5 have no ids; such a cell gets the name of its place until it is put in canonical form.
        var id = cell.Has("id") ? cell["id"].Text() : $"cell-{index + 1}";
        if (id.Length is 0 or > 64 || id.Any(letter => !char.IsAsciiLetterOrDigit(letter) && letter is not ('-' or '_')))
            throw cell["id"].Expected($"'{id}'", "1 to 64 letters, digits, '-' or '_'");
        var source = cell["source"].Lines();
        var metadata = cell.Has("metadata") ? cell["metadata"].Object() : [];
        return cell["cell_type"].Text() switch
        {
            "markdown" => new MarkdownCell(id, source, metadata, cell.Has("attachments") ? cell["attachments"].Object() : null),
            "raw" => new RawCell(id, source, metadata),
            "code" => new CodeCell(id, source, metadata,
                cell.Has("execution_count") ? cell["execution_count"].Number() : null,
                [.. cell["outputs"].Items().Select(ReadOutput)]),
            var other => throw cell["cell_type"].Expected($"'{other}'", "code, markdown or raw"),
        };
    }

    private static Output ReadOutput(Node output, int index) => output["output_type"].Text() switch
    {
        "stream" => new StreamOutput(output["name"].Text(), output["text"].Lines()),
        "display_data" or "execute_result" => new DisplayOutput(ReadBundle(output["data"]),
            output.Has("metadata") ? output["metadata"].Object() : []),
        "error" => new ErrorOutput(output["ename"].Text(), output["evalue"].Text(),
            [.. output["traceback"].Items().Select(line => line.Text())]),
        var other => throw output["output_type"].Expected($"'{other}'", "stream, display_data, execute_result or error"),
    };

    private static SortedDictionary<string, JsonNode> ReadBundle(Node data)
    {
        var bundle = new SortedDictionary<string, JsonNode>(StringComparer.Ordinal);
        foreach (var mime in data.Object().Select(entry => entry.Key))
            bundle[mime] = Mime.IsJson(mime) ? data[mime].Value.DeepClone() : data[mime].Lines();
        return bundle;
    }

    /// <summary>A JSON value that knows its place in the file.</summary>
    private readonly record struct Node(string File, string Place, JsonNode? Content)
    {
        public Node this[string key] => new(File, $"{Place}.{key}", Fields()[key]);

        public JsonNode Value => Content ?? throw Expected(Found, "a value");

        public bool Has(string key) => Fields()[key] is not null;

        public string Text() => Content is JsonValue value && value.TryGetValue(out string? text) ? text : throw Expected(Found, "a string");

        public int Number() => Content is JsonValue value && value.TryGetValue(out int number) ? number : throw Expected(Found, "a whole number");

        /// <summary>nbformat's long texts: one string or a list of strings.</summary>
        public string Lines() => Content switch
        {
            JsonArray => string.Concat(Items().Select(line => line.Text())),
            JsonValue value when value.TryGetValue(out string? text) => text,
            _ => throw Expected(Found, "a string or a list of strings"),
        };

        public JsonObject Object() => (JsonObject)Fields().DeepClone();

        public IEnumerable<Node> Items()
        {
            var (file, place) = (File, Place);
            return Content is JsonArray items
                ? items.Select((item, index) => new Node(file, $"{place}[{index}]", item))
                : throw Expected(Found, "a list");
        }

        public NotebookFormatException Expected(string found, string expected) => new(File, Place, $"found {found}, expected {expected}.");

        private string Found => Content is null ? "nothing" : Content.GetValueKind() switch
        {
            JsonValueKind.Object => "an object",
            JsonValueKind.Array => "a list",
            JsonValueKind.String => "a string",
            JsonValueKind.Number => $"the number {Content}",
            _ => $"{Content}",
        };

        private JsonObject Fields() => Content as JsonObject ?? throw Expected(Found, "an object");
    }
}
