using EarlyExit.Host.Notebooks;

namespace EarlyExit.Tests.Notebooks;

/// <summary>The last cells of notebooks: machine, versions, seed and, alone of all that a notebook shows, how long it took.</summary>
internal static class Footers
{
    public static bool Is(CodeCell cell) => cell.Source.Contains("Footer.Show", StringComparison.Ordinal);

    /// <summary>What a footer says as text, without its last column.</summary>
    public static string WithoutSeconds(CodeCell footer) => string.Join('\n', footer.Outputs.OfType<DisplayOutput>().Single().Data["text/plain"].ToString()
        .Split('\n').Select(line => string.Join(' ', line.Split(' ', StringSplitOptions.RemoveEmptyEntries).SkipLast(1))));
}
