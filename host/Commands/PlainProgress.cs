using System.Diagnostics;
using EarlyExit.Host.Notebooks;

namespace EarlyExit.Host.Commands;

/// <summary>A run in a log: a line for every cell, and now and then one that says that a long cell is alive.</summary>
internal sealed class PlainProgress(TextWriter output) : IRunProgress
{
    private static readonly TimeSpan SignOfLife = TimeSpan.FromSeconds(30);

    public INotebookProgress Starting(string notebook, int cells)
    {
        Write($"{notebook}: {cells} cells");
        return new OfNotebook(this, notebook, cells);
    }

    private void Write(string line)
    {
        lock (output) output.WriteLine(line);
    }

    private sealed class OfNotebook(PlainProgress run, string name, int cells) : INotebookProgress
    {
        private readonly Stopwatch _notebook = Stopwatch.StartNew(), _silence = new();
        private int _cell;

        public void Cell(int number)
        {
            _cell = number;
            Say("");
        }

        public void Line(string text)
        {
            if (_silence.Elapsed > SignOfLife) Say("  " + text.Trim());
        }

        public void Finished(bool succeeded) => run.Write($"{name}: {(succeeded ? "done" : "FAILED")} in {_notebook.Text()}");

        private void Say(string more)
        {
            run.Write($"{name}: cell {_cell}/{cells}  {_notebook.Text()}{more}");
            _silence.Restart();
        }
    }
}
