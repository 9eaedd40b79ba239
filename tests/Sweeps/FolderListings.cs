using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace EarlyExit.Tests.Sweeps;

/// <summary>Counts how often folders are opened to be listed, by whatever process, as Linux tells it (inotify).</summary>
internal sealed partial class FolderListings : IDisposable
{
    private const int NonBlocking = 0x800, EventLength = 16;
    private const uint Opened = 0x20, OfFolder = 0x40000000;

    private readonly int _watch;

    public FolderListings(IEnumerable<string> folders)
    {
        _watch = inotify_init1(NonBlocking);
        foreach (var folder in folders) Assert.True(inotify_add_watch(_watch, folder, Opened) >= 0, folder);
    }

    /// <summary>Openings since the last call, by folder, those of 0 left out.</summary>
    public int[] Take()
    {
        var openings = new Dictionary<int, int>();
        var buffer = new byte[1 << 16];
        for (int length; (length = (int)read(_watch, buffer, buffer.Length)) > 0;)
            for (var at = 0; at < length; at += EventLength + BinaryPrimitives.ReadInt32LittleEndian(buffer.AsSpan(at + 12)))
            {
                var (folder, mask, name) = (BitConverter.ToInt32(buffer, at), BitConverter.ToUInt32(buffer, at + 4), BitConverter.ToInt32(buffer, at + 12));
                // Without a name it is the watched folder itself.
                if ((mask & OfFolder) != 0 && name == 0) openings[folder] = openings.GetValueOrDefault(folder) + 1;
            }
        return [.. openings.Values];
    }

    public void Dispose() => _ = close(_watch);

    [LibraryImport("libc")]
    private static partial int inotify_init1(int flags);

    [LibraryImport("libc", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int inotify_add_watch(int watch, string path, uint mask);

    [LibraryImport("libc")]
    private static partial nint read(int watch, byte[] buffer, nint length);

    [LibraryImport("libc")]
    private static partial int close(int watch);
}
