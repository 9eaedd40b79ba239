using EarlyExit.Regimes;

namespace EarlyExit.Sweeps;

/// <summary>Which cells are done, and what the others take.</summary>
/// <param name="Cells">All cells, with how each stands: done, failed, or to do.</param>
/// <param name="Macs">Multiply-accumulates of the training that is left, at most; what several cells share counts once.</param>
/// <param name="Seconds">How long that takes one worker on this machine, from a short measurement; null where nothing is left to train.</param>
public sealed record SweepPlan(IReadOnlyList<(SweepCell Cell, string State)> Cells, double Macs, double? Seconds)
{
    /// <summary>Cells without a result.</summary>
    public int Missing => Cells.Count(cell => cell.State != "done");

    /// <summary>Looks at the study's results once, and at the cache of trained networks; trains each kind of network for about a second.</summary>
    public static SweepPlan Of(Sweep sweep, CancellationToken cancellation = default)
    {
        var (done, failed) = sweep.Store.List();
        (SweepCell Cell, string State)[] cells = [.. sweep.Cells.Select(cell => (cell, done.Contains(cell.Id) ? "done" : failed.Contains(cell.Id) ? "failed" : "to do"))];
        var left = cells.Where(cell => cell.State != "done" && cell.Cell.Work is TrainedWork).Select(cell => cell.Cell).ToArray();
        if (left.Length == 0) return new(cells, 0, null);
        var macs = new Dictionary<string, (SweepCell Cell, double Macs)>();
        foreach (var cell in left)
        {
            var (plan, size) = (cell.Plan(), TrainingSize.Of(cell.Data.Set, cell.Training));
            if (plan.Entries[^1].Finished() is not null) continue;
            for (var k = 0; k < plan.Phases.Count; k++)
                if (!macs.ContainsKey(plan.Entries[k].Key) && plan.Entries[k].Finished() is null)
                    macs[plan.Entries[k].Key] = (cell, size.MostMacs(plan.Phases[k], cell.Network));
        }
        if (macs.Count == 0) return new(cells, 0, null);
        var seconds = macs.Values.GroupBy(one => (one.Cell.Network, one.Cell.Recipe))
            .Sum(kind => kind.Sum(one => one.Macs) / TrainingSpeed.Measure(kind.First().Cell, cancellation));
        return new(cells, macs.Values.Sum(one => one.Macs), seconds);
    }
}
