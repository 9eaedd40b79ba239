namespace EarlyExit.Workbook;

/// <summary>Files that are either complete or not there: written to a temporary sibling, flushed to disk, then renamed.</summary>
public static class AtomicFile
{
    /// <summary>Writes <paramref name="path"/> through <paramref name="write"/>; on any error the previous file stays and the temporary one goes.</summary>
    /// <param name="path">The file to create or replace; its folder is created.</param>
    /// <param name="write">Writes the whole content to the stream it is given.</param>
    public static void Write(string path, Action<Stream> write)
    {
        var full = Path.GetFullPath(path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        var sibling = $"{full}.{Environment.ProcessId}.{Guid.NewGuid():N}.part";
        try
        {
            using (var stream = new FileStream(sibling, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, 1 << 16))
            {
                write(stream);
                stream.Flush(flushToDisk: true);
            }
            File.Move(sibling, full, overwrite: true);
        }
        catch
        {
            File.Delete(sibling);
            throw;
        }
    }

    /// <summary>Writes text as UTF-8 without a byte order mark, as <see cref="Write(string, Action{Stream})"/> does.</summary>
    public static void WriteText(string path, string text) =>
        Write(path, stream => stream.Write(System.Text.Encoding.UTF8.GetBytes(text)));
}
