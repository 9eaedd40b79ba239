using System.Formats.Tar;
using System.IO.Compression;

namespace EarlyExit.Data.Downloads;

/// <summary>Takes known files out of a <c>.tar.gz</c>, and trusts nothing else that it says.</summary>
internal static class Archive
{
    /// <summary>
    /// Writes the wanted files flat into <paramref name="folder"/>, by their own names, whatever folder they have in the archive.
    /// Other plain files are passed over; links, devices and names that climb out of the archive are refused.
    /// </summary>
    /// <param name="archive">The gzipped tar stream.</param>
    /// <param name="wanted">File names and the most bytes each may have.</param>
    /// <param name="folder">An existing folder.</param>
    /// <param name="cancel">Breaks off.</param>
    /// <exception cref="InvalidDataException">The archive is broken, lacks a wanted file, has one twice, too large, or holds something refused.</exception>
    public static async Task Unpack(Stream archive, IReadOnlyDictionary<string, long> wanted, string folder, CancellationToken cancel)
    {
        var found = new HashSet<string>();
        await using var unzipped = new GZipStream(archive, CompressionMode.Decompress);
        await using var tar = new TarReader(unzipped);
        while (await NextAsync(tar, cancel) is { } entry)
        {
            Refuse(entry);
            var name = entry.Name[(entry.Name.LastIndexOf('/') + 1)..];
            if (!IsFile(entry) || !wanted.TryGetValue(name, out var most)) continue;
            if (!found.Add(name)) throw new InvalidDataException($"{name} occurs twice");
            if (entry.Length > most) throw new InvalidDataException($"{name} has {entry.Length} bytes, expected at most {most}");
            await using var file = new FileStream(Path.Combine(folder, name), FileMode.CreateNew);
            await (entry.DataStream ?? Stream.Null).CopyToAsync(file, cancel);
            file.Flush(flushToDisk: true);
        }
        if (wanted.Keys.FirstOrDefault(name => !found.Contains(name)) is { } missing) throw new InvalidDataException($"{missing} is not in it");
    }

    // What .NET's reader throws at numbers that are none is not always what it says.
    private static async Task<TarEntry?> NextAsync(TarReader tar, CancellationToken cancel)
    {
        try
        {
            return await tar.GetNextEntryAsync(copyData: false, cancel);
        }
        catch (Exception error) when (error is FormatException or OverflowException or ArgumentException or EndOfStreamException)
        {
            throw new InvalidDataException($"an entry's header is broken ({error.Message.TrimEnd('.')})", error);
        }
    }

    private static bool IsFile(TarEntry entry) => entry.EntryType is TarEntryType.RegularFile or TarEntryType.V7RegularFile;

    private static void Refuse(TarEntry entry)
    {
        var plain = IsFile(entry) || entry.EntryType is TarEntryType.Directory or TarEntryType.GlobalExtendedAttributes;
        if (!plain) throw new InvalidDataException($"{entry.Name} is a {entry.EntryType}, expected plain files and folders");
        if (entry.Name.StartsWith('/') || entry.Name.Contains('\\') || entry.Name.Contains(':') || entry.Name.Split('/').Contains(".."))
            throw new InvalidDataException($"the name {entry.Name} leads out of the archive");
    }
}
