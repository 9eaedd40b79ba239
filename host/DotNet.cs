using System.Runtime.InteropServices;

namespace EarlyExit.Host;

/// <summary>The <c>dotnet</c> that runs this program, which need not be the first one on the path.</summary>
internal static class DotNet
{
    public static string Path { get; } = Find();

    private static string Find()
    {
        // .../dotnet/shared/Microsoft.NETCore.App/10.0.0/
        var runtime = new DirectoryInfo(RuntimeEnvironment.GetRuntimeDirectory());
        var name = OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet";
        var beside = System.IO.Path.Combine(runtime.Parent!.Parent!.Parent!.FullName, name);
        return File.Exists(beside) ? beside : name;
    }
}
