using System.Text.RegularExpressions;
using System.Xml.Linq;
using EarlyExit.Workbook;

namespace EarlyExit.Host.Setup;

/// <summary>
/// Where TorchSharp, Plotly.NET and Microsoft.Data.Analysis come from on this machine: <c>nuget</c>, or <c>compat</c>, our subsets
/// of them, where NuGet does not serve them. It is found out once and remembered in an ignored file that MSBuild reads.
/// </summary>
internal static partial class PackageChoice
{
    public const string NuGet = "nuget", Compat = "compat";

    private const string Remembered = ".packages.props";

    /// <summary>The remembered choice, or null.</summary>
    /// <exception cref="UsageException">The file holds something else.</exception>
    public static string? Read(Repository repository)
    {
        var path = Path.Combine(repository.Root, Remembered);
        if (!File.Exists(path)) return null;
        var choice = (string?)XDocument.Load(path).Root?.Element("PropertyGroup")?.Element("Packages");
        return choice is NuGet or Compat
            ? choice
            : throw new UsageException($"{Remembered}: Packages is '{choice}', expected {NuGet} or {Compat}; delete the file to be asked again.");
    }

    /// <summary>Asks NuGet for the packages, and remembers and says the answer.</summary>
    /// <exception cref="UsageException">NuGet gave no answer.</exception>
    public static async Task<string> AskAsync(Repository repository, CancellationToken cancellation)
    {
        var choice = await Step.ShowAsync("Asking NuGet for TorchSharp, Plotly.NET and Microsoft.Data.Analysis",
            show => RestoreAsync(repository, show, cancellation));
        Remember(repository, choice);
        Console.WriteLine(choice == NuGet
            ? $"Packages: from NuGet (remembered in {Remembered})."
            : $"Packages: NuGet does not serve them here, so their subsets in compat/ are built (remembered in {Remembered}).");
        return choice;
    }

    /// <summary>What a restore with the real packages says about this machine.</summary>
    public static string Judge(ChildResult restore)
    {
        if (restore.Succeeded) return NuGet;
        // NU1101 to NU1103: the source answered, and it has no such package, or not in this version.
        if (NotServed().IsMatch(restore.Output) && !restore.Output.Contains("NU1301", StringComparison.Ordinal)) return Compat;
        var reason = restore.Output.Split('\n').FirstOrDefault(line => line.Contains("error", StringComparison.Ordinal))?.Trim() ?? "no answer";
        throw new UsageException($"NuGet cannot be reached, and the first set-up needs it: {reason} (environment.md: offline machines)");
    }

    public static void Remember(Repository repository, string choice) => AtomicFile.WriteText(
        Path.Combine(repository.Root, Remembered), $"<Project><PropertyGroup><Packages>{choice}</Packages></PropertyGroup></Project>\n");

    private static async Task<string> RestoreAsync(Repository repository, Action<string> show, CancellationToken cancellation)
    {
        // A restore of the real project whose traces go elsewhere. Where NuGet does serve the packages, they are downloaded for good.
        var scratch = Directory.CreateTempSubdirectory("earlyexit-");
        try
        {
            return Judge(await ChildProcess.RunAsync(DotNet.Path,
                ["restore", "EarlyExit.Lib.csproj", "-p:Packages=nuget", $"-p:ArtifactsPath={scratch.FullName}/", "--nologo"],
                repository.Root, show, cancellation: cancellation));
        }
        finally
        {
            scratch.Delete(recursive: true);
        }
    }

    [GeneratedRegex("NU110[123]")]
    private static partial Regex NotServed();
}
