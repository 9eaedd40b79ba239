using EarlyExit.Models;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace EarlyExit.Regimes;

/// <summary>One phase on one network, step by step.</summary>
internal sealed class TrainingStep : IDisposable
{
    private readonly MultiExitNetwork _network;
    private readonly Phase _phase;
    private readonly Recipe _recipe;
    private readonly Objective _objective;
    private readonly PhaseNetwork _part;
    private readonly double _learningRate;

    public TrainingStep(MultiExitNetwork network, Phase phase, Recipe recipe)
    {
        (_network, _phase, _recipe, _objective) = (network, phase, recipe, Objective.Of(network.Architecture.Backbone));
        _part = new PhaseNetwork(network, phase);
        var optimiser = phase.Optimiser ?? recipe.Optimiser;
        _learningRate = optimiser.LearningRate;
        Optimiser = optimiser.Create(_part.Parameters);
        Weighting = phase.SampleWeights is { } weights ? new SampleWeighting(weights, network, phase, _part) : null;
    }

    /// <summary>The exits with a loss, ascending.</summary>
    public IReadOnlyList<int> Exits => _part.Exits;

    /// <inheritdoc cref="PhaseNetwork.Frozen"/>
    public FrozenFeatures? Frozen
    {
        get => _part.Frozen;
        set => _part.Frozen = value;
    }

    /// <inheritdoc cref="PhaseNetwork.Reach"/>
    public int Reach => _part.Reach;

    /// <summary>The optimiser over what trains.</summary>
    public OptimizerHelper Optimiser { get; }

    /// <summary>What learns the weights of samples; null where all count the same.</summary>
    public SampleWeighting? Weighting { get; }

    /// <summary>The learning rate at a moment of the phase.</summary>
    public double LearningRate(LossMoment moment) =>
        _learningRate * (_phase.Schedule ?? _recipe.Schedule).Factor(moment.Progress);

    /// <summary>One step on a batch; returns the weighted loss.</summary>
    public double Take(Tensor samples, Tensor targets, LossMoment moment)
    {
        foreach (var group in Optimiser.ParamGroups) group.LearningRate = LearningRate(moment);
        var weights = _phase.LossWeights.At(Exits.Count, moment);
        Weighting?.Learn(samples, targets, weights, moment.Step, LearningRate(moment), LossesOfSamples);
        // Not the optimiser's zero_grad: that of the TorchSharp package (0.105 to 0.107) leaves the gradients as they are.
        _network.zero_grad();
        using var loss = Loss(_part.Forward(samples, weights), targets, weights);
        loss.backward();
        if (double.IsFinite(_recipe.LongestGradient)) nn.utils.clip_grad_norm_(_part.Parameters, _recipe.LongestGradient);
        Optimiser.step();
        return loss.item<float>();
    }

    public void Dispose()
    {
        Weighting?.Dispose();
        Optimiser.Dispose();
        _part.Dispose();
    }

    private Tensor Loss(Spoken?[] spoken, Tensor targets, double[] weights)
    {
        var counted = Enumerable.Range(0, Exits.Count).Where(i => weights[i] != 0);
        var parts = Weighting is null ? counted.SelectMany(OfExit) : [Weighting.Loss(LossesOfSamples(spoken, targets), weights)];
        parts = parts.Concat(spoken.Select(exit => exit?.OwnLoss).OfType<Func<Tensor>>().Select(loss => loss()));
        parts = parts.Concat(from lesson in _part.Lessons select Taught(spoken[lesson.Student]!, spoken[lesson.Teacher]!));
        return parts.Aggregate((Tensor?)null, (sum, part) => sum is null ? part : sum + part)
            ?? throw new ArgumentException($"The loss weights '{_phase.LossWeights.Name}' are all 0.");

        IEnumerable<Tensor> OfExit(int i) => spoken[Exits[i]]!.Trained.Select(logits => weights[i] * _objective.Loss(logits, targets, _recipe));
    }

    /// <summary>Losses [n, k] of the exits that have one.</summary>
    private Tensor LossesOfSamples(Spoken?[] spoken, Tensor targets) => stack(
        Exits.Select(exit => (spoken[exit] ?? throw new ArgumentException($"Sample weights need a loss at every exit; '{_phase.LossWeights.Name}' has 0 at exit {exit}."))
            .Trained.Select(logits => _objective.LossOfSamples(logits, targets, _recipe)).Aggregate((sum, loss) => sum + loss)),
        1);

    private Tensor Taught(Spoken student, Spoken teacher) => _phase.Distillation!.Weight / _part.Lessons.Count
        * student.Trained.Select(logits => _objective.LossOfLesson(logits, teacher.Logits.detach())).Aggregate((sum, loss) => sum + loss);
}
