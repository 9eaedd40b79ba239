using TorchSharp;

namespace EarlyExit.Bench;

/// <summary>One call: rows in their order, a table line as soon as a row is measured, and the files that were asked for.</summary>
internal static class Benchmark
{
    /// <returns>0 where every row reaches its mark, else 1.</returns>
    /// <exception cref="ArgumentException">There is no row of that name.</exception>
    /// <exception cref="PeerException">The peer failed, or the two disagree.</exception>
    public static int Run(Request request, TextWriter output)
    {
        var rows = Row.Choose(request.Rows);
        torch.set_num_threads(request.Threads);
        using var python = new PythonPeer(Path.Combine(request.Root, "bench", "peers", "worker.py"), request.Threads);
        var machine = Machine.Look(request.Threads, python.Versions);
        foreach (var line in machine.Lines) output.WriteLine(line);
        var limits = Limits.Measure(python);
        output.WriteLine(limits);
        output.WriteLine();
        var folder = Directory.CreateTempSubdirectory("earlyexit-bench-");
        try
        {
            var arena = new Arena(python, folder.FullName, request.Rounds, limits);
            var results = new List<Result>();
            output.WriteLine(Report.Header);
            foreach (var row in rows)
                foreach (var result in row.Measure(arena))
                {
                    results.Add(result);
                    output.WriteLine(Report.Line(result));
                    output.Flush();
                }
            output.WriteLine();
            output.WriteLine(Report.Summary(results));
            if (request.Json is { } file) Records.Write(file, results);
            if (request.Publish) Published.Write(Path.Combine(request.Root, "bench", "results"), machine, limits, results);
            return results.All(result => result.Reached is not false) ? 0 : 1;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
