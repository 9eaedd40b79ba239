using EarlyExit.Exits;

namespace EarlyExit.Sweeps;

/// <summary>
/// Nothing is trained: a cell waits and has made-up numbers. So a scheduler, a file system and a study's shape are tried out before
/// anything is computed.
/// </summary>
/// <param name="seconds">How long a cell takes.</param>
internal sealed class InstantWork(double seconds) : ISweepWork
{
    private const int Exits = 3;

    public string KeyOf(SweepCell cell) => FormattableString.Invariant($"instant {seconds:R}\n{string.Join('\n', cell.Values)}\n");

    public CellResult Do(SweepCell cell, Action<double, string> progress, CancellationToken cancellation)
    {
        if (seconds > 0 && cancellation.WaitHandle.WaitOne(TimeSpan.FromSeconds(seconds))) cancellation.ThrowIfCancellationRequested();
        var random = new Random(Convert.ToInt32(cell.Id[..7], 16));
        double[] accuracy = [.. Enumerable.Range(1, Exits).Select(exit => .3 + .1 * exit + .1 * random.NextDouble())];
        double?[] atBudgets = [.. Budgets.Standard.Select(_ => (double?)(.4 + .2 * random.NextDouble()))];
        return new(cell.Id, cell.Name, "instant", [.25, .5, 1], accuracy, atBudgets, atBudgets,
            [.. TrainedWork.Measured.Select(_ => random.NextDouble())], 0, CellOrigin.Here(seconds, resumed: false));
    }
}
