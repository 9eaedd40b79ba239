using System.Diagnostics;
using EarlyExit.Host.Sessions;

namespace EarlyExit.Host.Notebooks;

/// <summary>What a run asks of its notebooks.</summary>
/// <param name="Scale">smoke, quick or full.</param>
/// <param name="DataSet">The data set to run on, or null for the notebooks' own choice.</param>
/// <param name="TimeLimit">For each cell.</param>
/// <param name="VerdictFolder">Where notebooks write their verdicts.</param>
public sealed record RunSettings(string Scale, string? DataSet, TimeSpan TimeLimit, string VerdictFolder);

/// <summary>The cell that failed and why.</summary>
public sealed record CellFailure(int CellNumber, CellError Error);

/// <summary>A notebook that was run: with its new outputs, up to the first cell that failed.</summary>
public sealed record NotebookRun(Notebook Executed, TimeSpan Elapsed, CellFailure? Failure);

/// <summary>Runs the cells of a notebook in their order, in a process of their own.</summary>
public sealed class NotebookRunner(RunSettings settings, IRunProgress progress)
{
    /// <exception cref="NotebookFormatException">The file is not a notebook.</exception>
    /// <exception cref="EmptyNotebookException">It has no code cell, so that running it would show nothing.</exception>
    public async Task<NotebookRun> RunAsync(string path, CancellationToken cancellation)
    {
        var notebook = NotebookReader.Read(path);
        var name = Path.GetFileNameWithoutExtension(path);
        var total = notebook.CodeCells.Count(HasCode);
        if (total == 0) throw new EmptyNotebookException(path);
        progress.Starting(name, total);
        var clock = Stopwatch.StartNew();
        await using var worker = await WorkerProcess.StartAsync(Path.GetDirectoryName(Path.GetFullPath(path))!, Environment(name), cancellation);
        var cells = notebook.Cells.Select(WithoutOutputs).ToArray();
        CellFailure? failure = null;
        var number = 0;
        for (var place = 0; place < cells.Length && failure is null; place++)
        {
            if (cells[place] is not CodeCell cell || !HasCode(cell)) continue;
            progress.Cell(++number);
            var (outputs, error) = await RunCellAsync(worker, cell.Source, cancellation);
            cells[place] = cell with { ExecutionCount = number, Outputs = outputs };
            if (error is not null) failure = new CellFailure(number, error);
        }
        progress.Finished(failure is null);
        return new NotebookRun(CanonicalForm.Of(notebook with { Cells = cells }), clock.Elapsed, failure);
    }

    private static Cell WithoutOutputs(Cell cell) => cell is CodeCell code ? code with { ExecutionCount = null, Outputs = [] } : cell;

    private static bool HasCode(Cell cell) => cell is CodeCell && !string.IsNullOrWhiteSpace(cell.Source);

    private async Task<(IReadOnlyList<Output> Outputs, CellError? Error)> RunCellAsync(
        WorkerProcess worker, string code, CancellationToken cancellation)
    {
        var collector = new OutputCollector();
        CellError? error = null;
        var succeeded = await worker.ExecuteAsync(code, settings.TimeLimit, found =>
        {
            collector.Add(found);
            error = found as CellError ?? error;
            progress.Line(collector.CurrentLine);
        }, cancellation);
        return (collector.Finish(), succeeded ? null : error);
    }

    private Dictionary<string, string> Environment(string notebook)
    {
        var variables = new Dictionary<string, string>
        {
            ["EARLYEXIT_SCALE"] = settings.Scale,
            ["EARLYEXIT_VERDICTS"] = settings.VerdictFolder,
            ["EARLYEXIT_NOTEBOOK"] = notebook,
        };
        if (settings.DataSet is not null) variables["EARLYEXIT_DATASET"] = settings.DataSet;
        return variables;
    }
}

/// <summary>A notebook of which nothing would be run; that is never a success.</summary>
public sealed class EmptyNotebookException(string path) : Exception($"{path}: has no code cell, so nothing was run.");
