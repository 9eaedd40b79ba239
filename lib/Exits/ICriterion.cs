namespace EarlyExit.Exits;

/// <summary>A rule that says at which exit each sample leaves.</summary>
public interface ICriterion
{
    /// <summary>The name in tables and legends.</summary>
    string Name { get; }

    /// <summary>The exit of every sample.</summary>
    Decisions Decide(ExitOutputs outputs);
}
