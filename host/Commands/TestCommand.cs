using System.CommandLine;
using System.Xml.Linq;
using EarlyExit.Host.Promises;
using EarlyExit.Host.Setup;

namespace EarlyExit.Host.Commands;

/// <summary><c>test</c>: builds everything, runs the tests, checks the format; its last line counts.</summary>
internal static class TestCommand
{
    private const string Solution = "EarlyExit.slnx", Tests = "artifacts/bin/EarlyExit.Tests/release/EarlyExit.Tests.dll";

    // Tests run side by side on all cores; tensors so small gain nothing from threads that wait for each other.
    private static readonly Dictionary<string, string> OneThread = new() { ["OMP_NUM_THREADS"] = "1" };

    public static Command Create(Repository repository)
    {
        var rooms = new Argument<string[]>("rooms") { Description = "Only these rooms, for example Exits Host; with --long only these promises, for example kills.", Arity = ArgumentArity.ZeroOrMore };
        var lengthy = new Option<bool>("--long") { Description = "Run only the long tests, more than an hour, and write docs/promises.md." };
        var command = new Command("test", "Build everything, run all tests but the long ones and check the format.") { rooms, lengthy };
        command.SetAction((parsed, cancellation) => parsed.GetValue(lengthy)
            ? RunLongAsync(repository, parsed.GetValue(rooms)!, cancellation)
            : RunAsync(repository, parsed.GetValue(rooms)!, cancellation));
        return command;
    }

    private static async Task<int> RunLongAsync(Repository repository, string[] keys, CancellationToken cancellation)
    {
        foreach (var key in keys.Where(key => Promise.All.All(promise => promise.Key != key)))
            throw new UsageException($"There is no promise '{key}', only {string.Join(", ", Promise.All.Select(promise => promise.Key))}.");
        if (!await TryBuildAsync(repository, cancellation)) return 1;
        Promise[] promises = [.. Promise.All.Where(promise => keys.Length == 0 || keys.Contains(promise.Key))];
        var kept = await new LongTests(repository, Path.Combine(repository.Root, Tests)).RunAsync(promises, cancellation);
        PromiseTable.Write(repository);
        Console.WriteLine();
        foreach (var promise in promises)
            if (PromiseRecord.Load(PromiseTable.FileOf(repository, promise)) is { } record)
                Console.WriteLine($"{promise.Key,-10} {PromiseTable.Verdict(record),-14} {PromiseTable.Counts(record)}");
        Console.WriteLine("docs/promises.md is written.");
        return kept ? 0 : 1;
    }

    private static async Task<bool> TryBuildAsync(Repository repository, CancellationToken cancellation)
    {
        try
        {
            await new Machine(repository).PrepareAsync(Target.Solution, cancellation);
            return true;
        }
        catch (BuildFailedException broken)
        {
            Console.WriteLine(broken.Message);
            Console.WriteLine("0 passed, 1 failed");
            return false;
        }
    }

    private static async Task<int> RunAsync(Repository repository, string[] rooms, CancellationToken cancellation)
    {
        string[] known = [.. Directory.EnumerateDirectories(Path.Combine(repository.Root, "tests")).Select(folder => Path.GetFileName(folder)!).Where(name => name != "golden").Order()];
        foreach (var room in rooms.Where(room => !known.Contains(room.Split('.')[0])))
            throw new UsageException($"There is no room '{room}' in tests/, only {string.Join(", ", known)}.");
        if (!await TryBuildAsync(repository, cancellation)) return 1;
        // Some tests drive a browser, some of them Jupyter in it, and are skipped without.
        foreach (var package in new[] { "chromium", "jupyter-notebook" }) await SystemPackages.TryInstallAsync(package, cancellation);
        var results = Path.Combine(repository.Artifacts, "test-results.xml");
        File.Delete(results);
        var tests = await ChildProcess.RunAsync(DotNet.Path,
            ["exec", Path.Combine(repository.Root, Tests), "-noLogo", "-noColor", "-xml", results, "-trait-", "Duration=long", .. rooms.SelectMany(Filter)],
            repository.Root, Console.WriteLine, OneThread, cancellation);
        var format = await FormatAsync(repository, cancellation);
        return Summarise(results, tests, format);
    }

    private static string[] Filter(string room) => ["-namespace", $"EarlyExit.Tests.{room}*"];

    private static Task<ChildResult> FormatAsync(Repository repository, CancellationToken cancellation) =>
        Step.ShowAsync("Checking the format", show => ChildProcess.RunAsync(DotNet.Path,
            ["format", Solution, "--verify-no-changes", "--no-restore"], repository.Root, show, cancellation: cancellation));

    private static int Summarise(string results, ChildResult tests, ChildResult format)
    {
        XElement[] cases = File.Exists(results) ? [.. XDocument.Load(results).Descendants("test")] : [];
        List<string> failures = [.. Ended("Fail").Select(test => (string?)test.Attribute("name") ?? "a test without a name")];
        if (cases.Length == 0) failures.Add("no test was run");
        else if (!tests.Succeeded && failures.Count == 0) failures.Add($"the run itself ended with exit code {tests.ExitCode}, see above");
        if (!format.Succeeded)
            failures.Add($"dotnet format --verify-no-changes\n{string.Join('\n', format.Output.Split('\n').Where(line => line.Contains("error")).Take(20))}");
        Console.WriteLine();
        foreach (var group in Ended("Skip").GroupBy(test => test.Element("reason")?.Value.Trim() ?? "no reason"))
            Console.WriteLine($"skipped {group.Count()}: {group.Key}");
        foreach (var failure in failures) Console.WriteLine($"failed: {failure}");
        Console.WriteLine($"{Ended("Pass").Count()} passed, {failures.Count} failed");
        return failures.Count == 0 ? 0 : 1;

        IEnumerable<XElement> Ended(string result) => cases.Where(test => (string?)test.Attribute("result") == result);
    }
}
