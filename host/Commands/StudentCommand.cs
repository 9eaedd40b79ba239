using System.CommandLine;
using EarlyExit.Host.Notebooks;

namespace EarlyExit.Host.Commands;

/// <summary><c>student</c>: copies of the notebooks to work in, without outputs and without answers.</summary>
internal static class StudentCommand
{
    public static Command Create(Repository repository)
    {
        var folder = new Argument<string>("folder") { Description = "Where to; student in the repository, if none is named.", DefaultValueFactory = _ => repository.Student };
        var command = new Command("student", "Write copies of the notebooks without outputs and answers.") { folder };
        command.SetAction(parsed => Write(repository, Path.GetFullPath(parsed.GetValue(folder)!)));
        return command;
    }

    private static int Write(Repository repository, string folder)
    {
        var copies = NotebookSet.Resolve(repository, []).Select(path => (Source: path, Target: Path.Combine(folder, Path.GetFileName(path)))).ToArray();
        // Somebody may have worked in it.
        if (copies.FirstOrDefault(copy => File.Exists(copy.Target)) is { Target: { } there })
            throw new UsageException($"{repository.Short(there)} is there already and may hold somebody's work; name another folder, or remove it first.");
        var root = Path.GetRelativePath(folder, repository.Root).Replace('\\', '/');
        foreach (var (source, target) in copies) NotebookWriter.Write(StudentCopy.Of(NotebookReader.Read(source), root), target);
        Console.WriteLine($"{copies.Length} notebooks without outputs and answers: {repository.Short(folder)}");
        return 0;
    }
}
