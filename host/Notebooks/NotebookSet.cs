namespace EarlyExit.Host.Notebooks;

/// <summary>Which notebooks a command is about.</summary>
public static class NotebookSet
{
    /// <summary>
    /// Each name may be a path, a pattern with <c>*</c>, or the start of a name in the notebooks' folder (<c>20</c>); none at all
    /// means every notebook there.
    /// </summary>
    /// <exception cref="UsageException">Nothing goes by that name.</exception>
    public static IReadOnlyList<string> Resolve(Repository repository, IReadOnlyList<string> names)
    {
        if (names.Count > 0) return [.. names.SelectMany(name => Named(repository, name)).Distinct()];
        var all = In(repository.Notebooks, "*.ipynb");
        return all.Count > 0 ? all : throw new UsageException($"There is no notebook in {repository.Notebooks}.");
    }

    private static IReadOnlyList<string> Named(Repository repository, string name)
    {
        if (Directory.Exists(name) && In(name, "*.ipynb") is { Count: > 0 } inside) return inside;
        if (File.Exists(name))
            return name.EndsWith(".ipynb", StringComparison.OrdinalIgnoreCase)
                ? [Path.GetFullPath(name)]
                : throw new UsageException($"{name} is not a notebook: its name does not end in .ipynb.");
        // Where the shell does not expand patterns, or is elsewhere than in the repository.
        var folder = Path.GetDirectoryName(name) is { Length: > 0 } given ? given : ".";
        var pattern = Path.GetFileName(name) is var file && file.EndsWith(".ipynb", StringComparison.OrdinalIgnoreCase) ? file : file + "*.ipynb";
        foreach (var place in new[] { folder, Path.Combine(repository.Root, folder), repository.Notebooks })
            if (In(place, pattern) is { Count: > 0 } found)
                return found;
        throw new UsageException($"There is no notebook '{name}'; those in {repository.Short(repository.Notebooks)}/ are named NN-claim-in-words.ipynb.");
    }

    private static List<string> In(string folder, string pattern) => Directory.Exists(folder)
        ? [.. Directory.EnumerateFiles(folder, pattern).Select(Path.GetFullPath).Order(StringComparer.Ordinal)]
        : [];
}
