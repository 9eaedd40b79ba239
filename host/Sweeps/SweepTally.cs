namespace EarlyExit.Host.Sweeps;

/// <summary>How many cells ended in which way.</summary>
internal sealed class SweepTally
{
    private readonly Dictionary<string, int> _counts = [];
    private readonly HashSet<string> _seen = [];

    /// <summary>Counts an event that ends a cell. Workers beside each other find what the others did: a cell that ended counts once.</summary>
    public void Count(SweepEvent told)
    {
        if (told.State == "Found" ? !_seen.Add(told.Cell) : !told.Ends) return;
        _seen.Add(told.Cell);
        _counts[told.State] = _counts.GetValueOrDefault(told.State) + 1;
    }

    public override string ToString() => string.Join(", ", new[] { ("Done", "done"), ("Found", "had a result"), ("Failed", "failed"), ("Stopped", "saved on the way") }
        .Where(one => _counts.ContainsKey(one.Item1)).Select(one => $"{_counts[one.Item1]} {one.Item2}").DefaultIfEmpty("nothing to do"));
}
