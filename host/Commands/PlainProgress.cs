using System.Diagnostics;
using EarlyExit.Host.Notebooks;

namespace EarlyExit.Host.Commands;

/// <summary>A run in a log: a line for every cell, and now and then one that says that a long cell is alive.</summary>
internal sealed class PlainProgress(TextWriter output) : IRunProgress
{
    private static readonly TimeSpan SignOfLife = TimeSpan.FromSeconds(30);
    private readonly Stopwatch _notebook = new(), _silence = new();
    private string _name = "";
    private int _cells, _cell;

    public void Starting(string notebook, int cells)
    {
        (_name, _cells, _cell) = (notebook, cells, 0);
        _notebook.Restart();
        output.WriteLine($"{_name}: {cells} cells");
    }

    public void Cell(int number)
    {
        _cell = number;
        Say("");
    }

    public void Line(string text)
    {
        if (_silence.Elapsed > SignOfLife) Say("  " + text.Trim());
    }

    public void Finished(bool succeeded) =>
        output.WriteLine($"{_name}: {(succeeded ? "done" : "FAILED")} in {_notebook.Text()}");

    private void Say(string more)
    {
        output.WriteLine($"{_name}: cell {_cell}/{_cells}  {_notebook.Text()}{more}");
        _silence.Restart();
    }
}
