using EarlyExit.Workbook;

namespace EarlyExit.Regimes;

/// <summary>Where a study looks for trained networks.</summary>
/// <param name="Cache">Looked through first, and the only place that is written to.</param>
/// <param name="Bundle">Looked through next: the runs that come with the workbook. It need not exist.</param>
internal sealed record StudyFolders(string Cache, string Bundle)
{
    /// <summary>How often a phase is saved while it trains.</summary>
    public TimeSpan CheckpointEvery { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>The given cache, or <see cref="Session.StudyFolder"/>; and <see cref="Session.RunsFolder"/>.</summary>
    public static StudyFolders Of(string? cache) => new(cache ?? Session.StudyFolder, Session.RunsFolder);
}
