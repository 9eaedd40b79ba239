using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace EarlyExit.Bench;

/// <summary>
/// The peer's process: one Python for the whole call. A request and its answer are one JSON line each; the peer times itself, so that
/// the pipe costs it nothing.
/// </summary>
internal sealed class PythonPeer : IDisposable
{
    private readonly Process _process;

    /// <param name="worker">Path of <c>worker.py</c>.</param>
    /// <param name="threads">Threads of everything in it.</param>
    public PythonPeer(string worker, int threads)
    {
        var start = new ProcessStartInfo(Python, [worker, threads.ToString(CultureInfo.InvariantCulture)])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        foreach (var variable in (string[])["OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"]) start.Environment[variable] = $"{threads}";
        start.Environment["PYTHONDONTWRITEBYTECODE"] = "1";
        _process = Process.Start(start) ?? throw new PeerException($"{Python} did not start.");
        Versions = Answer()["versions"]!.ToString();
    }

    /// <summary>Debian's interpreter, whose packages the host has seen to.</summary>
    public static string Python => File.Exists("/usr/bin/python3") ? "/usr/bin/python3" : "python3";

    /// <summary>Versions of Python and of the packages that rows are measured against.</summary>
    public string Versions { get; }

    /// <summary>Sets a task up and does it once.</summary>
    public PythonTask Prepare(string task, string folder, object with)
    {
        var answer = Ask(new { task, folder, with });
        return new(this, (int)answer["id"]!, [.. answer["value"]!.AsArray().Select(Number)]);
    }

    /// <summary>One request and its answer.</summary>
    /// <exception cref="PeerException">The peer failed.</exception>
    internal JsonNode Ask(object request)
    {
        _process.StandardInput.WriteLine(JsonSerializer.Serialize(request));
        _process.StandardInput.Flush();
        return Answer();
    }

    public void Dispose()
    {
        _process.StandardInput.Close();
        if (!_process.WaitForExit(2000)) _process.Kill();
        _process.Dispose();
    }

    private static double Number(JsonNode? value) => value is null ? double.NaN : (double)value;

    private JsonNode Answer()
    {
        var line = _process.StandardOutput.ReadLine() ?? throw new PeerException("The Python process ended; what it wrote is above.");
        var answer = JsonNode.Parse(line)!;
        return answer["error"] is { } error ? throw new PeerException($"The peer failed: {error}") : answer;
    }
}

/// <summary>A task of the peer.</summary>
/// <param name="peer">Whose.</param>
/// <param name="id">Its number there.</param>
/// <param name="value">What it said when done the first time.</param>
internal sealed class PythonTask(PythonPeer peer, int id, IReadOnlyList<double> value) : ISide
{
    /// <summary>What the peer said when it did the task the first time.</summary>
    public IReadOnlyList<double> Value => value;

    public double Seconds(int times) => (double)peer.Ask(new { time = id, times })["seconds"]!;

    /// <summary>Bytes by which doing the task once exceeds what the process held before.</summary>
    public double PeakBytes() => (double)peer.Ask(new { peak = id })["bytes"]!;

    /// <summary>Frees what the task holds.</summary>
    public void Forget() => peer.Ask(new { forget = id });
}
