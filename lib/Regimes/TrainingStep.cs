using EarlyExit.Models;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace EarlyExit.Regimes;

/// <summary>
/// One phase on one network, step by step: only what trains has gradients and runs in training mode. Disposing it gives
/// every parameter its gradient back.
/// </summary>
internal sealed class TrainingStep : IDisposable
{
    private readonly MultiExitNetwork _network;
    private readonly Phase _phase;
    private readonly Recipe _recipe;
    private readonly Objective _objective;
    private readonly Parameter[] _trained;
    private readonly double _learningRate;

    public TrainingStep(MultiExitNetwork network, Phase phase, Recipe recipe)
    {
        (_network, _phase, _recipe, _objective) = (network, phase, recipe, Objective.Of(network.Architecture.Backbone));
        Exits = phase.Trains.Exits(network.L);
        if (Exits.Count == 0)
            throw new ArgumentException($"The phase '{phase.Trains}' trains nothing on a network of {network.L} exits.", nameof(phase));
        var trained = new List<Parameter>();
        for (var exit = 0; exit < network.L; exit++)
        {
            Include(network.SegmentModules(exit), phase.Trains.SegmentTrains(exit, network.L));
            Include([network.HeadModule(exit)], phase.Trains.HeadTrains(exit, network.L));
        }
        _trained = [.. trained];
        var optimiser = phase.Optimiser ?? recipe.Optimiser;
        _learningRate = optimiser.LearningRate;
        Optimiser = optimiser.Create(_trained);

        void Include(IEnumerable<nn.Module> modules, bool trains)
        {
            foreach (var module in modules)
            {
                module.train(trains);
                foreach (var parameter in module.parameters())
                {
                    parameter.requires_grad = trains;
                    if (trains) trained.Add(parameter);
                }
            }
        }
    }

    /// <summary>The exits with a loss, ascending.</summary>
    public IReadOnlyList<int> Exits { get; }

    /// <summary>The optimiser over what trains.</summary>
    public OptimizerHelper Optimiser { get; }

    /// <summary>The learning rate at a moment of the phase.</summary>
    public double LearningRate(LossMoment moment) =>
        _learningRate * (_phase.Schedule ?? _recipe.Schedule).Factor(moment.Progress);

    /// <summary>One step on a batch; returns the weighted loss.</summary>
    public double Take(Tensor samples, Tensor targets, LossMoment moment)
    {
        foreach (var group in Optimiser.ParamGroups) group.LearningRate = LearningRate(moment);
        // Not the optimiser's zero_grad: that of the TorchSharp package (0.105 to 0.107) leaves the gradients as they are.
        _network.zero_grad();
        using var loss = Loss(samples, targets, _phase.LossWeights.At(Exits.Count, moment));
        loss.backward();
        if (double.IsFinite(_recipe.LongestGradient)) nn.utils.clip_grad_norm_(_trained, _recipe.LongestGradient);
        Optimiser.step();
        return loss.item<float>();
    }

    public void Dispose()
    {
        Optimiser.Dispose();
        foreach (var parameter in _network.parameters()) parameter.requires_grad = true;
    }

    private Tensor Loss(Tensor x, Tensor targets, double[] weights)
    {
        Tensor? sum = null;
        for (int exit = 0, i = 0; i < Exits.Count; exit++)
        {
            x = _network.Segment(exit, x);
            if (exit != Exits[i]) continue;
            var scale = _phase.Gradients.At(i, Exits.Count);
            if (weights[i] != 0)
            {
                var logits = _network.Head(exit, GradientRule.Scaled(x, scale.Head));
                var loss = weights[i] * _objective.Loss(logits, targets, _recipe);
                sum = sum is null ? loss : sum + loss;
            }
            x = GradientRule.Scaled(x, scale.Trunk);
            i++;
        }
        return sum ?? throw new ArgumentException($"The loss weights '{_phase.LossWeights.Name}' are all 0.");
    }
}
