using EarlyExit.Host.Sessions;

namespace EarlyExit.Host.Notebooks;

/// <summary>A notebook stopped at a cell that failed; the message says which and why, on one line, then where.</summary>
public sealed class CellFailedException(string notebook, CellFailure failure) : Exception(Describe(notebook, failure))
{
    private static string Describe(string notebook, CellFailure failure)
    {
        var error = failure.Error;
        var line = error.Line > 0 ? $", line {error.Line}" : "";
        string[] lines = [$"{notebook}: cell {failure.CellNumber}{line}: {error.Type}: {error.Message}", .. error.Trace.Select(place => "  " + place)];
        return string.Join('\n', lines);
    }
}
