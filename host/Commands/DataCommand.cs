using System.CommandLine;

namespace EarlyExit.Host.Commands;

/// <summary><c>data</c>: downloads a data set.</summary>
internal static class DataCommand
{
    public static Command Create(Repository repository)
    {
        var name = new Argument<string>("name") { Description = "Which one." };
        name.AcceptOnlyFromAmong(Options.Downloads);
        var command = new Command("data", "Download a data set from its official address and check it.") { name };
        command.SetAction((parsed, cancellation) =>
        {
            Environment.SetEnvironmentVariable("EARLYEXIT_DATASET", parsed.GetValue(name));
            return LibraryScript.RunAsync(repository, "data", cancellation);
        });
        return command;
    }
}
