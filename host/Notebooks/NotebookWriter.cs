using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using EarlyExit.Host.Sessions;
using EarlyExit.Workbook;

namespace EarlyExit.Host.Notebooks;

/// <summary>
/// Writes nbformat 4.5 as Jupyter's own library does (keys in alphabetical order, indented by one blank, a final newline), so that
/// saving a notebook from another editor changes as little as possible.
/// </summary>
public static partial class NotebookWriter
{
    private static readonly JsonWriterOptions Layout = new()
    {
        Indented = true,
        IndentSize = 1,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Writes the whole file or leaves the one before.</summary>
    public static void Write(Notebook notebook, string path) => AtomicFile.WriteText(path, ToJson(notebook));

    public static string ToJson(Notebook notebook)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream, Layout))
            WriteSorted(writer, new JsonObject
            {
                ["cells"] = List(notebook.Cells.Select(CellJson)),
                ["metadata"] = notebook.Metadata.DeepClone(),
                ["nbformat"] = 4,
                ["nbformat_minor"] = 5,
            });
        stream.WriteByte((byte)'\n');
        return Escape().Replace(Encoding.UTF8.GetString(stream.ToArray()), AsJupyterDoes);
    }

    // .NET's encoder escapes emoji and some blanks, and control characters in capitals.
    private static string AsJupyterDoes(Match escape) =>
        !escape.Groups["code"].Success ? escape.Value
        : (char)Convert.ToInt32(escape.Groups["code"].Value, 16) is var letter and >= ' ' ? letter.ToString()
        : escape.Value.ToLowerInvariant();

    private static JsonNode CellJson(Cell cell)
    {
        var json = new JsonObject
        {
            ["id"] = cell.Id,
            ["metadata"] = cell.Metadata.DeepClone(),
            ["source"] = Lines(cell.Source),
        };
        switch (cell)
        {
            case CodeCell code:
                json["cell_type"] = "code";
                json["execution_count"] = code.ExecutionCount;
                json["outputs"] = List(code.Outputs.Select(OutputJson));
                break;
            case MarkdownCell markdown:
                json["cell_type"] = "markdown";
                if (markdown.Attachments is not null) json["attachments"] = markdown.Attachments.DeepClone();
                break;
            default:
                json["cell_type"] = "raw";
                break;
        }
        return json;
    }

    private static JsonNode OutputJson(Output output) => output switch
    {
        StreamOutput stream => new JsonObject
        {
            ["output_type"] = "stream",
            ["name"] = stream.Name,
            ["text"] = Lines(stream.Text),
        },
        DisplayOutput display => new JsonObject
        {
            ["output_type"] = "display_data",
            ["data"] = new JsonObject(display.Data.Select(entry => KeyValuePair.Create(entry.Key, MimeJson(entry.Key, entry.Value)))),
            ["metadata"] = display.Metadata.DeepClone(),
        },
        ErrorOutput error => new JsonObject
        {
            ["output_type"] = "error",
            ["ename"] = error.Name,
            ["evalue"] = error.Value,
            ["traceback"] = List(error.Trace.Select(line => (JsonNode)line)),
        },
        _ => throw new ArgumentException($"{output.GetType().Name} is not an output of nbformat."),
    };

    private static JsonNode? MimeJson(string mime, JsonNode value) => Mime.IsJson(mime) ? value.DeepClone() : Lines(value.GetValue<string>());

    private static JsonArray Lines(string text)
    {
        List<JsonNode> lines = [];
        for (var start = 0; start < text.Length;)
        {
            var end = text.IndexOf('\n', start) is >= 0 and var found ? found + 1 : text.Length;
            lines.Add(text[start..end]);
            start = end;
        }
        return List(lines);
    }

    private static JsonArray List(IEnumerable<JsonNode> items) => new([.. items]);

    private static void WriteSorted(Utf8JsonWriter writer, JsonNode? node)
    {
        switch (node)
        {
            case JsonObject fields:
                writer.WriteStartObject();
                foreach (var (key, value) in fields.OrderBy(field => field.Key, StringComparer.Ordinal))
                {
                    writer.WritePropertyName(key);
                    WriteSorted(writer, value);
                }
                writer.WriteEndObject();
                break;
            case JsonArray items:
                writer.WriteStartArray();
                foreach (var item in items) WriteSorted(writer, item);
                writer.WriteEndArray();
                break;
            case null:
                writer.WriteNullValue();
                break;
            default:
                node.WriteTo(writer);
                break;
        }
    }

    [GeneratedRegex(@"\\(?:u(?<code>[0-9A-F]{4})|.)")]
    private static partial Regex Escape();
}
