using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using EarlyExit.Workbook;

namespace EarlyExit.Host.Notebooks;

/// <summary>The figure that stands for a notebook, in the README for one: the last one that it shows.</summary>
public static partial class MainFigure
{
    /// <summary>The static picture (SVG) of the last figure of an executed notebook; null where it shows none.</summary>
    public static byte[]? Of(Notebook notebook) => notebook.CodeCells
        .SelectMany(cell => cell.Outputs).OfType<DisplayOutput>()
        .Select(output => output.Data.TryGetValue("text/html", out var html) ? Picture().Match(Text(html)) : Match.Empty)
        .LastOrDefault(match => match.Success) is { } last
            ? Convert.FromBase64String(last.Groups["svg"].Value)
            : null;

    /// <summary>Writes the picture of the notebook at <paramref name="path"/> to <paramref name="folder"/>, under the notebook's name.</summary>
    public static void Save(string path, string folder)
    {
        if (Of(NotebookReader.Read(path)) is { } svg)
            AtomicFile.Write(Path.Combine(folder, Path.GetFileNameWithoutExtension(path) + ".svg"), stream => stream.Write(svg));
    }

    // A cell's text is one string, or a list of its lines.
    private static string Text(JsonNode node) => node is JsonArray lines ? string.Concat(lines.Select(line => (string?)line)) : (string)node!;

    [GeneratedRegex("data:image/svg\\+xml;base64,(?<svg>[A-Za-z0-9+/=]+)")]
    private static partial Regex Picture();
}
