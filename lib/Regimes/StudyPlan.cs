using System.Text;
using EarlyExit.Data;
using EarlyExit.Models;

namespace EarlyExit.Regimes;

/// <summary>One run of a study on paper: its phases with their lengths, and the cache entry after each.</summary>
internal sealed record StudyPlan(Regime Regime, int Seed, IReadOnlyList<Phase> Phases, IReadOnlyList<StudyEntry> Entries)
{
    // Raised when the same settings come to mean another training, so that old entries are not taken for new ones.
    private const int Format = 1;

    public static StudyPlan Of(Architecture network, IDataSet data, Regime regime, int seed, Budget budget, Recipe recipe, StudyFolders folders)
    {
        var phases = budget.Spend(regime, network);
        var key = new StringBuilder(
            $"format {Format}\n{network.Description}data: {DataFingerprint.Of(data)}\nrecipe: {recipe.Description}\nseed: {seed}\n");
        var entries = new List<StudyEntry>();
        for (var k = 0; k < phases.Count; k++)
        {
            key.Append($"phase: {phases[k].Describe(network.Exits.Count, recipe)}\n");
            var trained = string.Join("+", phases.Take(k + 1).Select(phase => phase.Trains.Name));
            entries.Add(StudyEntry.Of(folders, $"{network.Name}_{data.Name}_{trained}_s{seed}", key.ToString()));
        }
        return new(regime, seed, phases, entries);
    }
}
