using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using EarlyExit.Workbook;

namespace EarlyExit.Host.Kernel;

/// <summary>The file by which Jupyter and VS Code know a kernel: <c>kernels/NAME/kernel.json</c> in one of Jupyter's folders.</summary>
internal static partial class KernelSpec
{
    /// <summary>The name that our notebooks ask for, and Microsoft's .NET Interactive had.</summary>
    public const string NotebooksName = ".net-csharp";

    private const string Ours = "earlyexit", File = "kernel.json";
    private static readonly JsonSerializerOptions Layout = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes the file, or replaces one of ours.</summary>
    /// <param name="name">What notebooks call the kernel.</param>
    /// <param name="displayName">What people see.</param>
    /// <param name="program">What starts <c>kernel run</c>: a program and its first arguments.</param>
    /// <returns>Where it is.</returns>
    /// <exception cref="UsageException">The name is no name, or somebody else's kernel has it.</exception>
    public static string Install(string name, string displayName, IReadOnlyList<string> program)
    {
        Check(name);
        foreach (var other in Folders().Select(folder => Path.Combine(folder, name, File)))
            if (System.IO.File.Exists(other) && !IsOurs(other))
                throw new UsageException($"There is another kernel called '{name}' ({other}); remove that one first, or choose another --name.");
        var path = Path.Combine(UserFolder(), name, File);
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
    public static string Uninstall(string name)
    {
        Check(name);
        var path = Path.Combine(UserFolder(), name, File);
        if (!System.IO.File.Exists(path)) throw new UsageException($"There is no kernel called '{name}' in {UserFolder()}.");
        if (!IsOurs(path)) throw new UsageException($"The kernel '{name}' is not of this workbook ({path}); it was left alone.");
        Directory.Delete(Path.GetDirectoryName(path)!, recursive: true);
        return path;
    }

    /// <summary>Where this user's kernels are: in <c>JUPYTER_DATA_DIR</c>, or where Jupyter looks on this operating system.</summary>
    public static string UserFolder() => Path.Combine(DataFolder(), "kernels");

    private static string DataFolder()
    {
        if (Environment.GetEnvironmentVariable("JUPYTER_DATA_DIR") is { Length: > 0 } set) return set;
        var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        if (OperatingSystem.IsWindows()) return Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.ApplicationData), "jupyter");
        if (OperatingSystem.IsMacOS()) return Path.Combine(home, "Library", "Jupyter");
        return Path.Combine(Environment.GetEnvironmentVariable("XDG_DATA_HOME") is { Length: > 0 } data ? data : Path.Combine(home, ".local", "share"), "jupyter");
    }

    // All that Jupyter searches, as far as it can be known from outside Python.
    private static IEnumerable<string> Folders()
    {
        string[] shared = OperatingSystem.IsWindows()
            ? [Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.CommonApplicationData), "jupyter")]
            : ["/usr/local/share/jupyter", "/usr/share/jupyter"];
        var listed = (Environment.GetEnvironmentVariable("JUPYTER_PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
        return [UserFolder(), .. listed.Concat(shared).Select(folder => Path.Combine(folder, "kernels"))];
    }

    private static bool IsOurs(string path)
    {
        try
        {
            return JsonNode.Parse(System.IO.File.ReadAllText(path)) is JsonObject spec && spec["metadata"] is JsonObject metadata && metadata.ContainsKey(Ours);
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static void Check(string name)
    {
        if (!Name().IsMatch(name)) throw new UsageException($"--name is '{name}', expected letters, digits, '.', '-' and '_', as Jupyter wants them.");
    }

    [GeneratedRegex("^[a-z0-9._-]+$", RegexOptions.IgnoreCase)]
    private static partial Regex Name();
}
