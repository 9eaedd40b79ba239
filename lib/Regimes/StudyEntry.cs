using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using EarlyExit.Models;
using EarlyExit.Workbook;

namespace EarlyExit.Regimes;

/// <summary>
/// A network after the first phases of a regime: a folder of the cache or, where the cache lacks it, of the bundle. Its name ends in
/// the hash of everything that determines it; its manifest is written last, so that a folder without one is not finished.
/// </summary>
internal sealed class StudyEntry(string folder, string bundled, string key, TimeSpan checkpointEvery)
{
    private sealed record Manifest(string Key, string WeightsSha256, IReadOnlyList<PhaseRecord> Phases);

    /// <summary>The folder of a key: some words for people, then the hash.</summary>
    public static StudyEntry Of(StudyFolders folders, string words, string key)
    {
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)));
        var cleaned = string.Concat(words.Select(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '+' ? c : '-'));
        var name = $"{(cleaned.Length > 80 ? cleaned[..80] : cleaned)}_{hash[..16]}";
        return new(folders.InCache(hash, name), Path.Combine(folders.Bundle, name), key, folders.CheckpointEvery);
    }

    /// <summary>Everything that determines the network, as text.</summary>
    public string Key => key;

    /// <summary>The folder in the cache, the only one that is written to.</summary>
    public string Folder => folder;

    /// <summary>Where the phase that leads here is saved while it trains.</summary>
    public CheckpointFile Checkpoint => new(PathOf("checkpoint.bin"), key, checkpointEvery);

    /// <summary>A file of the entry in the cache.</summary>
    public string PathOf(string file) => Path.Combine(folder, file);

    /// <summary>
    /// The network, if it is finished and whole in the cache or in the bundle; null otherwise. A damaged one counts as not
    /// finished and is trained anew.
    /// </summary>
    public FinishedEntry? Finished() => FinishedIn(folder) ?? (FinishedIn(bundled) is { } entry ? entry with { IsBundled = true } : null);

    private FinishedEntry? FinishedIn(string place)
    {
        try
        {
            var manifest = JsonSerializer.Deserialize<Manifest>(File.ReadAllBytes(Path.Combine(place, "manifest.json")), Format);
            if (manifest?.Key != key) return null;
            var weights = Path.Combine(place, "weights.bin");
            return manifest.WeightsSha256 == Hash(File.ReadAllBytes(weights)) ? new(weights, manifest.WeightsSha256, manifest.Phases) : null;
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException or JsonException)
        {
            return null;
        }
    }

    /// <summary>Finishes the entry in the cache: weights, then the manifest, then no checkpoint any more.</summary>
    public FinishedEntry Finish(MultiExitNetwork network, IReadOnlyList<PhaseRecord> phases)
    {
        var weights = WeightBytes.Of(network);
        var manifest = new Manifest(key, Hash(weights), phases);
        AtomicFile.Write(PathOf("weights.bin"), stream => stream.Write(weights));
        AtomicFile.WriteText(PathOf("manifest.json"), JsonSerializer.Serialize(manifest, Format));
        File.Delete(Checkpoint.Path);
        return new(PathOf("weights.bin"), manifest.WeightsSha256, phases);
    }

    /// <summary>
    /// Waits until no other process works on this entry, then keeps others out until disposed (or until this process ends), and removes
    /// what one that was killed had begun to write.
    /// </summary>
    /// <exception cref="IOException">The cache cannot be written to.</exception>
    public IDisposable Lock(CancellationToken cancellation)
    {
        Directory.CreateDirectory(folder);
        while (true)
        {
            try
            {
                var alone = new FileStream(PathOf("lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
                foreach (var begun in Directory.EnumerateFiles(folder, "*.part")) File.Delete(begun);
                return alone;
            }
            catch (IOException error) when (IsTaken(error))
            {
                cancellation.WaitHandle.WaitOne(TimeSpan.FromMilliseconds(200));
                cancellation.ThrowIfCancellationRequested();
            }
        }
    }

    // EAGAIN of Linux and of macOS, sharing and lock violation of Windows: a full disk is no reason to wait.
    internal static bool IsTaken(IOException error) => (error.HResult & 0xFFFF) is 11 or 35 or 32 or 33;

    private static JsonSerializerOptions Format { get; } = new(Regimes.Checkpoint.Format) { WriteIndented = true };

    private static string Hash(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));
}

/// <summary>A network of the cache or of the bundle.</summary>
/// <param name="WeightsPath">The file with its weights.</param>
/// <param name="WeightsSha256">That file's hash.</param>
/// <param name="Phases">What the phases did.</param>
internal sealed record FinishedEntry(string WeightsPath, string WeightsSha256, IReadOnlyList<PhaseRecord> Phases)
{
    /// <summary>Whether it comes with the workbook.</summary>
    public bool IsBundled { get; init; }

    /// <summary>Puts the weights into a network.</summary>
    public void LoadInto(MultiExitNetwork network) => WeightBytes.Load(network, File.ReadAllBytes(WeightsPath));
}
