using System.CommandLine;

namespace EarlyExit.Host.Commands;

/// <summary><c>train zoo</c>: trains the networks whose outputs come with the workbook.</summary>
internal static class TrainCommand
{
    public static Command Create(Repository repository)
    {
        var what = new Argument<string>("what") { Description = "zoo: the networks of data/zoo that are not there yet." };
        what.AcceptOnlyFromAmong("zoo");
        var only = new Option<string>("--only") { Description = "Only networks whose name contains this.", DefaultValueFactory = _ => "", HelpName = "text" };
        var shard = new Option<string>("--shard") { Description = "The i-th of n parts, so that n processes share the work.", DefaultValueFactory = _ => "1/1", HelpName = "i/n" };
        shard.Validators.Add(result =>
        {
            var parts = result.GetValueOrDefault<string>()?.Split('/') ?? [];
            if (parts.Length != 2 || !int.TryParse(parts[0], out var i) || !int.TryParse(parts[1], out var n) || i < 1 || i > n)
                result.AddError($"--shard is '{result.Tokens[0].Value}', expected i/n with i from 1 to n, such as 1/4.");
        });
        var command = new Command("train", "Train what comes with the workbook; stopped, it goes on where it was.") { what, only, shard };
        command.SetAction((parsed, cancellation) => LibraryScript.RunAsync(
            repository, "train", cancellation, [parsed.GetValue(only)!, .. parsed.GetValue(shard)!.Split('/')]));
        return command;
    }
}
