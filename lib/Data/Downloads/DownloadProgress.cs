namespace EarlyExit.Data.Downloads;

/// <summary>How far a file has come.</summary>
/// <param name="File">Its name.</param>
/// <param name="Bytes">Bytes here so far, those of an earlier, interrupted download included.</param>
/// <param name="Total">Bytes in all; where nobody says, those here so far.</param>
/// <param name="BytesPerSecond">Mean rate since this download began or resumed.</param>
public readonly record struct DownloadProgress(string File, long Bytes, long Total, double BytesPerSecond);

/// <summary>How long a download waits for a slow or failing server.</summary>
/// <param name="Stall">An answer or the next bytes must come within this time.</param>
/// <param name="Attempts">Tries for one address, at least 1; a try that brought a mebibyte is not counted.</param>
/// <param name="Pause">Before the second try; it doubles with each further one.</param>
public sealed record Patience(TimeSpan Stall, int Attempts, TimeSpan Pause)
{
    /// <summary>30 seconds, 5 tries, 1 second.</summary>
    public static Patience Standard { get; } = new(TimeSpan.FromSeconds(30), 5, TimeSpan.FromSeconds(1));
}
