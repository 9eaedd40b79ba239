using EarlyExit.Data;
using EarlyExit.Models;

namespace EarlyExit.Regimes;

/// <summary>How epochs divide into steps for a data set and a recipe.</summary>
internal readonly record struct TrainingSize(int BatchSize, int StepsPerEpoch)
{
    public static TrainingSize Of(IDataSet data, Recipe recipe)
    {
        if (recipe.BatchSize < 1) throw new ArgumentException($"The recipe's batch size is {recipe.BatchSize}, expected at least 1.", nameof(recipe));
        var batch = Math.Min(recipe.BatchSize, data.Train.Count);
        return new(batch, data.Train.Count / batch);
    }

    /// <summary>Steps that a phase takes at most.</summary>
    public int MostSteps(Phase phase) => Math.Max(1, (int)Math.Round(LengthOf(phase).MostEpochs * StepsPerEpoch));

    /// <summary>Multiply-accumulates that a phase takes at most.</summary>
    public double MostMacs(Phase phase, Architecture architecture) => Macs(phase, MostSteps(phase), architecture);

    /// <summary>Multiply-accumulates of some steps of a phase.</summary>
    public double Macs(Phase phase, int steps, Architecture architecture) =>
        (double)steps * BatchSize * phase.MacsPerSample(architecture);

    public static Length LengthOf(Phase phase) =>
        phase.Length ?? throw new ArgumentException($"The phase '{phase.Trains}' has no length; give it one, such as Epochs(5), or a budget.", nameof(phase));
}
