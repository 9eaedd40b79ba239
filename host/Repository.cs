namespace EarlyExit.Host;

/// <summary>Where things lie in the repository that this program was built in.</summary>
public sealed record Repository(string Root)
{
    private const string Mark = "EarlyExit.Lib.csproj";

    public string Notebooks => Path.Combine(Root, "notebooks");

    public string Site => Path.Combine(Root, "site");

    /// <summary>Notebooks as executed on this machine.</summary>
    public string Executed => Path.Combine(Site, "notebooks");

    /// <summary>What the exits of trained networks say.</summary>
    public string Zoo => Path.Combine(Root, "data", "zoo");

    public string Artifacts => Path.Combine(Root, "artifacts");

    /// <summary>Verdicts of the notebooks as committed.</summary>
    public string PublishedVerdicts => Path.Combine(Root, "data", "verdicts");

    /// <summary>What the long tests of each promise counted, as committed.</summary>
    public string Promises => Path.Combine(Root, "data", "promises");

    public string Readme => Path.Combine(Root, "README.md");

    /// <summary>Copies of the notebooks for a class.</summary>
    public string Student => Path.Combine(Root, "student");

    /// <summary>Texts beside the notebooks.</summary>
    public string Docs => Path.Combine(Root, "docs");

    /// <summary>Main figures of the notebooks as committed.</summary>
    public string Figures => Path.Combine(Root, "docs", "figures");

    /// <summary>Verdicts of the last run on this machine.</summary>
    public string Verdicts => Path.Combine(Artifacts, "verdicts");

    public static Repository Find()
    {
        for (var folder = AppContext.BaseDirectory; folder is not null; folder = Path.GetDirectoryName(folder))
            if (File.Exists(Path.Combine(folder, Mark)))
                return new Repository(folder);
        throw new UsageException($"{Mark} was not found above {AppContext.BaseDirectory}; run the program from inside the repository.");
    }

    /// <summary>A path as people read it: relative to the repository where it lies inside, with forward slashes.</summary>
    public string Short(string path)
    {
        var relative = Path.GetRelativePath(Root, path);
        return (relative.StartsWith("..", StringComparison.Ordinal) ? path : relative).Replace('\\', '/');
    }
}
