namespace EarlyExit.Sweeps;

/// <summary>A study file is not as it should be; the message names the file, the line, what was found and what was expected.</summary>
public sealed class SweepFormatException(string path, int line, string problem, Exception? cause = null)
    : Exception($"{path}, line {line}: {problem}", cause)
{
    /// <summary>The file.</summary>
    public string Path => path;

    /// <summary>The line, from 1.</summary>
    public int Line => line;
}
