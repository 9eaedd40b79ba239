namespace EarlyExit.Sweeps;

/// <summary>Where a cell stands.</summary>
public enum CellState
{
    /// <summary>Being worked on.</summary>
    Running,

    /// <summary>Has a result now.</summary>
    Done,

    /// <summary>Had a result before, or got one elsewhere.</summary>
    Found,

    /// <summary>An error; the next run tries again.</summary>
    Failed,

    /// <summary>Saved on the way; the next run goes on.</summary>
    Stopped,
}

/// <summary>What a worker tells of a cell.</summary>
/// <param name="Cell">The cell.</param>
/// <param name="State">Where it stands.</param>
/// <param name="Part">The part done, in [0, 1].</param>
/// <param name="Line">More about it.</param>
public readonly record struct SweepProgress(SweepCell Cell, CellState State, double Part, string Line);

/// <summary>What a worker did.</summary>
/// <param name="Done">Cells that it computed.</param>
/// <param name="Found">Cells that had a result before, or got one elsewhere.</param>
/// <param name="Failed">Cells that failed.</param>
public sealed record SweepSummary(int Done, int Found, int Failed);

/// <summary>
/// Works through cells. Lists nothing: it looks for the result of each of its cells, takes the cell's lock, looks again and computes.
/// What others hold is left for the end, and then waited for.
/// </summary>
internal sealed class SweepWorker(Sweep sweep, Action<SweepProgress> told)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(500);
    private const int LastLines = 12;

    /// <exception cref="OperationCanceledException">Cancelled; the cell at hand was saved.</exception>
    public SweepSummary Work(IEnumerable<SweepCell> cells, CancellationToken cancellation)
    {
        var (done, found, failed) = (0, 0, 0);
        var left = cells.ToList();
        while (left.Count > 0)
        {
            var held = new List<SweepCell>();
            foreach (var cell in left)
            {
                cancellation.ThrowIfCancellationRequested();
                switch (Try(cell, cancellation))
                {
                    case CellState.Done: done++; break;
                    case CellState.Found: found++; break;
                    case CellState.Failed: failed++; break;
                    default: held.Add(cell); break;
                }
            }
            left = held;
            if (left.Count > 0 && cancellation.WaitHandle.WaitOne(Patience)) cancellation.ThrowIfCancellationRequested();
        }
        return new(done, found, failed);
    }

    /// <summary>Null where another holds the cell.</summary>
    private CellState? Try(SweepCell cell, CancellationToken cancellation)
    {
        if (sweep.Store.Has(cell.Id)) return Say(cell, CellState.Found, 1, "");
        using var alone = sweep.Store.TryLock(cell.Id);
        if (alone is null) return null;
        if (sweep.Store.Has(cell.Id)) return Say(cell, CellState.Found, 1, "");
        var (lines, part) = (new Queue<string>(), 0.0);
        try
        {
            Say(cell, CellState.Running, 0, "");
            var result = cell.Work.Do(cell, (now, line) =>
            {
                (part, _) = (now, Say(cell, CellState.Running, now, line));
                lines.Enqueue(line);
                if (lines.Count > LastLines) lines.Dequeue();
            }, cancellation);
            sweep.Store.Write(result);
            return Say(cell, CellState.Done, 1, $"accuracy {string.Join(" ", result.Accuracy.Select(accuracy => $"{100 * accuracy:F1}"))}");
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            Say(cell, CellState.Stopped, part, "saved");
            throw;
        }
        catch (Exception error)
        {
            sweep.Store.WriteFailure(cell.Id, $"{string.Join("\n", lines)}\n{error.GetType().Name}: {error.Message}\n");
            return Say(cell, CellState.Failed, part, $"{error.GetType().Name}: {error.Message.Split('\n')[0]}");
        }
    }

    private CellState Say(SweepCell cell, CellState state, double part, string line)
    {
        told(new(cell, state, part, line));
        return state;
    }
}
