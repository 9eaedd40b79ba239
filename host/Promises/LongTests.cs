using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Xml.Linq;
using EarlyExit.Host.Setup;

namespace EarlyExit.Host.Promises;

/// <summary>Runs the long tests of promises: each promise in a process of its own, one for each core at a time.</summary>
/// <param name="repository">Where they lie.</param>
/// <param name="tests">The assembly of tests.</param>
internal sealed class LongTests(Repository repository, string tests)
{
    // Tensors so small gain nothing from threads that wait for each other.
    private const string Threads = "OMP_NUM_THREADS";

    /// <summary>Runs promises and writes the record of each one that ends; true where all were kept or skipped.</summary>
    public async Task<bool> RunAsync(IReadOnlyList<Promise> promises, CancellationToken cancellation)
    {
        var broken = 0;
        await Parallel.ForEachAsync(promises, new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount, CancellationToken = cancellation }, async (promise, stop) =>
        {
            var record = await RunAsync(promise, stop);
            record.Save(PromiseTable.FileOf(repository, promise));
            if (record.Tests.Count == 0 || record.Tests.Any(test => test.Result == "Fail")) Interlocked.Increment(ref broken);
            Console.WriteLine($"{promise.Key}: {PromiseTable.Verdict(record)} after {TimeSpan.FromSeconds(record.Seconds):h\\:mm\\:ss}; {PromiseTable.Counts(record)}");
        });
        return broken == 0;
    }

    private async Task<PromiseRecord> RunAsync(Promise promise, CancellationToken cancellation)
    {
        var folder = Directory.CreateTempSubdirectory("earlyexit-promise-").FullName;
        try
        {
            var (results, reports, clock) = (Path.Combine(folder, "results.xml"), Path.Combine(folder, "reports.jsonl"), Stopwatch.StartNew());
            Console.WriteLine($"{promise.Key} ...");
            var run = await ChildProcess.RunAsync(DotNet.Path,
                ["exec", tests, "-noLogo", "-noColor", "-xml", results, "-trait", $"Promise={promise.Key}"],
                repository.Root, line => Console.WriteLine($"{promise.Key} | {line}"),
                new Dictionary<string, string> { [Threads] = "1", [Reported.Variable] = reports }, cancellation);
            TestOutcome[] outcomes = File.Exists(results) ? [.. XDocument.Load(results).Descendants("test").Select(OutcomeOf).OrderBy(test => test.Name, StringComparer.Ordinal)] : [];
            // A process that died leaves no results: that is no run without tests, but a broken promise.
            if (outcomes.Length == 0 && !run.Succeeded) outcomes = [new($"the process ended with exit code {run.ExitCode}", "Fail", "")];
            var reported = Reported.Read(reports);
            return new(DateTime.UtcNow, Math.Round(clock.Elapsed.TotalSeconds), Machine(), outcomes,
                reported.Where(report => report.Name.Length > 0).GroupBy(report => report.Name).ToDictionary(group => group.Key, group => group.Sum(report => report.Value)),
                [.. reported.Where(report => report.Name.Length == 0).Select(report => report.Note)]);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static TestOutcome OutcomeOf(XElement test) => new(
        // xUnit writes quotation marks as they stand in code.
        ((string?)test.Attribute("name") ?? "a test without a name").Replace("EarlyExit.Tests.", "").Replace("\\\"", "\""),
        (string?)test.Attribute("result") ?? "Fail", test.Element("reason")?.Value.Trim() ?? "");

    private static string Machine()
    {
        const string Processors = "/proc/cpuinfo";
        var processor = File.Exists(Processors)
            ? File.ReadLines(Processors).FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal))?.Split(':', 2)[1].Trim()
            : null;
        return $"{processor ?? $"{RuntimeInformation.ProcessArchitecture}"}, {Environment.ProcessorCount} cores, {RuntimeInformation.OSDescription}, .NET {Environment.Version}";
    }
}
