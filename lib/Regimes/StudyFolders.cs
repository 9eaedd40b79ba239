using EarlyExit.Workbook;

namespace EarlyExit.Regimes;

/// <summary>Where a study looks for trained networks.</summary>
/// <param name="Cache">Looked through first, and the only place that is written to.</param>
/// <param name="Bundle">Looked through next: the runs that come with the workbook. It need not exist.</param>
internal sealed record StudyFolders(string Cache, string Bundle)
{
    /// <summary>How often a phase is saved while it trains.</summary>
    public TimeSpan CheckpointEvery { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>
    /// An entry's folder in the cache, in one of 256 by its hash: no file system likes tens of thousands of entries in one. The bundle has few
    /// and has them side by side, also where it is written to as a cache; and so have caches of before.
    /// </summary>
    public string InCache(string hash, string name)
    {
        var flat = Path.Combine(Cache, name);
        return Path.GetFullPath(Cache) == Path.GetFullPath(Bundle) || Directory.Exists(flat) ? flat : Path.Combine(Cache, hash[..2], name);
    }

    /// <summary>The given cache, or <see cref="Session.StudyFolder"/>; and <see cref="Session.RunsFolder"/>.</summary>
    public static StudyFolders Of(string? cache) => new(cache ?? Session.StudyFolder, Session.RunsFolder);
}
