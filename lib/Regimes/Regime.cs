namespace EarlyExit.Regimes;

/// <summary>A way to train a multi-exit network: a list of phases, each going on with the weights of the one before.</summary>
public sealed record Regime
{
    /// <summary>A regime of one's own.</summary>
    /// <param name="name">What tables and figures call it.</param>
    /// <param name="phases">The phases in order, at least one.</param>
    /// <exception cref="ArgumentException">No phase.</exception>
    public Regime(string name, params Phase[] phases)
    {
        if (phases.Length == 0) throw new ArgumentException($"The regime '{name}' has no phase.", nameof(phases));
        (Name, Phases) = (name, phases);
    }

    /// <summary>What tables and figures call it.</summary>
    public string Name { get; }

    /// <summary>The phases in order.</summary>
    public IReadOnlyList<Phase> Phases { get; }

    /// <summary>The backbone first, then heads on the frozen backbone (phases 1 and 3 of arXiv:2407.14320).</summary>
    public static Regime Disjoint { get; } = new("disjoint", new Phase(Trains.Backbone), new Phase(Trains.Heads));

    /// <summary>Everything at once (phase 2).</summary>
    public static Regime Joint { get; } = new("joint", new Phase(Trains.Everything));

    /// <summary>The backbone first, then everything (phases 1 and 2), which the paper proposes.</summary>
    public static Regime Mixed { get; } = new("mixed", new Phase(Trains.Backbone), new Phase(Trains.Everything));

    /// <summary>Mixed with heads that are warmed up on the frozen backbone before everything trains (phases 1, 3, 2), for an eighth of the budget.</summary>
    public static Regime HeadWarmUp { get; } = new("head warm-up",
        new Phase(Trains.Backbone) { Share = 4 }, new Phase(Trains.Heads), new Phase(Trains.Everything) { Share = 3 });

    /// <summary>Mixed, then the heads once more on the frozen backbone (phases 1, 2, 3), for an eighth of the budget.</summary>
    public static Regime MixedThenHeads { get; } = new("mixed, then heads",
        new Phase(Trains.Backbone) { Share = 4 }, new Phase(Trains.Everything) { Share = 3 }, new Phase(Trains.Heads));

    /// <summary>Everything, where steps alternate between the last exit's loss and the sum of all (BERxiT; Xin et al. 2021).</summary>
    public static Regime Alternating { get; } = new("alternating", new Phase(Trains.Everything) { LossWeights = Weights.Alternating });

    /// <summary>Everything at once, where exits also learn from deeper ones.</summary>
    /// <param name="distillation">Which from which.</param>
    public static Regime Distilled(Distillation distillation) =>
        new($"distillation {distillation.Name}", new Phase(Trains.Everything) { Distillation = distillation });

    /// <summary>One exit after the other from the shallowest, each with the stages since the exit before, and frozen afterwards.</summary>
    /// <param name="exits">Number of exits L of the network.</param>
    public static Regime BranchWise(int exits) =>
        new("branch-wise", [.. Enumerable.Range(0, exits).Select(exit => new Phase(Trains.Branch(exit)))]);

    /// <summary>The same phases under another name, each changed in the same way.</summary>
    /// <param name="name">What tables and figures call it.</param>
    /// <param name="change">From a phase to what takes its place.</param>
    public Regime With(string name, Func<Phase, Phase> change) => new(name, [.. Phases.Select(change)]);

    /// <summary>The name and the phases, as in <c>mixed (backbone, everything)</c>.</summary>
    public override string ToString() => $"{Name} ({string.Join(", ", Phases.Select(phase => phase.Trains.Name))})";
}
