using EarlyExit.Host.Notebooks;

namespace EarlyExit.Host.Commands;

/// <summary>What <c>run</c> and <c>publish</c> have in common: notebooks in, executed notebooks out, up to the first failing cell.</summary>
internal static class NotebookRuns
{
    /// <summary>Runs the notebooks in turn and writes each to <paramref name="target"/> of its path once all its cells have passed.</summary>
    /// <exception cref="CellFailedException">A cell failed; the outputs up to there are in artifacts/failed.</exception>
    /// <exception cref="UsageException">The data that a cell asked for is not there.</exception>
    public static async Task ExecuteAsync(Repository repository, IReadOnlyList<string> notebooks, NotebookRunner runner,
        Func<string, string> target, CancellationToken cancellation)
    {
        foreach (var path in notebooks)
        {
            var run = await runner.RunAsync(path, cancellation);
            if (run.Failure is not { } failure)
            {
                NotebookWriter.Write(run.Executed, target(path));
                continue;
            }
            // What failed must replace neither committed outputs nor a page of the site, but can be looked at.
            NotebookWriter.Write(run.Executed, Path.Combine(repository.Artifacts, "failed", Path.GetFileName(path)));
            // Data that is not there is the user's to fetch; the message says how.
            if (failure.Error.Type.EndsWith(".DataMissingException", StringComparison.Ordinal)) throw new UsageException(failure.Error.Message);
            throw new CellFailedException(repository.Short(path), failure);
        }
    }
}
