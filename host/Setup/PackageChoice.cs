using System.Runtime.InteropServices;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using EarlyExit.Workbook;

namespace EarlyExit.Host.Setup;

/// <summary>
/// Where TorchSharp, Plotly.NET and Microsoft.Data.Analysis come from on this machine: <c>nuget</c>, or <c>compat</c>, our subsets
/// of them, where NuGet does not serve them or what it serves does not load (TorchSharp 0.107 wants a libstdc++ newer than Debian
/// 12's). It is found out once and remembered in an ignored file that MSBuild reads.
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

    /// <summary>Asks NuGet for the packages, tries whether they load, and remembers and says the answer.</summary>
    /// <exception cref="UsageException">NuGet gave no answer.</exception>
    public static async Task<string> AskAsync(Repository repository, CancellationToken cancellation)
    {
        var (choice, why) = await Step.ShowAsync("Asking NuGet for TorchSharp, Plotly.NET and Microsoft.Data.Analysis",
            show => TryAsync(repository, show, cancellation));
        Remember(repository, choice);
        Console.WriteLine(choice == NuGet
            ? $"Packages: from NuGet (remembered in {Remembered})."
            : $"Packages: {why}, so their subsets in compat/ are built (remembered in {Remembered}).");
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

    /// <summary>Why a native library does not load, in one line; null if it does.</summary>
    public static string? WhyNotLoaded(string library)
    {
        try
        {
            NativeLibrary.Free(NativeLibrary.Load(library));
            return null;
        }
        catch (Exception error) when (error is DllNotFoundException or BadImageFormatException)
        {
            // One line for each place that was tried; the telling one says what is missing.
            var lines = error.Message.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
            return (lines.FirstOrDefault(line => line.Contains("' not found", StringComparison.Ordinal)) ?? lines[^1]).Split(" (required by")[0];
        }
    }

    private static async Task<(string Choice, string Why)> TryAsync(Repository repository, Action<string> show, CancellationToken cancellation)
    {
        // The real project, whose traces go elsewhere. Where NuGet does serve the packages, they are downloaded for good.
        var scratch = Directory.CreateDirectory(Path.Combine(repository.Artifacts, "packages"));
        try
        {
            if (Judge(await DotNetAsync("restore")) == Compat) return (Compat, "NuGet does not serve them here");
            // Windows has no other choice, and a failing build is the library's own: that is said when it is built.
            if (OperatingSystem.IsWindows() || !(await DotNetAsync("build", "--no-restore")).Succeeded) return (NuGet, "");
            var native = OperatingSystem.IsMacOS() ? "libLibTorchSharp.dylib" : "libLibTorchSharp.so";
            return WhyNotLoaded(Path.Combine(scratch.FullName, "notebook", native)) is { } why
                ? (Compat, $"NuGet's TorchSharp does not load here ({why})")
                : (NuGet, "");
        }
        finally
        {
            scratch.Delete(recursive: true);
        }

        Task<ChildResult> DotNetAsync(string verb, params string[] options) => ChildProcess.RunAsync(DotNet.Path,
            [verb, "EarlyExit.Lib.csproj", "-p:Packages=nuget", $"-p:ArtifactsPath={scratch.FullName}/", "--nologo", .. options],
            repository.Root, show, cancellation: cancellation);
    }

    [GeneratedRegex("NU110[123]")]
    private static partial Regex NotServed();
}
