using System.Reflection;

namespace EarlyExit.Workbook;

/// <summary>
/// What the surroundings say about this run: scale, data set and folders. Everything is read from environment
/// variables with defaults, so that a notebook runs unchanged in VS Code, in Jupyter and under <c>./workbook run</c>.
/// </summary>
public static class Session
{
    /// <summary>The scale from <c>EARLYEXIT_SCALE</c> (smoke, quick, full); <see cref="Scale.Quick"/> when it is not set.</summary>
    /// <exception cref="ArgumentException">The variable holds something else.</exception>
    public static Scale Scale => ParseScale(Environment.GetEnvironmentVariable("EARLYEXIT_SCALE"));

    /// <summary>The data set asked for by <c>./workbook run --data</c> (<c>EARLYEXIT_DATASET</c>), or <c>shapes</c>, the built-in one.</summary>
    public static string DataSet => Variable("EARLYEXIT_DATASET") ?? "shapes";

    /// <summary>The device asked for (<c>EARLYEXIT_DEVICE</c>: cpu, cuda, cuda:1, ...), or null for the best there is.</summary>
    public static string? Device => Variable("EARLYEXIT_DEVICE");

    /// <summary>Folder of downloaded data sets: <c>EARLYEXIT_DATA</c>, or <c>data/cache</c> in the repository.</summary>
    public static string DataFolder => Variable("EARLYEXIT_DATA") ?? Path.Combine(Root, "data", "cache");

    /// <summary>Folder of trained runs (the Study cache): <c>EARLYEXIT_CACHE</c>, or <c>data/cache/studies</c> in the repository.</summary>
    public static string StudyFolder => Variable("EARLYEXIT_CACHE") ?? Path.Combine(Root, "data", "cache", "studies");

    /// <summary>Folder of the trained runs that come with the workbook, which nothing is written to: <c>EARLYEXIT_RUNS</c>, or <c>data/runs</c> in the repository.</summary>
    public static string RunsFolder => Variable("EARLYEXIT_RUNS") ?? Path.Combine(Root, "data", "runs");

    /// <summary>Folder in which long analyses keep what is finished of them: <c>EARLYEXIT_ANALYSIS</c>, or <c>data/cache/analysis</c> in the repository.</summary>
    public static string AnalysisFolder => Variable("EARLYEXIT_ANALYSIS") ?? Path.Combine(Root, "data", "cache", "analysis");

    /// <summary>Folder of the outputs that come with the workbook: <c>EARLYEXIT_ZOO</c>, or <c>data/zoo</c> in the repository.</summary>
    public static string ZooFolder => Variable("EARLYEXIT_ZOO") ?? Path.Combine(Root, "data", "zoo");

    /// <summary>Folder of the results of sweeps: <c>EARLYEXIT_SWEEPS</c>, or <c>data/cache/sweeps</c> in the repository.</summary>
    public static string SweepFolder => Variable("EARLYEXIT_SWEEPS") ?? Path.Combine(Root, "data", "cache", "sweeps");

    /// <summary>Folder of the studies that come with the workbook, and of their results: <c>data/sweeps</c> in the repository.</summary>
    public static string BundledSweepFolder => Path.Combine(Root, "data", "sweeps");

    /// <summary>Folder that verdicts are written to: <c>EARLYEXIT_VERDICTS</c>, or <c>artifacts/verdicts</c> in the repository.</summary>
    public static string VerdictFolder => Variable("EARLYEXIT_VERDICTS") ?? Path.Combine(Root, "artifacts", "verdicts");

    /// <summary>Folder that tables of long runs are written to: <c>EARLYEXIT_RESULTS</c>, or <c>artifacts/results</c> in the repository.</summary>
    public static string ResultFolder => Variable("EARLYEXIT_RESULTS") ?? Path.Combine(Root, "artifacts", "results");

    /// <summary>The repository: the nearest folder with <c>EarlyExit.Lib.csproj</c> above the library or above the current folder.</summary>
    /// <exception cref="DirectoryNotFoundException">Neither has one.</exception>
    public static string Root { get; } = FindRoot();

    /// <summary>The value for the current scale.</summary>
    public static T Pick<T>(T smoke, T quick, T full) => Scale switch
    {
        Scale.Smoke => smoke,
        Scale.Quick => quick,
        _ => full,
    };

    internal static Scale ParseScale(string? text) => text?.Trim().ToLowerInvariant() switch
    {
        null or "" or "quick" => Scale.Quick,
        "smoke" => Scale.Smoke,
        "full" => Scale.Full,
        _ => throw new ArgumentException($"EARLYEXIT_SCALE is '{text}', expected smoke, quick or full."),
    };

    private static string? Variable(string name) =>
        Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : null;

    private static string FindRoot()
    {
        var library = Path.GetDirectoryName(Assembly.GetExecutingAssembly().Location);
        foreach (var start in new[] { library, Directory.GetCurrentDirectory() })
            for (var folder = start; !string.IsNullOrEmpty(folder); folder = Path.GetDirectoryName(folder))
                if (File.Exists(Path.Combine(folder, "EarlyExit.Lib.csproj")))
                    return folder;
        throw new DirectoryNotFoundException(
            $"EarlyExit.Lib.csproj was found neither above {library} nor above {Directory.GetCurrentDirectory()}; run from inside the repository.");
    }
}
