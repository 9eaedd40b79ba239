using EarlyExit.Host.Notebooks;

namespace EarlyExit.Host.Commands;

/// <summary>What <c>run</c> and <c>publish</c> have in common: notebooks in, executed notebooks out, up to the first failing cell.</summary>
internal static class NotebookRuns
{
    /// <summary>Runs the notebooks in turn and writes each to <paramref name="target"/> of its path; returns the exit code.</summary>
    public static async Task<int> ExecuteAsync(Repository repository, IReadOnlyList<string> notebooks, RunSettings settings,
        Func<string, string> target, CancellationToken cancellation)
    {
        var failed = await LiveProgress.ShowAsync(async progress =>
        {
            var runner = new NotebookRunner(settings, progress);
            foreach (var path in notebooks)
            {
                var run = await runner.RunAsync(path, cancellation);
                // A failed notebook must not replace its own committed outputs.
                if (run.Failure is null || target(path) != path) NotebookWriter.Write(run.Executed, target(path));
                if (run.Failure is { } failure) return (Path: path, Failure: failure);
            }
            return (Path: "", Failure: (CellFailure?)null);
        });
        return failed.Failure is null ? 0 : Report(repository.Short(failed.Path), failed.Failure);
    }

    private static int Report(string notebook, CellFailure failure)
    {
        var error = failure.Error;
        // Data that is not there is the user's to fetch; the exception says how.
        if (error.Type.EndsWith(".DataMissingException", StringComparison.Ordinal)) throw new UsageException(error.Message);
        var line = error.Line > 0 ? $", line {error.Line}" : "";
        Console.Error.WriteLine($"{notebook}: cell {failure.CellNumber}{line}: {error.Type}: {error.Message}");
        foreach (var place in error.Trace) Console.Error.WriteLine("  " + place);
        return 1;
    }
}
