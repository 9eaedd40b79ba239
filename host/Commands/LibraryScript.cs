using EarlyExit.Host.Notebooks;
using EarlyExit.Host.Sessions;
using EarlyExit.Host.Setup;
using Microsoft.CodeAnalysis.CSharp;

namespace EarlyExit.Host.Commands;

/// <summary>
/// Commands that are the library's to do: a few lines of C# in host/Library, run in a session as a notebook's cell would be. This
/// program is built before the library and cannot reference it.
/// </summary>
internal static class LibraryScript
{
    /// <summary>What the user can put right: the message says how, and is all there is to say.</summary>
    private static readonly string[] ForTheUser = ["DownloadException", "DataMissingException", "DataFormatException", "SweepFormatException"];

    /// <summary>Whether an exception of that full name is for the user.</summary>
    public static bool IsForTheUser(string type) => ForTheUser.Any(known => type.EndsWith("." + known, StringComparison.Ordinal));

    /// <summary>Builds the library where needed, runs <c>host/Library/NAME.csx</c> and returns the exit code.</summary>
    /// <param name="repository">Whose library.</param>
    /// <param name="name">Which script.</param>
    /// <param name="cancellation">Stops it.</param>
    /// <param name="arguments">What the script finds in <c>arguments</c>.</param>
    public static async Task<int> RunAsync(Repository repository, string name, CancellationToken cancellation, params string[] arguments)
    {
        await new Machine(repository).PrepareAsync(Target.Library, cancellation);
        using var stream = typeof(LibraryScript).Assembly.GetManifestResourceStream($"{name}.csx")!;
        using var reader = new StreamReader(stream);
        var given = string.Join(", ", arguments.Select(argument => SymbolDisplay.FormatLiteral(argument, quote: true)));
        CellError? error = null;
        var log = new TerminalText();
        // While the session runs, the console is the session's; this is the real one.
        var terminal = Console.Out;
        var session = new ScriptSession(repository.Root);
        await session.ExecuteAsync($"string[] arguments = [{given}];", _ => { }, cancellation);
        await session.ExecuteAsync(await reader.ReadToEndAsync(cancellation), found =>
        {
            error = found as CellError ?? error;
            if (found is not StreamText text) return;
            terminal.Write(Console.IsOutputRedirected ? log.Finished(text.Text) : text.Text);
            terminal.Flush();
        }, cancellation);
        terminal.Write(log.CurrentLine);
        if (error is null) return 0;
        if (IsForTheUser(error.Type)) throw new UsageException(error.Message);
        cancellation.ThrowIfCancellationRequested();
        await Console.Error.WriteLineAsync($"{error.Type}: {error.Message}\n{string.Join('\n', error.Trace)}");
        return 1;
    }
}
