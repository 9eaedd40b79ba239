using System.Diagnostics;
using Spectre.Console;

namespace EarlyExit.Host.Sweeps;

/// <summary>In a terminal: a table that redraws itself, a row for each worker, and above it a line for each cell that failed.</summary>
internal sealed class SweepTable : ISweepDisplay
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(250);
    private readonly SortedDictionary<int, (SweepEvent Told, Stopwatch Since)> _now = [];
    private readonly Queue<string> _lines = [];
    private readonly SweepTally _tally = new();
    private readonly Stopwatch _clock = Stopwatch.StartNew();

    /// <summary>Shows the table while something is done.</summary>
    public static async Task<T> ShowAsync<T>(Func<ISweepDisplay, Task<T>> work)
    {
        var table = new SweepTable();
        return await AnsiConsole.Live(table.Draw()).StartAsync(async live =>
        {
            var doing = work(table);
            while (await Task.WhenAny(doing, Task.Delay(Interval)) != doing) live.UpdateTarget(table.Draw());
            live.UpdateTarget(table.Draw());
            return await doing;
        });
    }

    public void Tell(int worker, SweepEvent told)
    {
        lock (_now)
        {
            _tally.Count(told);
            if (told.State == "Failed") Say($"{told.Cell}: failed, {told.Line}");
            if (told.State != "Found") _now[worker] = (told, _now.TryGetValue(worker, out var before) && before.Told.Cell == told.Cell ? before.Since : Stopwatch.StartNew());
        }
    }

    public void Say(string line)
    {
        lock (_now)
        {
            _lines.Enqueue(line);
            if (_lines.Count > 8) _lines.Dequeue();
        }
    }

    private Rows Draw()
    {
        lock (_now)
        {
            var table = new Table().Border(TableBorder.Simple).AddColumns("cell", "", "for", "").Expand();
            foreach (var (told, since) in _now.Values)
                table.AddRow(Markup.Escape(told.Cell), Bar(told), since.Text(), Markup.Escape(told.Ends ? told.State.ToLowerInvariant() : told.Line));
            return new Rows([.. _lines.Select(line => new Text(line)), table, new Text($"{_tally}; {_clock.Text()}")]);
        }
    }

    private static string Bar(SweepEvent told)
    {
        var full = (int)Math.Round(10 * Math.Clamp(told.Part, 0, 1));
        return $"[green]{new string('━', full)}[/][grey]{new string('━', 10 - full)}[/]";
    }
}
