using EarlyExit.Models;

namespace EarlyExit.Regimes;

/// <summary>
/// How much training each regime of a comparison gets. A <see cref="Length"/> is a budget too: <c>Epochs(12)</c> means
/// <see cref="InAll"/>, <c>UntilStalled(...)</c> means <see cref="PerPhase"/>.
/// </summary>
public abstract record Budget
{
    /// <summary>This many epochs in all, split over the phases by their shares: 12 are 6 + 6 for disjoint and mixed, 12 for joint.</summary>
    public static Budget InAll(double epochs) => new Shared(epochs);

    /// <summary>The same length for every phase, as the papers have it with early stopping.</summary>
    public static Budget PerPhase(Length length) => new Each(length);

    /// <summary>
    /// The same multiply-accumulates for every regime: those of training everything for this many epochs, split over the
    /// phases by their shares. A phase that is cheap per sample, such as heads on a frozen backbone, gets more epochs for it.
    /// </summary>
    public static Budget EqualCompute(double epochs) => new Compute(epochs);

    /// <summary>No budget: every phase has a length of its own.</summary>
    public static Budget None { get; } = new Nothing();

    /// <summary>A length as a budget.</summary>
    public static implicit operator Budget(Length length) => length is Length.EpochCount epochs ? InAll(epochs.Count) : PerPhase(length);

    /// <summary>The phases of a regime with a length for each; phases that have one keep it.</summary>
    /// <exception cref="ArgumentException">A phase without a length gets none from this budget.</exception>
    public IReadOnlyList<Phase> Spend(Regime regime, Architecture architecture)
    {
        var shares = regime.Phases.Where(phase => phase.Length is null).Sum(phase => phase.Share);
        return [.. regime.Phases.Select(phase => phase.Length is null
            ? phase with { Length = LengthOf(phase, phase.Share / shares, architecture) }
            : phase)];
    }

    /// <summary>The length of a phase that is to have this part of the budget.</summary>
    protected abstract Length LengthOf(Phase phase, double part, Architecture architecture);

    private sealed record Shared(double Epochs) : Budget
    {
        protected override Length LengthOf(Phase phase, double part, Architecture architecture) => Length.Epochs(Epochs * part);
    }

    private sealed record Each(Length Length) : Budget
    {
        protected override Length LengthOf(Phase phase, double part, Architecture architecture) => Length;
    }

    private sealed record Compute(double Epochs) : Budget
    {
        protected override Length LengthOf(Phase phase, double part, Architecture architecture) => Length.Epochs(
            Epochs * part * Trains.Everything.MacsPerSample(architecture) / phase.MacsPerSample(architecture));
    }

    private sealed record Nothing : Budget
    {
        protected override Length LengthOf(Phase phase, double part, Architecture architecture) =>
            throw new ArgumentException($"The phase '{phase.Trains}' has no length and there is no budget; give it one, such as Epochs(5).");
    }
}
