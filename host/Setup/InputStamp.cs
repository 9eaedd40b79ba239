using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using EarlyExit.Workbook;

namespace EarlyExit.Host.Setup;

/// <summary>Tells whether files have changed since something was made from them, without starting MSBuild to ask.</summary>
internal sealed class InputStamp(Repository repository, string name, IReadOnlyList<string> inputs)
{
    private readonly string _file = Path.Combine(repository.Artifacts, "workbook", name + ".built");

    /// <summary>What the inputs look like now: names, sizes and times of all files below them, and the libtorch asked for.</summary>
    public string Now()
    {
        var text = new StringBuilder(Environment.GetEnvironmentVariable("LIBTORCH"));
        foreach (var file in inputs.SelectMany(Files).Order(StringComparer.Ordinal))
        {
            var info = new FileInfo(file);
            text.Append('\n').Append(file).Append(' ').Append(info.Length).Append(' ').Append(info.LastWriteTimeUtc.Ticks.ToString(CultureInfo.InvariantCulture));
        }
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
    }

    public bool IsCurrent(string now) => File.Exists(_file) && File.ReadAllText(_file) == now;

    /// <summary>Remembers that what was made is made from <paramref name="then"/>, which was asked for before the making began.</summary>
    public void Remember(string then) => AtomicFile.WriteText(_file, then);

    private IEnumerable<string> Files(string input)
    {
        var path = Path.Combine(repository.Root, input);
        if (Directory.Exists(path)) return Directory.EnumerateFiles(path, "*", SearchOption.AllDirectories);
        return File.Exists(path) ? [path] : [];
    }
}
