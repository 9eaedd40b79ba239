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
        var command = new Command("run", "Run notebooks (all, if none is named) and build the site.") { notebooks, data, scale, limit };
        command.SetAction(async (parsed, cancellation) =>
        {
            var chosen = NotebookSet.Resolve(repository, parsed.GetValue(notebooks)!);
            var settings = new RunSettings(parsed.GetValue(scale)!, parsed.GetValue(data),
                Options.LimitFor(parsed.GetValue(scale)!, parsed.GetValue(limit)), repository.Verdicts);
            await new Machine(repository).PrepareAsync(Target.Library, cancellation);
            await LiveProgress.ShowAsync(progress => NotebookRuns.ExecuteAsync(repository, chosen, new NotebookRunner(settings, progress),
                path => Path.Combine(repository.Executed, Path.GetFileName(path)), cancellation));
            Console.WriteLine($"Site: {SiteBuilder.Build(repository)}");
        });
        return command;
    }
}
