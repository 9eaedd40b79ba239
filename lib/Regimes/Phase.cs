using EarlyExit.Models;

namespace EarlyExit.Regimes;

/// <summary>A stretch of training with one goal.</summary>
/// <param name="Trains">What trains.</param>
/// <param name="Length">How long; without one, the budget of the study decides.</param>
public sealed record Phase(Trains Trains, Length? Length = null)
{
    /// <summary>How much each exit's loss counts.</summary>
    public LossWeights LossWeights { get; init; } = Weights.Equal;

    /// <summary>How the exits' gradients share the stages.</summary>
    public GradientRule Gradients { get; init; } = GradientRule.Sum;

    /// <summary>Which exits learn from which, beside the labels; null for none.</summary>
    public Distillation? Distillation { get; init; }

    /// <summary>Learnt weights of samples; null where all count the same.</summary>
    public SampleWeights? SampleWeights { get; init; }

    /// <summary>The optimiser; without one, the recipe's.</summary>
    public Optimiser? Optimiser { get; init; }

    /// <summary>The learning rate over the phase; without one, the recipe's.</summary>
    public Schedule? Schedule { get; init; }

    /// <summary>Share of the budget among the phases of the regime that have no length of their own.</summary>
    public double Share { get; init; } = 1;

    /// <summary>
    /// Multiply-accumulates to train on one sample once: those of what trains (<see cref="Trains.MacsPerSample"/>), a forward pass through what
    /// only teaches, and what learning the weights of samples takes.
    /// </summary>
    public double MacsPerSample(Architecture architecture)
    {
        var exits = architecture.Exits;
        var trained = Trains.Exits(exits.Count);
        if (trained.Count == 0) return 0;
        int[] teachers = [.. (Distillation?.LessonsOf(trained, exits.Count) ?? []).Select(lesson => lesson.Teacher).Distinct().Except(trained)];
        var deepest = teachers.Append(trained[^1]).Max();
        var taught = exits.Take(deepest + 1).Skip(trained[^1] + 1).Sum(exit => exit.SegmentMacs) + teachers.Sum(exit => exits[exit].HeadMacs);
        return (Trains.MacsPerSample(architecture) + taught) * (1 + (SampleWeights?.Overhead ?? 0));
    }

    /// <summary>Everything that tells this phase from another, on a network with L exits.</summary>
    internal string Describe(int exits, Recipe recipe)
    {
        var trained = Trains.Exits(exits).Count;
        var segments = string.Concat(from exit in Enumerable.Range(0, exits) select Trains.SegmentTrains(exit, exits) ? '1' : '0');
        var heads = string.Concat(from exit in Enumerable.Range(0, exits) select Trains.HeadTrains(exit, exits) ? '1' : '0');
        return $"{Trains.Name} (segments {segments}, heads {heads}) for {Length}, weights {LossWeights.Describe(trained)}, " +
            $"gradients {Gradients.Describe(trained)}, {Optimiser ?? recipe.Optimiser}, {(Schedule ?? recipe.Schedule).Describe()}" +
            (Distillation is null ? "" : $", distillation {Distillation.Describe(Trains.Exits(exits), exits)}") +
            (SampleWeights is null ? "" : $", sample weights {SampleWeights.Describe()}");
    }
}
