using System.CommandLine;
using EarlyExit.Host.Notebooks;
using EarlyExit.Host.Setup;
using EarlyExit.Host.Site;

namespace EarlyExit.Host.Commands;

/// <summary><c>run</c>: executes notebooks and leaves executed copies and the site.</summary>
internal static class RunCommand
{
    public static Command Create(Repository repository)
    {
        var notebooks = Options.Notebooks();
        var data = Options.DataSet();
        var scale = Options.Scale();
        var limit = Options.TimeLimit();
        var profile = new Option<bool>("--profile") { Description = "Print the slowest cells at the end." };
        var command = new Command("run", "Run notebooks (all, if none is named) and build the site.") { notebooks, data, scale, profile, limit };
        command.SetAction(async (parsed, cancellation) =>
        {
            var chosen = NotebookSet.Resolve(repository, parsed.GetValue(notebooks)!);
            var settings = new RunSettings(parsed.GetValue(scale)!, parsed.GetValue(data),
                Options.LimitFor(parsed.GetValue(scale)!, parsed.GetValue(limit)), repository.Verdicts);
            await new Machine(repository).PrepareAsync(Target.Library, cancellation);
            IReadOnlyList<NotebookRun> runs = [];
            await LiveProgress.ShowAsync(async progress => runs = await NotebookRuns.ExecuteAsync(repository, chosen, new NotebookRunner(settings, progress),
                path => Path.Combine(repository.Executed, Path.GetFileName(path)), cancellation));
            if (parsed.GetValue(profile)) Console.Write(Profile.Of([.. chosen.Zip(runs)]));
            Console.WriteLine($"Site: {SiteBuilder.Build(repository)}");
        });
        return command;
    }
}
