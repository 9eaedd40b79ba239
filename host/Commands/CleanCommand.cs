using System.CommandLine;
using EarlyExit.Host.Notebooks;

namespace EarlyExit.Host.Commands;

/// <summary><c>clean</c>: puts notebooks in canonical form without running them.</summary>
internal static class CleanCommand
{
    public static Command Create(Repository repository)
    {
        var notebooks = Options.Notebooks();
        var command = new Command("clean", "Put notebooks in the canonical form in which they are committed.") { notebooks };
        command.SetAction(parsed =>
        {
            foreach (var path in NotebookSet.Resolve(repository, parsed.GetValue(notebooks)!))
            {
                var before = File.ReadAllText(path);
                var after = NotebookWriter.ToJson(CanonicalForm.Of(NotebookReader.Parse(before, path)));
                if (after != before) Workbook.AtomicFile.WriteText(path, after);
                Console.WriteLine($"{repository.Short(path)}: {(after == before ? "was clean" : "cleaned")}");
            }
            return 0;
        });
        return command;
    }
}
