using System.Diagnostics;
using EarlyExit.Host.Notebooks;
using Spectre.Console;

namespace EarlyExit.Host.Commands;

/// <summary>A run in a terminal: one line per finished notebook, and below them one that redraws itself.</summary>
internal sealed class LiveProgress : IRunProgress, IDisposable
{
    private readonly IAnsiConsole _console;
    private readonly StatusContext _status;
    private readonly Timer _timer;
    private readonly Stopwatch _clock = new();
    private volatile string _line = "";
    private string _name = "";
    private int _cells, _cell;

    private LiveProgress(IAnsiConsole console, StatusContext status)
    {
        (_console, _status) = (console, status);
        _timer = new Timer(_ => Redraw(), null, TimeSpan.Zero, TimeSpan.FromMilliseconds(250));
    }

    /// <summary>Runs <paramref name="work"/> with the display that suits the terminal, or the log.</summary>
    public static Task ShowAsync(Func<IRunProgress, Task> work)
    {
        if (Console.IsOutputRedirected || !AnsiConsole.Profile.Capabilities.Interactive) return work(new PlainProgress(Console.Out));
        return AnsiConsole.Status().Spinner(Spinner.Known.Dots).StartAsync("Starting", async status =>
        {
            using var live = new LiveProgress(AnsiConsole.Console, status);
            await work(live);
        });
    }

    public void Starting(string notebook, int cells)
    {
        (_name, _cells, _cell, _line) = (notebook, cells, 0, "");
        _clock.Restart();
        Redraw();
    }

    public void Cell(int number)
    {
        (_cell, _line) = (number, "");
        Redraw();
    }

    public void Line(string text) => _line = text.Trim();

    public void Finished(bool succeeded) => _console.MarkupLine(
        $"{(succeeded ? "[green]✓[/]" : "[red]✗[/]")} {Markup.Escape(_name)}  [grey]{_cell}/{_cells} cells  {_clock.Text()}[/]");

    public void Dispose() => _timer.Dispose();

    private void Redraw()
    {
        var text = $"{_name}  cell {_cell}/{_cells}  {_clock.Text()}  {_line}";
        var room = Math.Max(20, _console.Profile.Width - 4);
        _status.Status = Markup.Escape(text.Length <= room ? text : text[..room]);
    }
}
