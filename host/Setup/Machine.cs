namespace EarlyExit.Host.Setup;

/// <summary>A project that commands need built, and what it is made from.</summary>
/// <param name="Includes">What is built along with it.</param>
internal sealed record Target(string Name, string Project, string Product, IReadOnlyList<string> Inputs, params IReadOnlyList<Target> Includes)
{
    private static readonly string[] Everywhere =
        ["Directory.Build.props", "Directory.Packages.props", "global.json", ".editorconfig", ".packages.props"];

    /// <summary>What notebooks reference.</summary>
    public static Target Library { get; } =
        new("library", "EarlyExit.Lib.csproj", "artifacts/notebook/EarlyExit.Lib.dll", [.. Everywhere, "EarlyExit.Lib.csproj", "lib", "compat"]);

    /// <summary>What <c>bench</c> runs.</summary>
    public static Target Bench { get; } =
        new("bench", "bench/EarlyExit.Bench.csproj", "artifacts/bin/EarlyExit.Bench/release/EarlyExit.Bench.dll", [.. Library.Inputs, "bench"], Library);

    /// <summary>Everything, tests included.</summary>
    public static Target Solution { get; } = new("solution", "EarlyExit.slnx", "artifacts/bin/EarlyExit.Tests/release/EarlyExit.Tests.dll",
        [.. Library.Inputs, "EarlyExit.slnx", "host", "tests", "bench"], Library);
}

/// <summary>The build found an error in the code; its output says where.</summary>
internal sealed class BuildFailedException(string project, string output)
    : Exception($"{project} does not build:\n{string.Join('\n', output.Split('\n').Where(line => line.Contains("error", StringComparison.Ordinal)).Distinct())}");

/// <summary>Makes this machine ready for a command: packages chosen, system packages installed, projects built. Does nothing when it is.</summary>
internal sealed class Machine(Repository repository)
{
    private static readonly Dictionary<string, string> NoServers = new()
    {
        ["MSBUILDDISABLENODEREUSE"] = "1",
        ["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1",
        ["DOTNET_NOLOGO"] = "1",
    };

    /// <exception cref="UsageException">Something is missing that only the user can supply.</exception>
    /// <exception cref="BuildFailedException">The code does not compile.</exception>
    public async Task PrepareAsync(Target target, CancellationToken cancellation)
    {
        if (HasOwnRuntime)
        {
            if (File.Exists(Path.Combine(repository.Root, target.Product))) return;
            throw new UsageException($"{target.Product} is not there, and this program was published with its runtime, without an SDK to build it; see environment.md.");
        }
        var packages = PackageChoice.Read(repository) ?? await PackageChoice.AskAsync(repository, cancellation);
        if (packages == PackageChoice.Compat && OperatingSystem.IsWindows())
            throw new UsageException("NuGet does not serve TorchSharp here, and its subset in compat/ is not built on Windows; see environment.md.");
        InputStamp[] stamps = [.. target.Includes.Prepend(target).Select(built => new InputStamp(repository, built.Name, built.Inputs))];
        if (stamps[0].IsCurrent() && File.Exists(Path.Combine(repository.Root, target.Product))) return;
        if (packages == PackageChoice.Compat) await SystemPackages.EnsureAsync(cancellation);
        await BuildAsync(target, cancellation);
        foreach (var stamp in stamps) stamp.Remember();
    }

    // Published self-contained, for a machine without an SDK: what was built for it lies beside it.
    private static bool HasOwnRuntime =>
        Path.GetDirectoryName(typeof(object).Assembly.Location) == Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory);

    private Task<bool> BuildAsync(Target target, CancellationToken cancellation) => Step.ShowAsync($"Building {target.Project}", async show =>
    {
        var build = await ChildProcess.RunAsync(DotNet.Path, ["build", target.Project, "-c", "Release", "--nologo", "-v", "minimal", "-tl:off"],
            repository.Root, show, NoServers, cancellation);
        return build.Succeeded ? true : throw new BuildFailedException(target.Project, build.Output);
    });
}
