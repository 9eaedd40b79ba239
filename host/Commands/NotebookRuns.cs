using EarlyExit.Host.Notebooks;

namespace EarlyExit.Host.Commands;

/// <summary>What <c>run</c> and <c>publish</c> have in common: notebooks in, executed notebooks out, up to the first failing cell.</summary>
internal static class NotebookRuns
{
    // A notebook takes half a gigabyte or more.
    private const int MostAtOnce = 4;

    /// <summary>
    /// Runs the notebooks, as many side by side as there are cores where none needs all of them, then one by one those that measure time; each is written to
    /// <paramref name="target"/> of its path once all its cells have passed. After a failure those on their way end, and no other begins.
    /// </summary>
    /// <returns>The runs, in the order of <paramref name="notebooks"/>.</returns>
    /// <exception cref="CellFailedException">A cell failed; the outputs up to there are in artifacts/failed.</exception>
    /// <exception cref="UsageException">The data that a cell asked for is not there.</exception>
    public static async Task<IReadOnlyList<NotebookRun>> ExecuteAsync(Repository repository, IReadOnlyList<string> notebooks, NotebookRunner runner,
        Func<string, string> target, CancellationToken cancellation)
    {
        var runs = new NotebookRun[notebooks.Count];
        var alone = notebooks.Index().ToLookup(notebook => NotebookReader.Read(notebook.Item).RunsAlone);
        var atOnce = runner.SideBySide ? Math.Min(Environment.ProcessorCount, MostAtOnce) : 1;
        await Parallel.ForEachAsync(alone[false], new ParallelOptions { MaxDegreeOfParallelism = atOnce, CancellationToken = cancellation },
            async (notebook, _) => runs[notebook.Index] = await ExecuteAsync(repository, notebook.Item, runner, target, cancellation));
        foreach (var (index, path) in alone[true]) runs[index] = await ExecuteAsync(repository, path, runner, target, cancellation);
        return runs;
    }

    private static async Task<NotebookRun> ExecuteAsync(
        Repository repository, string path, NotebookRunner runner, Func<string, string> target, CancellationToken cancellation)
    {
        var run = await runner.RunAsync(path, cancellation);
        if (run.Failure is not { } failure)
        {
            NotebookWriter.Write(run.Executed, target(path));
            return run;
        }
        // What failed must replace neither committed outputs nor a page of the site, but can be looked at.
        NotebookWriter.Write(run.Executed, Path.Combine(repository.Artifacts, "failed", Path.GetFileName(path)));
        // Data that is not there is the user's to fetch; the message says how.
        if (failure.Error.Type.EndsWith(".DataMissingException", StringComparison.Ordinal)) throw new UsageException(failure.Error.Message);
        throw new CellFailedException(repository.Short(path), failure);
    }
}
