using System.Text;
using EarlyExit.Regimes;
using EarlyExit.Workbook;

namespace EarlyExit.Sweeps;

/// <summary>
/// The results of a study on disk. A result is one small file, written as a whole after everything else of its cell, so that a cell with
/// one is done; the first two digits of its id are its folder, so that 100,000 cells lie in 256 folders of 400. A cell that is being
/// worked on is locked by the operating system: the lock of a process that was killed is free.
/// </summary>
/// <param name="folder">Where results are written.</param>
/// <param name="bundled">Results that come with the workbook, one after the other in one file; nothing is written to it. It need not exist.</param>
internal sealed class CellStore(string folder, string bundled)
{
    private readonly Lazy<IReadOnlyDictionary<string, CellResult>> _bundle = new(() => ReadLines(bundled));

    /// <summary>The folder.</summary>
    public string Folder => folder;

    /// <summary>The store of a study in <see cref="Session.SweepFolder"/>, with what comes with the workbook.</summary>
    public static CellStore Of(string study) => new(Path.Combine(Session.SweepFolder, study), Path.Combine(Session.BundledSweepFolder, $"{study}.results"));

    /// <summary>Whether a cell has a result. Looks at one file.</summary>
    public bool Has(string id) => _bundle.Value.ContainsKey(id) || File.Exists(PathOf(id, Result));

    /// <summary>The ids of all results and of all failures. Lists every folder once.</summary>
    public (HashSet<string> Done, HashSet<string> Failed) List()
    {
        var (done, failed) = (new HashSet<string>(_bundle.Value.Keys), new HashSet<string>());
        if (Directory.Exists(folder))
            foreach (var part in Directory.EnumerateDirectories(folder))
                foreach (var file in Directory.EnumerateFiles(part))
                {
                    var name = Path.GetFileName(file);
                    if (name.EndsWith(Result, StringComparison.Ordinal)) done.Add(name[..^Result.Length]);
                    else if (name.EndsWith(Failure, StringComparison.Ordinal)) failed.Add(name[..^Failure.Length]);
                }
        failed.ExceptWith(done);
        return (done, failed);
    }

    /// <summary>A result; null where there is none, or none that can be read.</summary>
    public CellResult? Read(string id)
    {
        if (_bundle.Value.TryGetValue(id, out var known)) return known;
        try
        {
            return CellResult.Parse(File.ReadAllBytes(PathOf(id, Result))) is { } found && found.Id == id ? found : null;
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    /// <summary>What was written when the cell failed.</summary>
    public string ReadFailure(string id) => File.ReadAllText(PathOf(id, Failure));

    /// <summary>Writes a result, the last thing that is done for a cell.</summary>
    public void Write(CellResult result)
    {
        AtomicFile.WriteText(PathOf(result.Id, Result), result.ToJson() + "\n");
        File.Delete(PathOf(result.Id, Failure));
    }

    /// <summary>Notes why a cell failed; the next run tries again.</summary>
    public void WriteFailure(string id, string text) => AtomicFile.WriteText(PathOf(id, Failure), text);

    /// <summary>Keeps others out until disposed, or until this process ends; null if another has it.</summary>
    public CellLock? TryLock(string id)
    {
        var path = PathOf(id, ".lock");
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        try
        {
            return new(new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None), this, id);
        }
        catch (IOException error) when (StudyEntry.IsTaken(error))
        {
            return null;
        }
    }

    private const string Result = ".json", Failure = ".failed";

    private string PathOf(string id, string ending) => Path.Combine(folder, id[..2], id + ending);

    private static Dictionary<string, CellResult> ReadLines(string path) => File.Exists(path)
        ? File.ReadLines(path).Select(line => CellResult.Parse(Encoding.UTF8.GetBytes(line))).OfType<CellResult>().ToDictionary(result => result.Id)
        : [];

    /// <summary>A lock that is held.</summary>
    internal sealed class CellLock(FileStream file, CellStore store, string id) : IDisposable
    {
        public void Dispose()
        {
            // Only when there is a result: whoever gets hold of a file that is gone then finds the cell done. Without one, two could each hold a file of that name.
            if (!OperatingSystem.IsWindows() && store.Has(id)) File.Delete(file.Name);
            file.Dispose();
        }
    }
}
