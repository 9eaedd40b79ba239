using System.Globalization;

namespace EarlyExit.Host.Sweeps;

/// <summary>What a worker tells of a cell; between processes a line with tabs.</summary>
/// <param name="Cell">Id and name.</param>
/// <param name="State">Running, Done, Found, Failed or Stopped.</param>
/// <param name="Part">The part done, in [0, 1].</param>
/// <param name="Line">More about it.</param>
internal sealed record SweepEvent(string Cell, string State, double Part, string Line)
{
    public bool Ends => State != "Running";

    public string Written => string.Create(CultureInfo.InvariantCulture, $"{Cell}\t{State}\t{Part:R}\t{Line.ReplaceLineEndings(" ").Replace('\t', ' ')}");

    /// <summary>Null where a line is something else, such as the last words of a runtime.</summary>
    public static SweepEvent? Read(string line) =>
        line.Split('\t') is [var cell, var state, var part, var more] && double.TryParse(part, CultureInfo.InvariantCulture, out var done)
            ? new(cell, state, done, more) : null;
}

/// <summary>Shows what workers tell.</summary>
internal interface ISweepDisplay
{
    /// <param name="worker">Which of the workers, from 0.</param>
    /// <param name="told">What it tells.</param>
    void Tell(int worker, SweepEvent told);

    /// <summary>A line that is no event.</summary>
    void Say(string line);
}
