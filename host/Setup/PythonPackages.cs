using System.Text.Json;

namespace EarlyExit.Host.Setup;

/// <summary>What <c>bench</c> is measured against: Debian's Python with PyTorch, scikit-learn, SciPy and NumPy.</summary>
internal static class PythonPackages
{
    private static readonly (string Module, string Package)[] Needed =
        [("numpy", "python3-numpy"), ("scipy", "python3-scipy"), ("sklearn", "python3-sklearn"), ("torch", "python3-torch")];

    private static string Python => File.Exists("/usr/bin/python3") ? "/usr/bin/python3" : "python3";

    /// <summary>Installs what is missing, or says what to install.</summary>
    /// <exception cref="UsageException">It cannot be installed from here.</exception>
    public static async Task EnsureAsync(CancellationToken cancellation)
    {
        var missing = await MissingAsync(cancellation);
        if (missing.Count == 0) return;
        if (!await SystemPackages.CanInstallAsync(cancellation))
            throw new UsageException($"bench is measured against PyTorch, scikit-learn, SciPy and NumPy; for {Python} these are missing: {string.Join(", ", missing)}.");
        await SystemPackages.InstallAsync(missing, cancellation);
    }

    private static async Task<IReadOnlyList<string>> MissingAsync(CancellationToken cancellation)
    {
        if (!File.Exists(Python)) return ["python3", .. Needed.Select(one => one.Package)];
        var ask = $"import importlib.util, json; print(json.dumps([importlib.util.find_spec(name) is None for name in {JsonSerializer.Serialize(Needed.Select(one => one.Module))}]))";
        var answer = await ChildProcess.RunAsync(Python, ["-c", ask], "/", cancellation: cancellation);
        if (!answer.Succeeded) throw new UsageException($"{Python} does not run: {answer.Output.Trim()}");
        var absent = JsonSerializer.Deserialize<bool[]>(answer.Output)!;
        return [.. Needed.Zip(absent).Where(pair => pair.Second).Select(pair => pair.First.Package)];
    }
}
