using System.Collections;

namespace EarlyExit.Regimes;

/// <summary>The trained networks of a study.</summary>
public sealed class Runs(IReadOnlyList<Run> runs) : IReadOnlyList<Run>
{
    /// <summary>Number of runs.</summary>
    public int Count => runs.Count;

    /// <summary>A run, in the order in which they were trained.</summary>
    public Run this[int index] => runs[index];

    /// <summary>The regimes, in the order in which they first occur.</summary>
    public IReadOnlyList<string> Regimes => [.. runs.Select(run => run.Regime.Name).Distinct()];

    /// <summary>The runs of one regime, ordered by seed.</summary>
    /// <exception cref="KeyNotFoundException">There is no run of that regime.</exception>
    public Runs Of(string regime)
    {
        Run[] chosen = [.. runs.Where(run => run.Regime.Name == regime).OrderBy(run => run.Seed)];
        return chosen.Length > 0
            ? new(chosen)
            : throw new KeyNotFoundException($"There is no run of the regime '{regime}', only of {string.Join(", ", Regimes)}.");
    }

    /// <inheritdoc cref="Of(string)"/>
    public Runs Of(Regime regime) => Of(regime.Name);

    /// <inheritdoc/>
    public IEnumerator<Run> GetEnumerator() => runs.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
