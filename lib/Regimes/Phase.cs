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

    /// <summary>The optimiser; without one, the recipe's.</summary>
    public Optimiser? Optimiser { get; init; }

    /// <summary>The learning rate over the phase; without one, the recipe's.</summary>
    public Schedule? Schedule { get; init; }

    /// <summary>Share of the budget among the phases of the regime that have no length of their own.</summary>
    public double Share { get; init; } = 1;

    /// <summary>Everything that tells this phase from another, on a network with L exits.</summary>
    internal string Describe(int exits, Recipe recipe)
    {
        var trained = Trains.Exits(exits).Count;
        var segments = string.Concat(from exit in Enumerable.Range(0, exits) select Trains.SegmentTrains(exit, exits) ? '1' : '0');
        var heads = string.Concat(from exit in Enumerable.Range(0, exits) select Trains.HeadTrains(exit, exits) ? '1' : '0');
        return $"{Trains.Name} (segments {segments}, heads {heads}) for {Length}, weights {LossWeights.Describe(trained)}, " +
            $"gradients {Gradients.Describe(trained)}, {Optimiser ?? recipe.Optimiser}, {(Schedule ?? recipe.Schedule).Describe()}";
    }
}
