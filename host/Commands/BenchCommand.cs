using System.CommandLine;
using System.Text.Json;
using EarlyExit.Host.Setup;
using EarlyExit.Host.Site;

namespace EarlyExit.Host.Commands;

/// <summary><c>bench</c>: the library and its peers side by side, on the same numbers and threads, taking turns.</summary>
internal static class BenchCommand
{
    private const string Program = "artifacts/bin/EarlyExit.Bench/release/EarlyExit.Bench.dll";

    public static Command Create(Repository repository)
    {
        var rows = new Argument<string[]>("rows") { Description = "Starts of rows' names, such as training; without them all but growth.", Arity = ArgumentArity.ZeroOrMore };
        var json = new Option<string?>("--json") { Description = "Write records {row, variant, ours, peer, unit, ratio, mark} to a file.", HelpName = "file" };
        var rounds = Number("--rounds", "How often the two take turns.", 7);
        var threads = Number("--threads", "Threads of both.", Environment.ProcessorCount);
        var publish = new Option<bool>("--publish") { Description = "Write the results to bench/results and the README's table." };
        var command = new Command("bench", "Time the library beside PyTorch, scikit-learn, SciPy and NumPy; exit code 1 where a mark is missed.")
        {
            rows, json, rounds, threads, publish,
        };
        command.SetAction(async (parsed, cancellation) =>
        {
            await new Machine(repository).PrepareAsync(Target.Bench, cancellation);
            await PythonPackages.EnsureAsync(cancellation);
            var request = new
            {
                root = repository.Root,
                rows = parsed.GetValue(rows)!,
                rounds = parsed.GetValue(rounds),
                threads = parsed.GetValue(threads),
                json = parsed.GetValue(json) is { } file ? Path.GetFullPath(file) : null,
                publish = parsed.GetValue(publish),
            };
            var count = $"{request.threads}";
            var variables = new Dictionary<string, string> { ["OMP_NUM_THREADS"] = count, ["OPENBLAS_NUM_THREADS"] = count, ["DOTNET_PROCESSOR_COUNT"] = count };
            var started = DateTime.UtcNow;
            var run = await ChildProcess.RunAsync(DotNet.Path, ["exec", Path.Combine(repository.Root, Program), JsonSerializer.Serialize(request)],
                repository.Root, Console.WriteLine, variables, cancellation);
            // Where the two disagreed, nothing was written.
            var table = new FileInfo(Path.Combine(repository.Root, "bench", "results", "results.md"));
            if (request.publish && table.Exists && table.LastWriteTimeUtc >= started) SpeedBoard.Update(repository.Readme, table.FullName);
            return run.ExitCode;
        });
        return command;
    }

    private static Option<int> Number(string name, string description, int usual)
    {
        var option = new Option<int>(name) { Description = description, DefaultValueFactory = _ => usual };
        option.Validators.Add(result =>
        {
            if (result.Tokens.Count > 0 && result.GetValueOrDefault<int>() < 1) result.AddError($"{name} is '{result.Tokens[0].Value}', expected 1 or more");
        });
        return option;
    }
}
