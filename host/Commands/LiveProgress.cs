using System.Diagnostics;
using EarlyExit.Host.Notebooks;
using Spectre.Console;

namespace EarlyExit.Host.Commands;

/// <summary>A run in a terminal: one line per finished notebook, and below them one that redraws itself with those on their way.</summary>
internal sealed class LiveProgress : IRunProgress, IDisposable
{
    private readonly IAnsiConsole _console;
    private readonly StatusContext _status;
    private readonly Timer _timer;
    private readonly List<OfNotebook> _running = [];

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

    public INotebookProgress Starting(string notebook, int cells)
    {
        var started = new OfNotebook(this, notebook, cells);
        lock (_running) _running.Add(started);
        Redraw();
        return started;
    }

    public void Dispose() => _timer.Dispose();

    private void Redraw()
    {
        string text;
        lock (_running) text = string.Join("   ", _running);
        var room = Math.Max(20, _console.Profile.Width - 4);
        _status.Status = Markup.Escape(text.Length <= room ? text : text[..room]);
    }

    private void Finish(OfNotebook notebook, string line)
    {
        lock (_running) _running.Remove(notebook);
        _console.MarkupLine(line);
    }

    private sealed class OfNotebook(LiveProgress run, string name, int cells) : INotebookProgress
    {
        private readonly Stopwatch _clock = Stopwatch.StartNew();
        private volatile string _line = "";
        private volatile int _cell;

        public void Cell(int number)
        {
            (_cell, _line) = (number, "");
            run.Redraw();
        }

        public void Line(string text) => _line = text.Trim();

        public void Finished(bool succeeded) => run.Finish(this,
            $"{(succeeded ? "[green]✓[/]" : "[red]✗[/]")} {Markup.Escape(name)}  [grey]{_cell}/{cells} cells  {_clock.Text()}[/]");

        public override string ToString() => $"{name}  cell {_cell}/{cells}  {_clock.Text()}  {_line}";
    }
}
