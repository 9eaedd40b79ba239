namespace EarlyExit.Data.Downloads;

/// <summary>
/// The hidden place where a data set gathers until it is complete: <c>.downloads/NAME</c> in the data folder. Beginnings of
/// files stay there for the next call to go on with; everything else is gone when this is disposed.
/// </summary>
internal sealed class Staging : IDisposable
{
    private readonly string _shared, _folder, _ready;
    private readonly FileStream _lock;

    /// <summary>Takes the place, which one download at a time can have.</summary>
    /// <exception cref="DownloadException">Another one has it.</exception>
    public Staging(string dataFolder, string name)
    {
        _shared = Path.Combine(Path.GetFullPath(dataFolder), ".downloads");
        _folder = Path.Combine(_shared, name);
        _ready = Path.Combine(_folder, "ready");
        Directory.CreateDirectory(_folder);
        try
        {
            _lock = new FileStream(Path.Combine(_folder, "lock"), FileMode.OpenOrCreate, FileAccess.Write, FileShare.None, 0, FileOptions.DeleteOnClose);
        }
        catch (IOException error)
        {
            throw new DownloadException($"{name}: another download of it is under way in {_folder} ({error.Message})", error);
        }
        if (Directory.Exists(_ready)) Directory.Delete(_ready, recursive: true);
    }

    /// <summary>The bytes of a file that have come so far, open for more; unbuffered, so that they are there after a crash.</summary>
    public FileStream OpenPart(RemoteFile file) => new(PartOf(file), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 0);

    /// <summary>Takes a complete part over as it is.</summary>
    public void Accept(RemoteFile file) => File.Move(PartOf(file), Path.Combine(Ready(), file.Name));

    /// <summary>Takes over what is wanted from an archive.</summary>
    /// <exception cref="InvalidDataException">The archive is not what it should be.</exception>
    public async Task Unpack(Stream archive, IReadOnlyDictionary<string, long> wanted, CancellationToken cancel) =>
        await Archive.Unpack(archive, wanted, Ready(), cancel);

    /// <summary>Moves what has been accepted to its place: the whole folder at once where there is none yet.</summary>
    public void MoveTo(string target)
    {
        if (!Directory.Exists(target))
            Directory.Move(_ready, target);
        else
            foreach (var file in Directory.EnumerateFiles(_ready))
                File.Move(file, Path.Combine(target, Path.GetFileName(file)), overwrite: true);
        Clear();
    }

    /// <summary>Forgets every beginning.</summary>
    public void Clear()
    {
        foreach (var part in Directory.EnumerateFiles(_folder, "*.part")) File.Delete(part);
    }

    /// <summary>Gives the place back and removes what the next call has no use for.</summary>
    public void Dispose()
    {
        if (Directory.Exists(_ready)) Directory.Delete(_ready, recursive: true);
        foreach (var part in Directory.EnumerateFiles(_folder, "*.part"))
            if (new FileInfo(part).Length == 0)
                File.Delete(part);
        _lock.Dispose();
        RemoveIfEmpty(_folder);
        RemoveIfEmpty(_shared);
    }

    private string Ready() => Directory.CreateDirectory(_ready).FullName;

    private static void RemoveIfEmpty(string folder)
    {
        if (!Directory.EnumerateFileSystemEntries(folder).Any()) Directory.Delete(folder);
    }

    private string PartOf(RemoteFile file) => Path.Combine(_folder, $"{file.Name}.part");
}
