using System.CommandLine;
using EarlyExit.Host.Notebooks;
using EarlyExit.Host.Setup;

namespace EarlyExit.Host.Commands;

/// <summary>From arguments to an exit code: 0 all is well, 1 something failed, 2 the user has to do something.</summary>
public static class CommandLine
{
    public static async Task<int> RunAsync(string[] arguments)
    {
        try
        {
            return await InvokeAsync(Repository.Find(), arguments);
        }
        catch (Exception problem) when (problem is UsageException or NotebookFormatException)
        {
            await Console.Error.WriteLineAsync(problem.Message);
            return 2;
        }
        catch (Exception problem) when (problem is CellFailedException or EmptyNotebookException or BuildFailedException)
        {
            await Console.Error.WriteLineAsync(problem.Message);
            return 1;
        }
        catch (OperationCanceledException)
        {
            await Console.Error.WriteLineAsync("Stopped.");
            return 130;
        }
    }

    private static async Task<int> InvokeAsync(Repository repository, string[] arguments)
    {
        if (arguments is [] or ["help" or "--help" or "-h" or "-?"])
        {
            Console.WriteLine(HelpPage.Text);
            return 0;
        }
        RootCommand root = new("Claims about early-exit networks, one notebook each.")
        {
            RunCommand.Create(repository),
            SiteCommand.Create(repository),
            PublishCommand.Create(repository),
            CleanCommand.Create(repository),
            StudentCommand.Create(repository),
            DataCommand.Create(repository),
            TrainCommand.Create(repository),
            SweepCommand.Create(repository),
            ScoreCommand.Create(),
            BenchCommand.Create(repository),
            KernelCommand.Create(repository),
            TestCommand.Create(repository),
        };
        if (root.Subcommands.All(command => command.Name != arguments[0]))
            throw new UsageException($"There is no command '{arguments[0]}'; ./workbook help lists them.");
        var parsed = root.Parse(arguments);
        if (parsed.Errors.Count > 0)
            throw new UsageException($"{OneLine(parsed.Errors[0].Message)}; ./workbook {arguments[0]} --help says more.");
        var configuration = new InvocationConfiguration { EnableDefaultExceptionHandler = false };
        // A kernel is interrupted by messages, Ctrl+C is not meant for it; a sweep saves when it is told to stop, however long that takes.
        if (arguments is [KernelCommand.Verb or SweepCommand.Verb, ..]) configuration.ProcessTerminationTimeout = null;
        return await parsed.InvokeAsync(configuration);
    }

    private static string OneLine(string message) =>
        string.Join(' ', message.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)).TrimEnd('.');
}
