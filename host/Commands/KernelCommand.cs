using System.CommandLine;
using EarlyExit.Host.Kernel;
using EarlyExit.Host.Setup;

namespace EarlyExit.Host.Commands;

/// <summary><c>kernel</c>: makes this program known to Jupyter and VS Code, and is what they call.</summary>
internal static class KernelCommand
{
    public const string Verb = "kernel";

    private const string DefaultName = "earlyexit";

    public static Command Create(Repository repository) => new(Verb, "Register a C# kernel for Jupyter and VS Code, or remove it.")
    {
        Install(repository),
        Uninstall(),
        Run(repository),
    };

    private static Command Install(Repository repository)
    {
        var name = Name();
        var display = new Option<string>("--display-name") { Description = "What people see.", DefaultValueFactory = _ => "C# (workbook)", HelpName = "text" };
        var command = new Command("install", "Register the kernel for this user.") { name, display };
        command.SetAction(async (parsed, cancellation) =>
        {
            var path = KernelSpecs.OfThisUser().Install(parsed.GetValue(name)!, parsed.GetValue(display)!, Program(repository));
            await new Machine(repository).PrepareAsync(Target.Library, cancellation);
            Console.WriteLine($"Registered: {path}");
            Console.WriteLine($"Choose '{parsed.GetValue(display)}' in Jupyter, or in VS Code under Select Kernel, Jupyter Kernel.");
        });
        return command;
    }

    private static Command Uninstall()
    {
        var name = Name();
        var command = new Command("uninstall", "Remove it again.") { name };
        command.SetAction(parsed => Console.WriteLine($"Removed: {KernelSpecs.OfThisUser().Uninstall(parsed.GetValue(name)!)}"));
        return command;
    }

    private static Command Run(Repository repository)
    {
        var file = new Option<string>("--connection-file") { Description = "Written by Jupyter.", Required = true, HelpName = "file" };
        var command = new Command("run", "Serve one Jupyter client; Jupyter calls this.") { file };
        command.SetAction((parsed, _) => KernelProcess.RunAsync(repository, parsed.GetValue(file)!));
        return command;
    }

    private static Option<string> Name() => new("--name")
    {
        Description = $"What notebooks call it; those of this workbook ask for {KernelSpecs.NotebooksName}.",
        DefaultValueFactory = _ => DefaultName,
        HelpName = "name",
    };

    // The script finds the SDK, and builds this program anew where its code has changed; without bash, the program as it is.
    private static IReadOnlyList<string> Program(Repository repository) => OperatingSystem.IsWindows()
        ? [DotNet.Path, "exec", typeof(KernelCommand).Assembly.Location]
        : [Path.Combine(repository.Root, "workbook")];
}
