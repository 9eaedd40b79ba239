namespace EarlyExit.Host.Notebooks;

/// <summary>Hears how a run goes.</summary>
public interface IRunProgress
{
    void Starting(string notebook, int cells);

    void Cell(int number);

    /// <summary>The line that the cell is writing; called often.</summary>
    void Line(string text);

    void Finished(bool succeeded);
}
