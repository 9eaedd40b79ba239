using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using EarlyExit.Models;
using EarlyExit.Workbook;

namespace EarlyExit.Regimes;

/// <summary>
/// A folder of the cache: a network after the first phases of a regime. Its name ends in the hash of everything that determines
/// it; its manifest is written last, so that a folder without one is not finished.
/// </summary>
internal sealed class StudyEntry(string folder, string key)
{
    private sealed record Manifest(string Key, string WeightsSha256, IReadOnlyList<PhaseRecord> Phases);

    /// <summary>The folder of a key below <paramref name="studies"/>: some words for people, then the hash.</summary>
    public static StudyEntry Of(string studies, string words, string key)
    {
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)));
        var name = string.Concat(words.Select(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '+' ? c : '-'));
        return new(Path.Combine(studies, $"{(name.Length > 80 ? name[..80] : name)}_{hash[..16]}"), key);
    }

    public string Folder => folder;

    /// <summary>Where the phase that leads here is saved while it trains.</summary>
    public CheckpointFile Checkpoint => new(PathOf("checkpoint.bin"), key, TimeSpan.FromSeconds(60));

    /// <summary>A file of the entry.</summary>
    public string PathOf(string file) => Path.Combine(folder, file);

    /// <summary>
    /// What the phases did, if the entry is finished and whole; null otherwise. A damaged entry counts as not finished and is trained anew.
    /// </summary>
    public IReadOnlyList<PhaseRecord>? Finished()
    {
        try
        {
            var manifest = JsonSerializer.Deserialize<Manifest>(File.ReadAllBytes(PathOf("manifest.json")));
            return manifest?.Key == key && manifest.WeightsSha256 == Hash(File.ReadAllBytes(PathOf("weights.bin"))) ? manifest.Phases : null;
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException or JsonException)
        {
            return null;
        }
    }

    /// <summary>Puts the entry's weights into a network.</summary>
    public void LoadInto(MultiExitNetwork network) => WeightBytes.Load(network, File.ReadAllBytes(PathOf("weights.bin")));

    /// <summary>Finishes the entry: weights, then the manifest, then no checkpoint any more.</summary>
    public void Finish(MultiExitNetwork network, IReadOnlyList<PhaseRecord> phases)
    {
        var weights = WeightBytes.Of(network);
        AtomicFile.Write(PathOf("weights.bin"), stream => stream.Write(weights));
        AtomicFile.WriteText(PathOf("manifest.json"), JsonSerializer.Serialize(new Manifest(key, Hash(weights), phases), Indented));
        File.Delete(Checkpoint.Path);
    }

    /// <summary>Waits until no other process works on this entry, then keeps others out until disposed (or until this process ends).</summary>
    public IDisposable Lock(CancellationToken cancellation)
    {
        Directory.CreateDirectory(folder);
        while (true)
        {
            try
            {
                return new FileStream(PathOf("lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException)
            {
                cancellation.WaitHandle.WaitOne(TimeSpan.FromMilliseconds(200));
                cancellation.ThrowIfCancellationRequested();
            }
        }
    }

    private static JsonSerializerOptions Indented { get; } = new() { WriteIndented = true };

    private static string Hash(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));
}
