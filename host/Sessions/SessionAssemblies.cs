using System.Reflection;
using System.Runtime.InteropServices;
using System.Runtime.Loader;

namespace EarlyExit.Host.Sessions;

/// <summary>
/// The assemblies that a session's <c>#r</c> lines name, each loaded once from where it lies, with whatever lies beside it:
/// managed dependencies, and native libraries in the same folder or in NuGet's <c>runtimes/RID/native</c>.
/// Every session has its own, so that sessions in one process do not share static state.
/// </summary>
internal sealed class SessionAssemblies() : AssemblyLoadContext("notebook")
{
    private readonly List<string> _folders = [];

    /// <summary>Loads an assembly and lets later loads look in its folder.</summary>
    public Assembly LoadFrom(string path)
    {
        var folder = Path.GetDirectoryName(path)!;
        lock (_folders)
            if (!_folders.Contains(folder)) _folders.Add(folder);
        var name = AssemblyName.GetAssemblyName(path);
        return Assemblies.FirstOrDefault(loaded => loaded.GetName().Name == name.Name) ?? LoadFromAssemblyPath(path);
    }

    /// <summary>Loads a compiled cell with its symbols.</summary>
    public Assembly LoadCell((Stream Assembly, Stream Symbols) cell) => LoadFromStream(cell.Assembly, cell.Symbols);

    protected override Assembly? Load(AssemblyName name) =>
        Beside($"{name.Name}.dll") is { } path ? LoadFromAssemblyPath(path) : null;

    protected override nint LoadUnmanagedDll(string name)
    {
        var rid = RuntimeInformation.RuntimeIdentifier;
        string[] files = OperatingSystem.IsWindows() ? [$"{name}.dll", name]
            : OperatingSystem.IsMacOS() ? [$"lib{name}.dylib", $"{name}.dylib", name]
            : [$"lib{name}.so", $"{name}.so", name];
        foreach (var file in files)
            if ((Beside(file) ?? Beside(Path.Combine("runtimes", rid, "native", file))) is { } path)
                return LoadUnmanagedDllFromPath(path);
        return 0;
    }

    private string? Beside(string file)
    {
        lock (_folders)
            return _folders.Select(folder => Path.Combine(folder, file)).FirstOrDefault(File.Exists);
    }
}
