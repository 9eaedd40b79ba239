using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using EarlyExit.Workbook;

namespace EarlyExit.Host.Kernel;

/// <summary>The files by which Jupyter and VS Code know kernels: <c>NAME/kernel.json</c> in a folder called <c>kernels</c>.</summary>
/// <param name="user">The folder in which kernels are registered here.</param>
/// <param name="others">Where Jupyter looks as well, and others may have put theirs.</param>
internal sealed partial class KernelSpecs(string user, IReadOnlyList<string> others)
{
    /// <summary>The name that our notebooks ask for, and that Microsoft's .NET Interactive has.</summary>
    public const string NotebooksName = ".net-csharp";

    private const string Ours = "earlyexit", SpecFile = "kernel.json";
    private static readonly JsonSerializerOptions Layout = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The folders of this user, as far as they can be known from outside Python: in <c>JUPYTER_DATA_DIR</c>, or the operating system's.</summary>
    public static KernelSpecs OfThisUser()
    {
        string[] shared = OperatingSystem.IsWindows()
            ? [Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.CommonApplicationData), "jupyter")]
            : ["/usr/local/share/jupyter", "/usr/share/jupyter"];
        var listed = (Environment.GetEnvironmentVariable("JUPYTER_PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
        return new KernelSpecs(Kernels(DataFolder()), [.. listed.Concat(shared).Select(Kernels)]);

        static string Kernels(string folder) => Path.Combine(folder, "kernels");
    }

    /// <summary>Registers a kernel, or replaces one of ours.</summary>
    /// <param name="name">What notebooks call it.</param>
    /// <param name="displayName">What people see.</param>
    /// <param name="program">What starts <c>kernel run</c>: a program and its first arguments.</param>
    /// <returns>The file.</returns>
    /// <exception cref="UsageException">The name is no name, or somebody else's kernel has it.</exception>
    public string Install(string name, string displayName, IReadOnlyList<string> program)
    {
        var path = PathOf(name);
        foreach (var taken in others.Prepend(user).Select(folder => Path.Combine(folder, name, SpecFile)))
            if (File.Exists(taken) && !IsOurs(taken))
                throw new UsageException($"There is another kernel called '{name}' ({taken}); remove that one first, or choose another --name.");
        AtomicFile.WriteText(path, new JsonObject
        {
            ["argv"] = new JsonArray([.. program.Concat(["kernel", "run", "--connection-file", "{connection_file}"]).Select(part => (JsonNode)part)]),
            ["display_name"] = displayName,
            ["language"] = "C#",
            ["interrupt_mode"] = "message",
            // The program's own setting suits long loops over samples; a kernel had rather start soon (1.7 s of processor time for 2.9 s).
            ["env"] = new JsonObject { ["DOTNET_TC_QuickJitForLoops"] = "1" },
            ["metadata"] = new JsonObject { [Ours] = true },
        }.ToJsonString(Layout) + "\n");
        return path;
    }

    /// <summary>Removes one of ours and returns where it was.</summary>
    /// <exception cref="UsageException">There is none of that name, or it is somebody else's.</exception>
    public string Uninstall(string name)
    {
        var path = PathOf(name);
        if (!File.Exists(path)) throw new UsageException($"There is no kernel called '{name}' in {user}.");
        if (!IsOurs(path)) throw new UsageException($"The kernel '{name}' is not of this workbook ({path}); it was left alone.");
        Directory.Delete(Path.GetDirectoryName(path)!, recursive: true);
        return path;
    }

    private static string DataFolder()
    {
        if (Environment.GetEnvironmentVariable("JUPYTER_DATA_DIR") is { Length: > 0 } set) return set;
        var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        if (OperatingSystem.IsWindows()) return Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.ApplicationData), "jupyter");
        if (OperatingSystem.IsMacOS()) return Path.Combine(home, "Library", "Jupyter");
        return Path.Combine(Environment.GetEnvironmentVariable("XDG_DATA_HOME") is { Length: > 0 } data ? data : Path.Combine(home, ".local", "share"), "jupyter");
    }

    private static bool IsOurs(string path)
    {
        try
        {
            return JsonNode.Parse(File.ReadAllText(path)) is JsonObject spec && spec["metadata"] is JsonObject metadata && metadata.ContainsKey(Ours);
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private string PathOf(string name) => Name().IsMatch(name)
        ? Path.Combine(user, name, SpecFile)
        : throw new UsageException($"--name is '{name}', expected letters, digits, '.', '-' and '_', as Jupyter wants them.");

    [GeneratedRegex("^(?![.]+$)[a-z0-9._-]+$", RegexOptions.IgnoreCase)]
    private static partial Regex Name();
}
