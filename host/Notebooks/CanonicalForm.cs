using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using EarlyExit.Host.Sessions;

namespace EarlyExit.Host.Notebooks;

/// <summary>The one way in which a notebook is committed, so that a diff shows what somebody changed and nothing else.</summary>
public static partial class CanonicalForm
{
    /// <summary>A committed notebook stays below this; larger ones are slow in every viewer.</summary>
    public const int MaxBytes = 1_000_000;

    /// <summary>
    /// The same notebook with the metadata that every host needs and no other (tags stay), stable ids, cells counted from 1 in
    /// their order where they have been run, and outputs as <see cref="OutputCollector"/> stores them.
    /// </summary>
    public static Notebook Of(Notebook notebook)
    {
        var taken = new HashSet<string>(StringComparer.Ordinal);
        var count = 0;
        return new Notebook([.. notebook.Cells.Select(Canonical)], NotebookMetadata());

        Cell Canonical(Cell cell)
        {
            var source = cell.Source.ReplaceLineEndings("\n").TrimEnd();
            var id = StableId(cell, taken);
            return cell switch
            {
                CodeCell code => new CodeCell(id, source, CellMetadata(cell, CodeCellMetadata()), Count(code), Outputs(code.Outputs)),
                MarkdownCell markdown => markdown with { Id = id, Source = source, Metadata = CellMetadata(cell, []) },
                _ => cell with { Id = id, Source = source, Metadata = CellMetadata(cell, []) },
            };
        }

        int? Count(CodeCell code) => code.ExecutionCount is null ? null : ++count;
    }

    /// <summary>What keeps a notebook from being committed; empty when nothing does.</summary>
    public static IEnumerable<string> Problems(Notebook notebook, string json)
    {
        if (NotebookWriter.ToJson(Of(notebook)) != json) yield return "is not in canonical form: run ./workbook clean";
        if (Encoding.UTF8.GetByteCount(json) is var size and >= MaxBytes) yield return $"has {size:N0} bytes, expected fewer than {MaxBytes:N0}";
        if (!notebook.CodeCells.Any()) yield return "has no code cell";
        foreach (var (number, cell) in notebook.CodeCells.Index())
        {
            if (cell.ExecutionCount is null) yield return $"code cell {number + 1} has not been run: run ./workbook publish";
            if (cell.Outputs.OfType<ErrorOutput>().Any()) yield return $"code cell {number + 1} shows an error";
            foreach (var output in cell.Outputs)
                if (Unstable().Match(TextOf(output)) is { Success: true } found)
                    yield return $"an output of code cell {number + 1} holds '{found.Value}', which differs from machine to machine";
        }
    }

    private static string TextOf(Output output) => output switch
    {
        StreamOutput stream => stream.Text,
        DisplayOutput display => string.Join('\n', display.Data.Select(entry => entry.Value.ToString())),
        _ => "",
    };

    private static List<Output> Outputs(IEnumerable<Output> outputs)
    {
        var collector = new OutputCollector();
        foreach (var output in outputs)
            collector.Add(output switch
            {
                StreamOutput stream => new StreamText(stream.Name, stream.Text),
                DisplayOutput display => new DisplayData(display.Data),
                ErrorOutput error => new CellError(error.Name, error.Value, 0, error.Trace),
                _ => throw new ArgumentException($"{output.GetType().Name} is not an output of nbformat."),
            });
        return [.. collector.Finish()];
    }

    // An id that is there stays, since others may refer to it; editors give random ones, older files none.
    private static string StableId(Cell cell, HashSet<string> taken)
    {
        var wanted = NamedByPlace().IsMatch(cell.Id)
            ? Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(cell.Source)))[..8]
            : cell.Id;
        var id = wanted;
        for (var copy = 2; !taken.Add(id); copy++) id = $"{wanted}-{copy}";
        return id;
    }

    private static JsonObject CellMetadata(Cell cell, JsonObject metadata)
    {
        if (cell.Metadata["tags"] is JsonArray { Count: > 0 } tags) metadata["tags"] = tags.DeepClone();
        return metadata;
    }

    private static JsonObject CodeCellMetadata() => new()
    {
        ["dotnet_interactive"] = new JsonObject { ["language"] = "csharp" },
        ["polyglot_notebook"] = new JsonObject { ["kernelName"] = "csharp" },
    };

    private static JsonObject NotebookMetadata() => new()
    {
        ["kernelspec"] = new JsonObject { ["display_name"] = ".NET (C#)", ["language"] = "C#", ["name"] = ".net-csharp" },
        ["language_info"] = new JsonObject
        {
            ["name"] = "C#",
            ["file_extension"] = ".cs",
            ["mimetype"] = "text/x-csharp",
            ["pygments_lexer"] = "csharp",
        },
        ["polyglot_notebook"] = new JsonObject
        {
            ["kernelInfo"] = new JsonObject
            {
                ["defaultKernelName"] = "csharp",
                ["items"] = new JsonArray(new JsonObject { ["aliases"] = new JsonArray(), ["languageName"] = "csharp", ["name"] = "csharp" }),
            },
        },
    };

    [GeneratedRegex(@"^cell-\d+$")]
    private static partial Regex NamedByPlace();

    [GeneratedRegex(@"\b[0-9a-fA-F]{8}-(?:[0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}\b|(?<![\w.])/(?:home|root|tmp|Users|work|var)/[\w./-]+|\b[A-Z]:\\\w+")]
    private static partial Regex Unstable();
}
