using System.CommandLine;
using EarlyExit.Host.Notebooks;
using EarlyExit.Host.Setup;
using EarlyExit.Host.Site;

namespace EarlyExit.Host.Commands;

/// <summary><c>publish</c>: executes notebooks at quick scale and writes what came out into the notebooks themselves, and into the README.</summary>
internal static class PublishCommand
{
    private const string Scale = "quick";

    public static Command Create(Repository repository)
    {
        var notebooks = Options.Notebooks();
        var limit = Options.TimeLimit();
        var command = new Command("publish", "Run notebooks at quick scale and write outputs, figures and verdicts back, ready to commit.") { notebooks, limit };
        command.SetAction(async (parsed, cancellation) =>
        {
            var chosen = NotebookSet.Resolve(repository, parsed.GetValue(notebooks)!);
            var settings = new RunSettings(Scale, DataSet: null, Options.LimitFor(Scale, parsed.GetValue(limit)), repository.PublishedVerdicts);
            await new Machine(repository).PrepareAsync(Target.Library, cancellation);
            await LiveProgress.ShowAsync(progress => NotebookRuns.ExecuteAsync(repository, chosen, new NotebookRunner(settings, progress),
                path => path, cancellation));
            foreach (var path in chosen) MainFigure.Save(path, repository.Figures);
            ClaimsBoard.Update(repository.Readme, repository.PublishedVerdicts);
        });
        return command;
    }
}
