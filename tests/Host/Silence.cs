using EarlyExit.Host.Notebooks;

namespace EarlyExit.Tests.Host;

/// <summary>Shows nothing.</summary>
internal sealed class Silence : IRunProgress, INotebookProgress
{
    public INotebookProgress Starting(string notebook, int cells) => this;

    public void Cell(int number) { }

    public void Line(string text) { }

    public void Finished(bool succeeded) { }
}
