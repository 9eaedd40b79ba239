using System.CommandLine;
using System.Diagnostics;
using EarlyExit.Host.Sweeps;
using Spectre.Console;

namespace EarlyExit.Host.Commands;

/// <summary><c>sweep run</c>: does the missing cells of a study, or of a part of it. The same command on a laptop and in each task of a scheduler.</summary>
internal static class SweepRunCommand
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(500);

    public static Command Create(Repository repository, string type)
    {
        var study = SweepCommand.Study();
        var shard = new Option<string?>("--shard") { Description = "The i-th of n parts; a scheduler's task number without it, or all.", HelpName = "i/n" };
        var workers = new Option<int?>("--workers") { Description = "Processes side by side; one in a task of a scheduler, otherwise one for each core.", HelpName = "n" };
        var worker = new Option<string?>("--worker") { Description = "Which of the processes side by side this is.", HelpName = "i/n", Hidden = true };
        foreach (var option in new[] { shard, worker })
            option.Validators.Add(result =>
            {
                if (Shard.Parse(result.GetValueOrDefault<string>() ?? "") is null)
                    result.AddError($"{option.Name} is '{result.Tokens[0].Value}', expected i/n with i from 1 to n, such as 1/4.");
            });
        workers.Validators.Add(result =>
        {
            if (result.Tokens.Count > 0 && result.GetValueOrDefault<int?>() is not >= 1) result.AddError($"--workers is '{result.Tokens[0].Value}', expected at least 1.");
        });
        var command = new Command("run", "Do the cells that have no result; stopped, it goes on where it was.") { study, shard, workers, worker };
        command.SetAction(async (parsed, cancellation) =>
        {
            var path = Path.GetFullPath(parsed.GetValue(study)!);
            var given = parsed.GetValue(shard) is { } text ? Shard.Parse(text) : Shard.FromScheduler(Environment.GetEnvironmentVariable);
            var one = parsed.GetValue(worker) is { } which ? Shard.Parse(which) : null;
            var (part, inTask) = (given ?? new Shard(1, 1), given is not null || one is not null);
            var library = inTask ? LibraryCall.LoadBuilt(repository, type) : await LibraryCall.LoadAsync(repository, type, cancellation);
            using var stop = new StopSignals();
            if (one is { } member) return Member(library, path, part, member, stop.Token);
            var (_, cells, _) = library.Invoke<(string, int, string)>("About", path);
            var side = Math.Min(cells, parsed.GetValue(workers) ?? (inTask ? 1 : Environment.ProcessorCount));
            return await ShownAsync(display => side > 1
                ? new Crew(typeof(SweepRunCommand).Assembly.Location, path, part, display).RunAsync(side, stop.Token)
                : Task.Run(() => Alone(library, path, part, 0, told => display.Tell(0, told), stop.Token)));
        });
        return command;
    }

    /// <summary>One of a crew: what it tells goes to the standard output, for the process that started it.</summary>
    private static int Member(LibraryCall library, string study, Shard shard, Shard member, CancellationToken stop)
    {
        var silence = Stopwatch.StartNew();
        var cell = "";
        return Alone(library, study, shard, (member.Index - 1) / (double)member.Count, told =>
        {
            if (!told.Ends && cell == told.Cell && silence.Elapsed < Interval) return;
            cell = told.Cell;
            silence.Restart();
            Console.WriteLine(told.Written);
        }, stop);
    }

    private static int Alone(LibraryCall library, string study, Shard shard, double start, Action<SweepEvent> tell, CancellationToken stop)
    {
        Action<string, string, double, string> told = (cell, state, part, line) => tell(new(cell, state, part, line));
        try
        {
            return library.Invoke<int>("Run", study, shard.Index, shard.Count, start, told, stop);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return SweepExit.Stopped;
        }
    }

    private static async Task<int> ShownAsync(Func<ISweepDisplay, Task<int>> work)
    {
        if (!Console.IsOutputRedirected && AnsiConsole.Profile.Capabilities.Interactive) return Ended(await SweepTable.ShowAsync(work));
        var log = new SweepLog(Console.Out);
        var code = await work(log);
        log.Say($"{log}");
        return Ended(code);
    }

    private static int Ended(int code)
    {
        if (code == SweepExit.Stopped) Console.WriteLine("Stopped and saved; the same command goes on.");
        return code;
    }
}
