namespace EarlyExit.Host.Notebooks;

/// <summary>Hears how a run goes; several notebooks may be on their way at once.</summary>
public interface IRunProgress
{
    /// <summary>A notebook begins; what is returned hears the rest of it.</summary>
    INotebookProgress Starting(string notebook, int cells);
}

/// <summary>Hears how one notebook goes, on any thread.</summary>
public interface INotebookProgress
{
    void Cell(int number);

    /// <summary>The line that the cell is writing; called often.</summary>
    void Line(string text);

    void Finished(bool succeeded);
}
