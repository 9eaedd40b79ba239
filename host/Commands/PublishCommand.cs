using System.CommandLine;
using EarlyExit.Host.Notebooks;
using EarlyExit.Host.Setup;

namespace EarlyExit.Host.Commands;

/// <summary><c>publish</c>: executes notebooks at quick scale and commits the outputs to the notebooks themselves.</summary>
internal static class PublishCommand
{
    private const string Scale = "quick";

    public static Command Create(Repository repository)
    {
        var notebooks = Options.Notebooks();
        var limit = Options.TimeLimit();
        var command = new Command("publish", "Run notebooks at quick scale and write outputs and verdicts back, ready to commit.") { notebooks, limit };
        command.SetAction(async (parsed, cancellation) =>
        {
            var chosen = NotebookSet.Resolve(repository, parsed.GetValue(notebooks)!);
            var settings = new RunSettings(Scale, DataSet: null, Options.LimitFor(Scale, parsed.GetValue(limit)), repository.PublishedVerdicts);
            await new Machine(repository).PrepareAsync(Target.Library, cancellation);
            await LiveProgress.ShowAsync(progress => NotebookRuns.ExecuteAsync(repository, chosen, new NotebookRunner(settings, progress),
                path => path, cancellation));
        });
        return command;
    }
}
