using EarlyExit.Exits;

namespace EarlyExit.Calibration;

/// <summary>What a learned exit score is trained to tell.</summary>
public enum ScorerTarget
{
    /// <summary>Whether the exit is right: plain failure prediction.</summary>
    Correct,

    /// <summary>Whether the sample may leave, because the exit is right or no later one is: early-exit failure prediction (arXiv:2508.21495 v3).</summary>
    MayLeave,
}

/// <summary>
/// A learned exit score: for each exit a small model of eight features of the logits, trained by cross-entropy on held-out samples with the
/// network left as it is. With <see cref="ScorerTarget.MayLeave"/> it stands for the procedure that replaces calibration in arXiv:2508.21495 v3;
/// which features the paper uses is not known. Training samples will not do: a network is right on nearly all of them.
/// </summary>
/// <param name="target">What it is trained to tell.</param>
/// <param name="hidden">Units of one hidden layer; 0 for a logistic model.</param>
/// <param name="penalty">Half of it times the sum of squared weights is added to the mean cross-entropy.</param>
public sealed class ExitScorer(ScorerTarget target, int hidden, double penalty = ExitScorer.DefaultPenalty)
{
    /// <summary>Enough to bound the weights where the labels can be told apart exactly.</summary>
    public const double DefaultPenalty = 1e-4;

    private const int DefaultHidden = 16;

    /// <summary>A logistic model for each exit.</summary>
    public static ExitScorer Logistic(ScorerTarget target) => new(target, hidden: 0);

    /// <summary>A model with one hidden layer of 16 tanh units for each exit.</summary>
    public static ExitScorer OneHiddenLayer(ScorerTarget target) => new(target, DefaultHidden);

    /// <summary>The name in tables and legends.</summary>
    public string Name { get; } = (hidden == 0 ? "logistic" : $"{hidden} hidden units") + (target == ScorerTarget.MayLeave ? " on EEFP" : " on correctness");

    /// <summary>Trains on samples that trained neither the network nor a calibrator and that choose no threshold.</summary>
    public FittedScorer Fit(ExitOutputs heldOut)
    {
        ExitTable<bool> labels = target == ScorerTarget.MayLeave ? heldOut.Correct.MayLeave() : heldOut.Correct;
        var models = new ScorerModel[heldOut.L];
        Parallel.For(0, heldOut.L, exit =>
            models[exit] = ScorerModel.Fit(ExitFeatures.Of(heldOut, exit), labels.Of(exit).ToArray(), hidden, penalty, seed: exit));
        return new FittedScorer(Name, models);
    }
}

/// <summary>A learned exit score: the probability, in [0, 1], of what it was trained to tell.</summary>
public sealed class FittedScorer : IScore
{
    private readonly ScorerModel[] _models;

    internal FittedScorer(string name, ScorerModel[] models) => (Name, _models) = (name, models);

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The outputs have other exits than those it was trained on.</exception>
    public ScoreTable Of(ExitOutputs outputs)
    {
        if (outputs.L != _models.Length)
            throw new ArgumentException($"{Name} was trained on {_models.Length} exits, the outputs have {outputs.L}.", nameof(outputs));
        var values = new double[outputs.L * outputs.N];
        Parallel.For(0, outputs.L, exit => _models[exit].Probabilities(ExitFeatures.Of(outputs, exit), values.AsSpan(exit * outputs.N, outputs.N)));
        return new ScoreTable(Name, values, outputs.L, outputs.N);
    }
}
