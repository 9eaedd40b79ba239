using EarlyExit.Host.Notebooks;

namespace EarlyExit.Tests.Notebooks;

/// <summary>
/// The exercises of a notebook, solved: a file of C# beside the notebook, cut by lines that begin with four slashes. Before the first exercise
/// stands what is kept of the notebook's own results. An exercise <c>//// 1. title</c> has pairs <c>//// - old</c>, <c>//// + new</c>, each in
/// one cell of the notebook, cells <c>//// again text</c> that contain a text, both of which run in the notebook's order, and then the checks
/// of what its answer says.
/// </summary>
internal static class Solutions
{
    private const string Mark = "//// ";

    private const string Prelude = """
        void Expect(bool holds, string answer)
        {
            if (!holds) throw new Exception($"The answer does not hold: {answer}");
        }
        """;

    /// <summary>The file of a notebook's solutions.</summary>
    public static string FileOf(string notebook) =>
        Path.Combine(Path.GetDirectoryName(notebook)!, "solutions", Path.GetFileNameWithoutExtension(notebook) + ".csx");

    /// <summary>The numbers of the exercises that a notebook sets.</summary>
    public static IReadOnlyList<int> ExercisesOf(Notebook notebook) =>
    [
        .. notebook.Cells.OfType<MarkdownCell>().SelectMany(cell => cell.Source.Split("## Exercises").Skip(1))
            .SelectMany(text => text.Split("<details>")[0].Split('\n'))
            .Where(line => line.Length > 2 && char.IsAsciiDigit(line[0]) && line[1] == '.').Select(line => line[0] - '0'),
    ];

    /// <summary>The notebook with its exercises solved after it.</summary>
    /// <param name="notebook">The notebook.</param>
    /// <param name="text">The text of its solutions.</param>
    public static Notebook Append(Notebook notebook, string text)
    {
        var cells = new List<string> { Prelude };
        foreach (var (title, lines) in Sections(text))
            cells.AddRange(title.Length == 0 ? [string.Join('\n', lines)] : Solve(notebook, title, lines));
        var added = cells.Where(code => code.Trim().Length > 0).Select((code, place) => new CodeCell($"solution-{place}", code, [], null, []));
        return notebook with { Cells = [.. notebook.Cells, .. added] };
    }

    /// <summary>The numbers of the exercises that a text solves.</summary>
    public static IReadOnlyList<int> SolvedIn(string text) => [.. Sections(text).Where(section => section.Title.Length > 0).Select(section => section.Title[0] - '0')];

    private static List<(string Title, List<string> Lines)> Sections(string text)
    {
        List<(string Title, List<string> Lines)> sections = [("", [])];
        foreach (var line in text.ReplaceLineEndings("\n").Split('\n'))
            if (line.StartsWith(Mark, StringComparison.Ordinal) && line.Length > 6 && char.IsAsciiDigit(line[5]) && line[6] == '.') sections.Add((line[5..], []));
            else sections[^1].Lines.Add(line);
        return sections;
    }

    private static IEnumerable<string> Solve(Notebook notebook, string title, List<string> lines)
    {
        var sources = notebook.CodeCells.Select(cell => cell.Source).ToArray();
        var chosen = new SortedSet<int>();
        var last = lines.FindLastIndex(line => line.StartsWith(Mark, StringComparison.Ordinal));
        for (var k = 0; k <= last; k++)
        {
            if (!lines[k].StartsWith(Mark, StringComparison.Ordinal)) continue;
            var (verb, rest) = (lines[k][5..].Split(' ')[0], lines[k][5..].Split(' ', 2)[^1]);
            switch (verb)
            {
                case "-":
                    Assert.True(lines[k + 1].StartsWith(Mark + "+ ", StringComparison.Ordinal), $"{title}: '{lines[k]}' needs a line with + after it");
                    var changed = Only(rest);
                    sources[changed] = sources[changed].Replace(rest, lines[++k][7..]);
                    chosen.Add(changed);
                    break;
                case "again":
                    chosen.Add(Only(rest));
                    break;
                default:
                    Assert.Fail($"{title}: '{lines[k]}' is neither -, + nor again");
                    break;
            }
        }
        return [string.Join('\n', lines.Take(last + 1).Where(line => !line.StartsWith(Mark, StringComparison.Ordinal))),
            .. chosen.Select(place => sources[place]), $"// exercise {title}\n{string.Join('\n', lines.Skip(last + 1))}"];

        int Only(string text)
        {
            var places = Enumerable.Range(0, sources.Length).Where(place => notebook.CodeCells.ElementAt(place).Source.Contains(text)).ToArray();
            Assert.True(places.Length == 1, $"{title}: '{text}' is in {places.Length} cells of the notebook, expected 1");
            return places[0];
        }
    }
}
