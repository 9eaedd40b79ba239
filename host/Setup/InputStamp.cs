using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using EarlyExit.Workbook;

namespace EarlyExit.Host.Setup;

/// <summary>Tells whether files have changed since something was made from them, without starting MSBuild to ask.</summary>
internal sealed class InputStamp
{
    private readonly string _file, _now;

    /// <summary>Takes note of what the inputs look like now, before anything is made from them.</summary>
    /// <param name="repository">Whose files.</param>
    /// <param name="name">What is made.</param>
    /// <param name="inputs">Files and folders, relative to the repository.</param>
    public InputStamp(Repository repository, string name, IReadOnlyList<string> inputs)
    {
        _file = Path.Combine(repository.Artifacts, "workbook", name + ".built");
        _now = Look(repository, inputs);
    }

    /// <summary>Whether it was made from what is there now.</summary>
    public bool IsCurrent() => File.Exists(_file) && File.ReadAllText(_file) == _now;

    /// <summary>Remembers that it was.</summary>
    public void Remember() => AtomicFile.WriteText(_file, _now);

    // Names, sizes and times of all files, and the libtorch asked for.
    private static string Look(Repository repository, IReadOnlyList<string> inputs)
    {
        var text = new StringBuilder(Environment.GetEnvironmentVariable("LIBTORCH"));
        foreach (var file in inputs.Select(input => Path.Combine(repository.Root, input)).SelectMany(Files).Order(StringComparer.Ordinal))
        {
            var info = new FileInfo(file);
            text.Append(CultureInfo.InvariantCulture, $"\n{file} {info.Length} {info.LastWriteTimeUtc.Ticks}");
        }
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
    }

    private static IEnumerable<string> Files(string path) =>
        Directory.Exists(path) ? Directory.EnumerateFiles(path, "*", SearchOption.AllDirectories) : File.Exists(path) ? [path] : [];
}
