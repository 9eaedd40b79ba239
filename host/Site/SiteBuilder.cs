using EarlyExit.Exits;
using EarlyExit.Host.Notebooks;
using EarlyExit.Host.Site.Explorer;
using EarlyExit.Workbook;

namespace EarlyExit.Host.Site;

/// <summary>Builds the static site from notebooks that have been executed. It opens from the file system and needs no network.</summary>
public static class SiteBuilder
{
    private static readonly string[] Assets = ["style.css", "site.js", "svg.js", "axes.js", "marks.js", "panels.js", "figures.js", "npz.js", "outputs.js", "charts.js", "explorer.js"];

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
        return Write(entries, repository.Site, repository.Docs, repository.Zoo);
    }

    /// <summary>The notebooks as they are committed.</summary>
    public static IReadOnlyList<SiteEntry> Committed(Repository repository) =>
        [.. Files(repository.Notebooks).OrderBy(file => file.Key, StringComparer.Ordinal).Select(file => Entry(repository, file.Key, null, file.Value))];

    /// <summary>Writes the pages to a folder; returns the path of the first one.</summary>
    /// <param name="entries">The notebooks.</param>
    /// <param name="folder">Where to.</param>
    /// <param name="docs">The folder of the learning path and the glossary.</param>
    /// <param name="zooFolder">The networks of the explorer; without them it takes only what a reader brings.</param>
    public static string Write(IReadOnlyList<SiteEntry> entries, string folder, string docs, string? zooFolder = null)
    {
        foreach (var stale in Directory.Exists(folder) ? Directory.GetFiles(folder, "*.html") : []) File.Delete(stale);
        foreach (var asset in Assets) Put(asset, Asset(asset));
        var outlines = new List<(string, string, PageOutline)>();
        for (var place = 0; place < entries.Count; place++)
        {
            var entry = entries[place];
            var (html, outline) = NotebookPage.Of(entry, entries.ElementAtOrDefault(place - 1), entries.ElementAtOrDefault(place + 1));
            outlines.Add((entry.Page, entry.PlainTitle, outline));
            Put(entry.Page, html);
        }
        Teach("learning-path.html", "Learning path", TeachingPages.Path(Doc("learning-path.md"), entries));
        Teach("glossary.html", "Glossary", TeachingPages.Glossary(Doc("glossary.md"), entries));
        Put("search-index.js", SearchIndex.Of(outlines));
        var zoo = zooFolder is null ? null : Zoo.Load(zooFolder);
        if (zoo is not null) ExplorerData.Write(zoo, zooFolder!, Path.Combine(folder, "zoo"));
        Put("explorer.html", ExplorerPage.Of([.. zoo?.Select(network => network.Record) ?? []]));
        return Put("index.html", ContentsPage.Of(entries));

        string Doc(string name) => File.ReadAllText(Path.Combine(docs, name));

        void Teach(string page, string title, string markdown)
        {
            var (html, outline) = TeachingPages.Page(page, title, markdown);
            outlines.Add((page, title, outline));
            Put(page, html);
        }

        string Put(string name, string content)
        {
            var path = Path.Combine(folder, name);
            AtomicFile.WriteText(path, content);
            return path;
        }
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

    private static string Asset(string name)
    {
        using var stream = typeof(SiteBuilder).Assembly.GetManifestResourceStream(name)!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
