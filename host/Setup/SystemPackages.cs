using System.Diagnostics;

namespace EarlyExit.Host.Setup;

/// <summary>
/// What compat/TorchSharp needs of the operating system: a C++ compiler, a libtorch, and a fast BLAS for Debian's. The order in
/// which a libtorch is looked for is that of compat/TorchSharp/native/build.sh. The BLAS is the one that works on libtorch's own threads:
/// one with threads of its own (openblas-pthread) has them and libtorch's wait for each other by spinning, and a single image takes up to
/// ten times as long on all cores.
/// </summary>
internal static class SystemPackages
{
    private const string Compiler = "g++", LibTorch = "libtorch-dev", FastBlas = "libopenblas0-openmp";

    /// <summary>Debian's packages that are missing here.</summary>
    public static IReadOnlyList<string> Missing()
    {
        var own = Environment.GetEnvironmentVariable("LIBTORCH") is { Length: > 0 };
        var debian = File.Exists("/usr/include/ATen/ATen.h");
        List<string> missing = [];
        if (!new[] { Environment.GetEnvironmentVariable("CXX") ?? Compiler, Compiler, "clang++" }.Any(OnPath)) missing.Add(Compiler);
        if (own || !debian && PyTorchIsInstalled()) return missing;
        if (!debian) missing.Add(LibTorch);
        if (!Directory.EnumerateDirectories("/usr/lib", "*-linux-gnu*").Any(folder => Directory.EnumerateDirectories(folder, "openblas-*").Any()))
            missing.Add(FastBlas);
        return missing;
    }

    /// <summary>Installs what is missing, or says what to install.</summary>
    /// <exception cref="UsageException">It cannot be installed from here.</exception>
    public static async Task EnsureAsync(CancellationToken cancellation)
    {
        if (!OperatingSystem.IsLinux()) return;
        var missing = Missing();
        if (missing.Count == 0) return;
        if (await CanInstallAsync(cancellation))
        {
            await InstallAsync(missing, cancellation);
            return;
        }
        var (line, apt) = (InstallLine(missing), OnPath("apt-get"));
        // Everything works without it, only slowly.
        if (missing is [FastBlas])
        {
            Console.WriteLine($"Matrix products run some 25 times slower without {FastBlas}{(apt ? $": sudo {line}" : "")}");
            return;
        }
        throw new UsageException(apt
            ? $"Packages are missing, and installing them needs root: sudo {line}"
            : $"A C++ compiler and libtorch are needed here (Debian's packages {string.Join(' ', missing)}); environment.md says how to get them.");
    }

    /// <summary>Whether packages can be installed from here: Debian's tool is there, and the rights.</summary>
    internal static async Task<bool> CanInstallAsync(CancellationToken cancellation) => OnPath("apt-get") && await IsPrivilegedAsync(cancellation);

    /// <summary>Installs packages of Debian.</summary>
    /// <exception cref="UsageException">It failed.</exception>
    internal static Task InstallAsync(IReadOnlyList<string> packages, CancellationToken cancellation) =>
        Step.ShowAsync($"Installing {string.Join(' ', packages)}", async show =>
        {
            if (!HasLists()) await AptAsync(["update", "-q"], show, cancellation);
            string[] install = ["install", "-y", "-q", "--no-install-recommends", .. packages];
            if ((await AptAsync(install, show, cancellation)).Succeeded) return true;
            // Lists that are older than the archive name files that are no longer there.
            await AptAsync(["update", "-q"], show, cancellation);
            var again = await AptAsync(install, show, cancellation);
            return again.Succeeded
                ? true
                : throw new UsageException($"{InstallLine(packages)} failed: {again.Output.Split('\n').LastOrDefault(said => said.StartsWith("E:", StringComparison.Ordinal)) ?? again.Output.Trim()}");
        });

    private static string InstallLine(IReadOnlyList<string> packages) => $"apt-get install -y --no-install-recommends {string.Join(' ', packages)}";

    /// <summary>Installs a Debian package whose program is not there, if that is possible without asking; the caller does without it otherwise.</summary>
    public static async Task TryInstallAsync(string package, CancellationToken cancellation)
    {
        if (!OperatingSystem.IsLinux() || OnPath(package) || !OnPath("apt-get") || !Environment.IsPrivilegedProcess) return;
        await Step.ShowAsync($"Installing {package}", async show =>
        {
            if (!HasLists()) await AptAsync(["update", "-q"], show, cancellation);
            return await AptAsync(["install", "-y", "-q", "--no-install-recommends", package], show, cancellation);
        });
    }

    private static Task<ChildResult> AptAsync(string[] arguments, Action<string> show, CancellationToken cancellation)
    {
        string[] call = ["env", "DEBIAN_FRONTEND=noninteractive", "apt-get", .. arguments];
        if (!Environment.IsPrivilegedProcess) call = ["sudo", "-n", .. call];
        return ChildProcess.RunAsync(call[0], call[1..], "/", show, cancellation: cancellation);
    }

    private static async Task<bool> IsPrivilegedAsync(CancellationToken cancellation) =>
        Environment.IsPrivilegedProcess
        || OnPath("sudo") && (await ChildProcess.RunAsync("sudo", ["-n", "true"], "/", cancellation: cancellation)).Succeeded;

    private static bool HasLists() =>
        Directory.Exists("/var/lib/apt/lists") && Directory.EnumerateFiles("/var/lib/apt/lists", "*_Packages*").Any();

    private static bool PyTorchIsInstalled()
    {
        if (!OnPath("python3")) return false;
        using var python = Process.Start(new ProcessStartInfo("python3", ["-c", "import importlib.util as u, sys; sys.exit(u.find_spec('torch') is None)"]));
        python!.WaitForExit();
        return python.ExitCode == 0;
    }

    private static bool OnPath(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, program)));
}
