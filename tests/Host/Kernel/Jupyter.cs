using EarlyExit.Host;
using EarlyExit.Host.Commands;
using EarlyExit.Host.Kernel;
using EarlyExit.Host.Setup;
using EarlyExit.Tests.Host.Kernel;

[assembly: AssemblyFixture(typeof(Jupyter))]

namespace EarlyExit.Tests.Host.Kernel;

/// <summary>Jupyter as it is installed on this machine, with a folder of its own in which our kernel is registered, and nobody else's.</summary>
public sealed class Jupyter : IDisposable
{
    /// <summary>The kernel's name there: the one that notebooks ask for.</summary>
    public const string Kernel = ".net-csharp";

    // Debian's packages belong to the system's Python, which need not be the first on the path.
    private static readonly string? Python = new[] { "/usr/bin/python3", "python3", "python" }.FirstOrDefault(python => Has(python, "jupyter_client, nbclient"));

    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(10);

    private readonly TemporaryFolder _folder = new();

    public Jupyter() => new KernelSpecs(_folder.File("kernels"), []).Install(Kernel, "C# (test)", [DotNet.Path, "exec", typeof(CommandLine).Assembly.Location]);

    public static Repository Repository { get; } = Repository.Find();

    public IReadOnlyDictionary<string, string> Variables => new Dictionary<string, string>
    {
        ["JUPYTER_DATA_DIR"] = _folder.Path,
        ["JUPYTER_CONFIG_DIR"] = _folder.File("config"),
        ["JUPYTER_RUNTIME_DIR"] = _folder.File("runtime"),
        ["IPYTHONDIR"] = _folder.File("ipython"),
        ["EARLYEXIT_SCALE"] = "smoke",
        ["EARLYEXIT_VERDICTS"] = _folder.File("verdicts"),
        ["EARLYEXIT_CACHE"] = _folder.File("studies"),
        ["EARLYEXIT_RESULTS"] = _folder.File("results"),
        ["EARLYEXIT_ANALYSIS"] = _folder.File("analysis"),
        ["PYTHONWARNINGS"] = "ignore",
        ["PYDEVD_DISABLE_FILE_VALIDATION"] = "1",
    };

    /// <summary>Runs one of the scripts beside this file; the test is skipped where Python or Jupyter's clients are not there.</summary>
    public Task<ChildResult> RunAsync(string script, params IEnumerable<string> arguments) =>
        PythonAsync([Path.Combine(AppContext.BaseDirectory, "Host", "Kernel", script), .. arguments]);

    /// <summary>Executes notebooks with <c>jupyter nbconvert</c> into a folder; the test is skipped where it is not there.</summary>
    public Task<ChildResult> ConvertAsync(string folder, params IEnumerable<string> notebooks)
    {
        Assert.SkipWhen(Python is null || !Has(Python, "nbconvert"), "no nbconvert: Debian's package jupyter-nbconvert (PyPI's nbconvert) is not installed");
        return PythonAsync(["-m", "nbconvert", "--to", "notebook", "--execute", "--ExecutePreprocessor.timeout=600", "--ExecutePreprocessor.startup_timeout=300", "--output-dir", folder, .. notebooks]);
    }

    private async Task<ChildResult> PythonAsync(IReadOnlyList<string> arguments)
    {
        Assert.SkipWhen(Python is null, "no Jupyter: Debian's packages jupyter-client and python3-nbclient (PyPI's jupyter_client and nbclient) are not installed");
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(Limit);
        return await ChildProcess.RunAsync(Python!, ["-W", "ignore", .. arguments], _folder.Path, environment: Variables, cancellation: limit.Token);
    }

    public string File(string name) => _folder.File(name);

    public void Dispose() => _folder.Dispose();

    private static bool Has(string python, string modules)
    {
        try
        {
            return ChildProcess.RunAsync(python, ["-c", $"import {modules}"], Path.GetTempPath()).GetAwaiter().GetResult().Succeeded;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }
}
