using static TorchSharp.torch;

namespace EarlyExit.Models;

/// <summary>Where an exit stands in its network.</summary>
/// <param name="Exit">0 .. L - 1.</param>
/// <param name="Exits">L.</param>
/// <param name="Classes">C.</param>
public readonly record struct ExitPlace(int Exit, int Exits, int Classes)
{
    /// <summary>Whether this is the backbone's own classifier.</summary>
    public bool IsLast => Exit == Exits - 1;
}

/// <summary>
/// How the exits of a network hear of each other, on paper. What an exit says may depend on what those before it said, never on those
/// after it, so that leaving early stays <c>break</c>. What a coupling learns at an exit belongs to the head there: it trains and
/// freezes with it, and its multiply-accumulates count as the head's.
/// </summary>
/// <param name="Name">The rule in words.</param>
public abstract record Coupling(string Name)
{
    /// <summary>Every exit speaks for itself, as in Shallow-Deep Networks (Kaya et al. 2019) and PABEE (Zhou et al. 2020).</summary>
    public static Coupling None { get; } = new NoCoupling();

    /// <summary>
    /// Zero Time Waste's cascade (Wolczyk et al. 2021): each early head but the first also takes the logits of the exit before it, as
    /// constants and after layer norm, beside the features of its last linear layer. The classifier is left alone.
    /// </summary>
    public static Coupling Cascading { get; } = new CascadingCoupling();

    /// <summary>
    /// Zero Time Waste's geometric ensembles: early exit i says the weighted mean of the log-probabilities of the heads up to i, and a
    /// bias, all learnt. Heads learn from their own loss and the ensemble from its own, with the heads as constants. The classifier
    /// is left alone.
    /// </summary>
    public static Coupling Ensemble { get; } = new EnsembleCoupling(None);

    /// <summary>Zero Time Waste whole: ensembles of cascading heads.</summary>
    public static Coupling ZeroTimeWaste { get; } = new EnsembleCoupling(Cascading);

    /// <summary>
    /// Boosted Dynamic Networks (Yu et al. 2023): the logits of an exit are its head's plus a part of the logits before, as constants;
    /// the classifier's too. An exit whose head does not train in a phase says nothing there, so that the backbone alone trains as always.
    /// </summary>
    /// <param name="carry">The part, .5 in the paper's CIFAR networks.</param>
    public static Coupling Additive(double carry = .5) => new AdditiveCoupling(carry);

    /// <summary>
    /// Global past and future (Liao et al. 2021): each early head puts out a state; an exit joins its own and the past states
    /// with imitations of the states to come, by a learnt gate. Imitations are trained towards the true states by cosine. The
    /// classifier is left alone.
    /// </summary>
    /// <param name="state">Features of a state.</param>
    /// <exception cref="ArgumentOutOfRangeException">Not at least 1.</exception>
    public static Coupling Imitation(int state = 32) => state >= 1
        ? new ImitationCoupling(state)
        : throw new ArgumentOutOfRangeException(nameof(state), state, "A state has at least 1 feature.");

    /// <summary>Whether it works with probabilities of classes, so that a network that predicts a number cannot have it.</summary>
    public virtual bool NeedsClasses => false;

    /// <summary>How many numbers the head of an exit puts out; C unless the coupling turns something else into logits.</summary>
    public virtual int HeadOutputs(ExitPlace place) => place.Classes;

    /// <summary>What it adds to the head of an exit: layers and what they cost, counted for one sample whose earlier exits have run.</summary>
    public abstract IReadOnlyList<Layer> Layers(ExitPlace place);

    /// <summary>What it learns at an exit, with weights from torch's default generator; null for nothing.</summary>
    public abstract nn.Module? Build(ExitPlace place);

    /// <summary>The exits about to speak of one batch.</summary>
    /// <param name="links">What <see cref="Build"/> made, exit by exit.</param>
    public abstract Conversation Begin(IReadOnlyList<nn.Module?> links);
}

/// <summary>The exits of a network speaking of one batch, in order; it remembers what later exits hear of.</summary>
public abstract class Conversation
{
    /// <summary>What an exit says, given what its head puts out. Exits that are skipped are not heard.</summary>
    /// <param name="exit">0 .. L - 1, ascending from call to call.</param>
    /// <param name="head">[N, <see cref="Coupling.HeadOutputs"/>].</param>
    public abstract Spoken At(int exit, Tensor head);

    /// <summary>From here on only some of the samples go on, as where others have left.</summary>
    /// <param name="rows">Their indices among those that were there, int64 [n].</param>
    public abstract void Keep(Tensor rows);
}

/// <summary>What an exit says of a batch.</summary>
/// <param name="Logits">[N, C].</param>
public sealed record Spoken(Tensor Logits)
{
    /// <summary>The logits [N, C] that training takes a loss of: <see cref="Logits"/> alone, unless something under them learns for itself.</summary>
    public IReadOnlyList<Tensor> Trained { get; init; } = [Logits];

    /// <summary>A loss of the coupling's own, to be added in training; null for none.</summary>
    public Func<Tensor>? OwnLoss { get; init; }
}

internal sealed record NoCoupling() : Coupling("none")
{
    private static readonly Conversation Silence = new Alone();

    public override IReadOnlyList<Layer> Layers(ExitPlace place) => [];

    public override nn.Module? Build(ExitPlace place) => null;

    public override Conversation Begin(IReadOnlyList<nn.Module?> links) => Silence;

    private sealed class Alone : Conversation
    {
        public override Spoken At(int exit, Tensor head) => new(head);

        public override void Keep(Tensor rows) { }
    }
}
