using System.CommandLine;
using System.Xml.Linq;
using EarlyExit.Host.Setup;

namespace EarlyExit.Host.Commands;

/// <summary><c>test</c>: builds everything, runs the tests, checks the format; its last line counts.</summary>
internal static class TestCommand
{
    private const string Solution = "EarlyExit.slnx", Tests = "artifacts/bin/EarlyExit.Tests/release/EarlyExit.Tests.dll";

    public static Command Create(Repository repository)
    {
        var rooms = new Argument<string[]>("rooms") { Description = "Only these rooms, for example Exits Host.", Arity = ArgumentArity.ZeroOrMore };
        var command = new Command("test", "Build everything, run all tests and check the format.") { rooms };
        command.SetAction((parsed, cancellation) => RunAsync(repository, parsed.GetValue(rooms)!, cancellation));
        return command;
    }

    private static async Task<int> RunAsync(Repository repository, string[] rooms, CancellationToken cancellation)
    {
        try
        {
            await new Machine(repository).PrepareAsync(Target.Solution, cancellation);
        }
        catch (BuildFailedException broken)
        {
            Console.WriteLine(broken.Message);
            Console.WriteLine("0 passed, 1 failed");
            return 1;
        }
        var results = Path.Combine(repository.Artifacts, "test-results.xml");
        File.Delete(results);
        var tests = await ChildProcess.RunAsync(DotNet.Path,
            ["exec", Path.Combine(repository.Root, Tests), "-noLogo", "-noColor", "-xml", results, .. rooms.SelectMany(Filter)],
            repository.Root, Console.WriteLine, cancellation: cancellation);
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
        var passed = cases.Count(test => (string?)test.Attribute("result") == "Pass");
        var failed = cases.Count(test => (string?)test.Attribute("result") == "Fail");
        // A run that died, or that an error outside of any test ended, has not passed, whatever it got through.
        if (!tests.Succeeded && failed == 0 || cases.Length == 0) failed++;
        Console.WriteLine();
        foreach (var group in cases.Where(test => (string?)test.Attribute("result") == "Skip").GroupBy(test => (string?)test.Element("reason") ?? "no reason"))
            Console.WriteLine($"skipped {group.Count()}: {group.Key.Trim()}");
        foreach (var test in cases.Where(test => (string?)test.Attribute("result") == "Fail"))
            Console.WriteLine($"failed: {(string?)test.Attribute("name")}");
        if (cases.Length == 0) Console.WriteLine("failed: no test was run");
        if (!format.Succeeded)
        {
            failed++;
            Console.WriteLine("failed: dotnet format --verify-no-changes");
            foreach (var line in format.Output.Split('\n').Where(line => line.Contains("error", StringComparison.Ordinal)).Take(20)) Console.WriteLine("  " + line.Trim());
        }
        Console.WriteLine($"{passed} passed, {failed} failed");
        return failed == 0 ? 0 : 1;
    }
}
