namespace EarlyExit.Host.Sweeps;

/// <summary>How many cells ended in which way.</summary>
internal sealed class SweepTally
{
    private readonly Dictionary<string, string> _ends = [];

    /// <summary>
    /// Notes how a cell ended. Workers beside each other find what the others did, at times before these have told it: that a cell was
    /// found says how it ended only where nothing else does.
    /// </summary>
    public void Count(SweepEvent told)
    {
        if (told.State == "Found") _ends.TryAdd(told.Cell, told.State);
        else if (told.Ends) _ends[told.Cell] = told.State;
    }

    public override string ToString()
    {
        var counts = _ends.Values.CountBy(state => state).ToDictionary();
        return string.Join(", ", new[] { ("Done", "done"), ("Found", "had a result"), ("Failed", "failed"), ("Stopped", "saved on the way") }
            .Where(one => counts.ContainsKey(one.Item1)).Select(one => $"{counts[one.Item1]} {one.Item2}").DefaultIfEmpty("nothing to do"));
    }
}
