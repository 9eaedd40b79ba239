using System.Diagnostics;
using System.Globalization;

namespace EarlyExit.Host.Sweeps;

/// <summary>In a log: a line when a cell begins and one when it ends, and now and then one that says that it is alive.</summary>
internal sealed class SweepLog(TextWriter output) : ISweepDisplay
{
    private static readonly TimeSpan SignOfLife = TimeSpan.FromSeconds(30);
    private readonly Dictionary<int, (string Cell, Stopwatch Silence)> _now = [];
    private readonly SweepTally _tally = new();

    public void Tell(int worker, SweepEvent told)
    {
        lock (_now)
        {
            _tally.Count(told);
            // Of thousands of cells that others have done, the number at the end is enough.
            if (told.State == "Found") return;
            var known = _now.TryGetValue(worker, out var before) && before.Cell == told.Cell;
            if (told.State == "Running" && known && before.Silence.Elapsed < SignOfLife) return;
            if (told.Ends) _now.Remove(worker);
            else _now[worker] = (told.Cell, Stopwatch.StartNew());
            Say(told.State switch
            {
                "Running" => known ? $"{told.Cell}: {told.Line}" : $"{told.Cell}: started",
                "Done" => $"{told.Cell}: done, {told.Line}",
                "Failed" => $"{told.Cell}: FAILED, {told.Line}",
                _ => $"{told.Cell}: {told.Line} at {100 * told.Part:F0} %",
            });
        }
    }

    public void Say(string line)
    {
        lock (_now)
        {
            output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{DateTime.Now:HH:mm:ss}  {line}"));
            output.Flush();
        }
    }

    public override string ToString() => _tally.ToString();
}
