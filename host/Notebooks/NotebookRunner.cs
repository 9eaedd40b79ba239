using System.Diagnostics;
using EarlyExit.Host.Sessions;

namespace EarlyExit.Host.Notebooks;

/// <summary>What a run asks of its notebooks.</summary>
/// <param name="Scale">smoke, quick or full.</param>
/// <param name="DataSet">The data set to run on, or null for the notebooks' own choice.</param>
/// <param name="TimeLimit">For each cell.</param>
/// <param name="VerdictFolder">Where notebooks write their verdicts.</param>
public sealed record RunSettings(string Scale, string? DataSet, TimeSpan TimeLimit, string VerdictFolder)
{
    /// <summary>A folder for all that notebooks train, analyse and find; null for the places that the session knows.</summary>
    public string? Caches { get; init; }

    /// <summary>
    /// Whether notebooks run side by side, on one thread each: all on built-in data below full scale. Two notebooks on a core each finish
    /// sooner than one after the other on both, and since none ever has more, its numbers depend neither on its neighbours nor on the
    /// number of cores. Long trainings get all cores, one notebook after the other.
    /// </summary>
    public bool SideBySide => Scale != "full" && DataSet is null;
}

/// <summary>The cell that failed and why.</summary>
public sealed record CellFailure(int CellNumber, CellError Error);

/// <summary>How long a cell took.</summary>
/// <param name="Number">Its place among the code cells, from 1.</param>
/// <param name="FirstLine">What it begins with.</param>
/// <param name="Elapsed">From handing it over to its end.</param>
public sealed record CellTime(int Number, string FirstLine, TimeSpan Elapsed);

/// <summary>A notebook that was run: with its new outputs and the time of each cell, up to the first cell that failed.</summary>
public sealed record NotebookRun(Notebook Executed, TimeSpan Elapsed, IReadOnlyList<CellTime> Times, CellFailure? Failure);

/// <summary>Runs the cells of a notebook in their order, in a process of their own.</summary>
public sealed class NotebookRunner(RunSettings settings, IRunProgress progress)
{
    /// <exception cref="NotebookFormatException">The file is not a notebook.</exception>
    /// <exception cref="EmptyNotebookException">It has no code cell, so that running it would show nothing.</exception>
    public Task<NotebookRun> RunAsync(string path, CancellationToken cancellation) => RunAsync(NotebookReader.Read(path), path, cancellation);

    /// <summary>Runs a notebook as if it were the file at <paramref name="path"/>, which gives it its name and folder.</summary>
    /// <exception cref="EmptyNotebookException">It has no code cell, so that running it would show nothing.</exception>
    public async Task<NotebookRun> RunAsync(Notebook notebook, string path, CancellationToken cancellation)
    {
        var name = Path.GetFileNameWithoutExtension(path);
        var total = notebook.CodeCells.Count(HasCode);
        if (total == 0) throw new EmptyNotebookException(path);
        var heard = progress.Starting(name, total);
        var clock = Stopwatch.StartNew();
        await using var worker = await WorkerProcess.StartAsync(Path.GetDirectoryName(Path.GetFullPath(path))!, Environment(name), cancellation);
        var cells = notebook.Cells.Select(WithoutOutputs).ToArray();
        CellFailure? failure = null;
        var times = new List<CellTime>();
        List<OutputCollector> collectors = [];
        for (var place = 0; place < cells.Length && failure is null; place++)
        {
            if (cells[place] is not CodeCell cell || !HasCode(cell)) continue;
            var (number, start) = (times.Count + 1, clock.Elapsed);
            heard.Cell(number);
            var (outputs, error) = await RunCellAsync(worker, cell.Source, collectors, heard, cancellation);
            times.Add(new CellTime(number, cell.Source.TrimStart().Split('\n')[0], clock.Elapsed - start));
            cells[place] = cell with { ExecutionCount = number, Outputs = outputs };
            if (error is not null) failure = new CellFailure(number, error);
        }
        heard.Finished(failure is null);
        return new NotebookRun(CanonicalForm.Of(notebook with { Cells = cells }), clock.Elapsed, times, failure);
    }

    /// <summary>Whether several notebooks may run at the same time.</summary>
    public bool SideBySide => settings.SideBySide;

    private const string Threads = "OMP_NUM_THREADS", WaitPolicy = "OMP_WAIT_POLICY";

    private static Cell WithoutOutputs(Cell cell) => cell is CodeCell code ? code with { ExecutionCount = null, Outputs = [] } : cell;

    private static bool HasCode(Cell cell) => cell is CodeCell && !string.IsNullOrWhiteSpace(cell.Source);

    private async Task<(IReadOnlyList<Output> Outputs, CellError? Error)> RunCellAsync(
        WorkerProcess worker, string code, List<OutputCollector> collectors, INotebookProgress heard, CancellationToken cancellation)
    {
        var collector = new OutputCollector();
        collectors.Add(collector);
        CellError? error = null;
        var succeeded = await worker.ExecuteAsync(code, settings.TimeLimit, found =>
        {
            // A value shown by one cell may be replaced by a later one.
            if (found is DisplayUpdate update) _ = collectors.Any(earlier => earlier.Replace(update));
            else collector.Add(found);
            error = found as CellError ?? error;
            heard.Line(collector.CurrentLine);
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
        // What the user has set stays. Threads that wait shall sleep: spinning, they starve each other beside any other busy process.
        if (settings.SideBySide) SetUnlessThere(Threads, "1");
        SetUnlessThere(WaitPolicy, "passive");
        if (settings.Caches is { } caches)
            foreach (var kept in (string[])["EARLYEXIT_CACHE", "EARLYEXIT_ANALYSIS", "EARLYEXIT_RESULTS"])
                variables[kept] = Path.Combine(caches, kept);
        if (settings.DataSet is not null) variables["EARLYEXIT_DATASET"] = settings.DataSet;
        return variables;

        void SetUnlessThere(string variable, string value)
        {
            if (System.Environment.GetEnvironmentVariable(variable) is null) variables[variable] = value;
        }
    }
}

/// <summary>A notebook of which nothing would be run; that is never a success.</summary>
public sealed class EmptyNotebookException(string path) : Exception($"{path}: has no code cell, so nothing was run.");
