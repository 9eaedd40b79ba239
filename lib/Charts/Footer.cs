using System.Diagnostics;
using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using EarlyExit.Workbook;

namespace EarlyExit.Charts;

/// <summary>The last cell of every notebook: what it ran on and how long. Names neither machine nor user.</summary>
public static class Footer
{
    private static long _start = Stopwatch.GetTimestamp();

    /// <summary>The time begins; the setup cell of a notebook calls this.</summary>
    public static void Start() => _start = Stopwatch.GetTimestamp();

    /// <summary>Versions, threads, seed, scale, data and the seconds since <see cref="Start"/>.</summary>
    /// <param name="seed">The first seed of the notebook, where it has one.</param>
    public static Table Show(int? seed = null)
    {
        var rows = new List<(string What, string Value)>
        {
            (".NET", Environment.Version.ToString()),
            ("system", $"{System}, {RuntimeInformation.ProcessArchitecture}"),
        };
        if (AppDomain.CurrentDomain.GetAssemblies().Any(assembly => assembly.GetName().Name == "TorchSharp")) rows.AddRange(Torch());
        else rows.Add(("threads", Environment.ProcessorCount.ToString(CultureInfo.InvariantCulture)));
        rows.Add(("Plotly.NET", Version(typeof(Plotly.NET.GenericChart))));
        rows.Add(("Microsoft.Data.Analysis", Version(typeof(Microsoft.Data.Analysis.DataFrame))));
        if (seed is { } first) rows.Add(("seed", first.ToString(CultureInfo.InvariantCulture)));
        rows.Add(("scale", Session.Scale.ToString().ToLowerInvariant()));
        rows.Add(("data", Session.DataSet));
        rows.Add(("seconds", Stopwatch.GetElapsedTime(_start).TotalSeconds.ToString("F1", CultureInfo.InvariantCulture)));
        return new Table(rows.Select(row => row.What), [rows.Select(row => row.Value)]);
    }

    private static string System => OperatingSystem.IsLinux() ? "Linux" : OperatingSystem.IsMacOS() ? "macOS" : OperatingSystem.IsWindows() ? "Windows" : "other";

    // Not inlined, so that a notebook without networks never loads libtorch.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static IEnumerable<(string, string)> Torch() =>
    [
        ("threads", TorchSharp.torch.get_num_threads().ToString(CultureInfo.InvariantCulture)),
        ("TorchSharp", Version(typeof(TorchSharp.torch))),
        ("libtorch", TorchSharp.torch.__version__),
    ];

    private static string Version(Type type) =>
        type.Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0]
        ?? type.Assembly.GetName().Version?.ToString() ?? "unknown";
}
