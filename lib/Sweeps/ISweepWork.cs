namespace EarlyExit.Sweeps;

/// <summary>What is done for a cell.</summary>
internal interface ISweepWork
{
    /// <summary>Everything that the result depends on, as text.</summary>
    string KeyOf(SweepCell cell);

    /// <summary>Does it, or goes on with it.</summary>
    /// <param name="cell">The cell.</param>
    /// <param name="progress">Told the part done, in [0, 1], and a line about it.</param>
    /// <param name="cancellation">Saves and stops.</param>
    /// <exception cref="OperationCanceledException">Cancelled; what was done so far is on disk.</exception>
    CellResult Do(SweepCell cell, Action<double, string> progress, CancellationToken cancellation);
}
