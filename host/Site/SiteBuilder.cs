using EarlyExit.Host.Notebooks;
using EarlyExit.Workbook;

namespace EarlyExit.Host.Site;

/// <summary>Builds the static site from notebooks that have been executed.</summary>
public static class SiteBuilder
{
    private const string StyleSheet = "style.css";

    /// <summary>
    /// Builds pages for all notebooks of the repository: as executed on this machine where that was done since their code last
    /// changed, and otherwise as committed. Executed ones from elsewhere are shown too. Returns the path of the first page.
    /// </summary>
    public static string Build(Repository repository)
    {
        var executed = Files(repository.Executed);
        var committed = Files(repository.Notebooks);
        SiteEntry[] entries =
        [
            .. committed.Keys.Union(executed.Keys).Order(StringComparer.Ordinal)
                .Select(name => Entry(repository, name, executed.GetValueOrDefault(name), committed.GetValueOrDefault(name))),
        ];
        return Write(entries, repository.Site);
    }

    /// <summary>Writes the pages to a folder; returns the path of the first one.</summary>
    public static string Write(IReadOnlyList<SiteEntry> entries, string folder)
    {
        foreach (var stale in Directory.Exists(folder) ? Directory.GetFiles(folder, "*.html") : []) File.Delete(stale);
        for (var place = 0; place < entries.Count; place++)
            AtomicFile.WriteText(Path.Combine(folder, entries[place].Page),
                NotebookPage.Of(entries[place], entries.ElementAtOrDefault(place - 1), entries.ElementAtOrDefault(place + 1)));
        AtomicFile.WriteText(Path.Combine(folder, StyleSheet), ReadStyleSheet());
        var index = Path.Combine(folder, "index.html");
        AtomicFile.WriteText(index, ContentsPage.Of(entries));
        return index;
    }

    private static SiteEntry Entry(Repository repository, string name, string? executed, string? committed)
    {
        var source = committed is null ? null : NotebookReader.Read(committed);
        if (executed is not null && NotebookReader.Read(executed) is var run && (source is null || SameCode(run, source)))
            return new SiteEntry(name, run, Outcome.Read(name, repository.Verdicts, repository.PublishedVerdicts));
        return new SiteEntry(name, source!, Outcome.Read(name, repository.PublishedVerdicts));
    }

    private static bool SameCode(Notebook one, Notebook other) =>
        one.Cells.Select(cell => cell.Source.Trim()).SequenceEqual(other.Cells.Select(cell => cell.Source.Trim()));

    private static Dictionary<string, string> Files(string folder) => Directory.Exists(folder)
        ? Directory.EnumerateFiles(folder, "*.ipynb").ToDictionary(file => Path.GetFileNameWithoutExtension(file), StringComparer.Ordinal)
        : [];

    private static string ReadStyleSheet()
    {
        using var stream = typeof(SiteBuilder).Assembly.GetManifestResourceStream(StyleSheet)!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
