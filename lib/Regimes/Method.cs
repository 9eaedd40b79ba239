using EarlyExit.Calibration;
using EarlyExit.Exits;
using EarlyExit.Models;

namespace EarlyExit.Regimes;

/// <summary>
/// An early-exit method: how exits hear of each other, what it changes in the training of several exits, and how it decides where a sample
/// leaves. Backbone, heads and regime stay free, so a notebook changes the method by changing one line.
/// </summary>
/// <param name="Name">What tables and figures call it.</param>
public sealed record Method(string Name)
{
    /// <summary>How exits hear of each other.</summary>
    public Coupling Coupling { get; init; } = Coupling.None;

    /// <summary>What becomes of a phase in which several exits have a loss.</summary>
    public Func<Phase, Phase> Training { get; init; } = phase => phase;

    /// <summary>From held-out outputs and a mean relative cost to the rule that says where samples leave.</summary>
    public Func<ExitOutputs, double, ICriterion> Criterion { get; init; } = (heldOut, budget) => SharedThreshold.Choose(heldOut, Scores.MaxSoftmax, budget);

    /// <summary>Shallow-Deep Networks (Kaya et al. 2019) as arXiv:2407.14320 has it: exits that know nothing of each other, plain mean of losses, confidence.</summary>
    public static Method Sdn { get; } = new("SDN");

    /// <summary>PABEE (Zhou et al. 2020): the networks of <see cref="Sdn"/>; a sample leaves when enough exits in a row agree.</summary>
    public static Method Pbee { get; } = new("PBEE")
    {
        Criterion = (heldOut, budget) => SharedThreshold.Choose(heldOut, Patience.Run, budget),
    };

    /// <summary>Global past and future (Liao et al. 2021): imitated states, losses that count more the deeper the exit.</summary>
    public static Method Gpf { get; } = new("GPF")
    {
        Coupling = Coupling.Imitation(),
        Training = phase => phase with { LossWeights = Weights.Rising },
    };

    /// <summary>Zero Time Waste (Wolczyk et al. 2021): geometric ensembles of cascading heads.</summary>
    public static Method Ztw { get; } = new("ZTW") { Coupling = Coupling.ZeroTimeWaste };

    /// <summary>Learning to weight (Han et al. 2022): samples whose weights at each exit are meta-learnt.</summary>
    public static Method L2W { get; } = new("L2W") { Training = phase => phase with { SampleWeights = new() } };

    /// <summary>Boosted Dynamic Networks (Yu et al. 2023): exits add to the logits before them, gradients are rescaled.</summary>
    public static Method BoostNet { get; } = new("BoostNet")
    {
        Coupling = Coupling.Additive(),
        Training = phase => phase with { Gradients = GradientRule.BoostNet },
    };

    /// <summary>EENet's scheduler (Ilhan et al. 2024) on the networks of <see cref="Sdn"/>: scores and exit shares that are learned on held-out outputs.</summary>
    public static Method EeNet { get; } = new("EENet") { Criterion = (heldOut, budget) => ExitScheduler.Choose(heldOut, budget) };

    /// <summary>Those that are there.</summary>
    public static IReadOnlyList<Method> All { get; } = [Sdn, Pbee, Gpf, Ztw, L2W, BoostNet, EeNet];

    /// <summary>The network that this method trains.</summary>
    public Architecture On(Architecture network) => network.With(Coupling);

    /// <summary>The regime as this method trains it, under its own name.</summary>
    public Regime On(Regime regime) => regime.With(regime.Name, phase => TrainsSeveral(phase) ? Training(phase) : phase);

    /// <summary>The regimes as this method trains them.</summary>
    public IReadOnlyList<Regime> On(IReadOnlyList<Regime> regimes) => [.. regimes.Select(On)];

    /// <inheritdoc cref="Name"/>
    public override string ToString() => Name;

    // Three exits are enough to tell one loss from several: backbone and branches have one, heads two, everything three.
    private static bool TrainsSeveral(Phase phase) => phase.Trains.Exits(3).Count > 1;
}
