using System.Text.RegularExpressions;

namespace EarlyExit.Host.Notebooks;

/// <summary>A notebook for a class: no outputs, no answers.</summary>
public static partial class StudentCopy
{
    private const string Place = "*Your predictions, and what came out:*";

    /// <summary>The notebook with its cells not run and its folded answers taken out.</summary>
    /// <param name="notebook">As it is committed.</param>
    /// <param name="root">Where the repository lies, as seen from the copy's folder; the original's lies one above it.</param>
    public static Notebook Of(Notebook notebook, string root) => notebook with
    {
        Cells = [.. notebook.Cells.Select(cell => cell switch
        {
            CodeCell code => code with { Source = Moved(code.Source, root), ExecutionCount = null, Outputs = [] },
            MarkdownCell text => text with { Source = Answers().Replace(text.Source, Place) },
            _ => cell,
        })],
    };

    // #r paths are relative to the notebook.
    private static string Moved(string code, string root) => code.Replace("#r \"../", $"#r \"{root.TrimEnd('/')}/");

    [GeneratedRegex(@"<details>\s*<summary>\s*Answers?\b.*?</details>", RegexOptions.Singleline | RegexOptions.IgnoreCase)]
    private static partial Regex Answers();
}
