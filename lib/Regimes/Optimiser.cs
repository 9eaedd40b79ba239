using TorchSharp.Modules;
using static TorchSharp.torch;

namespace EarlyExit.Regimes;

/// <summary>The rule that turns gradients into steps, with its settings. Each phase starts with a fresh one.</summary>
/// <param name="LearningRate">The rate before the schedule's factor.</param>
public abstract record Optimiser(double LearningRate)
{
    /// <summary>Stochastic gradient descent.</summary>
    /// <param name="lr">Learning rate.</param>
    /// <param name="momentum">0 for none.</param>
    /// <param name="weightDecay">Factor of the L2 penalty.</param>
    /// <param name="nesterov">Nesterov's form of momentum, <c>torch.optim.SGD</c>'s setting of that name.</param>
    public static Optimiser Sgd(double lr, double momentum = .9, double weightDecay = 5e-4, bool nesterov = true) =>
        new StochasticGradient(lr, momentum, weightDecay, nesterov && momentum > 0);

    /// <summary>Adam (Kingma and Ba 2015) with torch's settings.</summary>
    public static Optimiser Adam(double lr = 1e-3, double weightDecay = 0) => new AdaptiveMoments(lr, weightDecay);

    /// <summary>Adam with decoupled weight decay (Loshchilov and Hutter 2019).</summary>
    public static Optimiser AdamW(double lr = 1e-3, double weightDecay = .01) => new DecoupledMoments(lr, weightDecay);

    /// <summary>A fresh optimiser over the parameters.</summary>
    public abstract OptimizerHelper Create(IEnumerable<Parameter> parameters);

    private sealed record StochasticGradient(double LearningRate, double Momentum, double WeightDecay, bool Nesterov) : Optimiser(LearningRate)
    {
        public override OptimizerHelper Create(IEnumerable<Parameter> parameters) =>
            optim.SGD(parameters, LearningRate, Momentum, dampening: 0, WeightDecay, Nesterov);

        public override string ToString() =>
            FormattableString.Invariant($"sgd lr {LearningRate} momentum {Momentum} decay {WeightDecay}{(Nesterov ? " nesterov" : "")}");
    }

    private sealed record AdaptiveMoments(double LearningRate, double WeightDecay) : Optimiser(LearningRate)
    {
        public override OptimizerHelper Create(IEnumerable<Parameter> parameters) =>
            optim.Adam(parameters, LearningRate, weight_decay: WeightDecay);

        public override string ToString() => FormattableString.Invariant($"adam lr {LearningRate} decay {WeightDecay}");
    }

    private sealed record DecoupledMoments(double LearningRate, double WeightDecay) : Optimiser(LearningRate)
    {
        public override OptimizerHelper Create(IEnumerable<Parameter> parameters) =>
            optim.AdamW(parameters, LearningRate, weight_decay: WeightDecay);

        public override string ToString() => FormattableString.Invariant($"adamw lr {LearningRate} decay {WeightDecay}");
    }
}
