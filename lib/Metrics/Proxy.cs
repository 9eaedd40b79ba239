using EarlyExit.Exits;

namespace EarlyExit.Metrics;

/// <summary>
/// A number computed from outputs that should tell, without trying thresholds, how well a network exits early. Higher should be better, so
/// errors are negated. It may be NaN where it is undefined; <see cref="ProxyChecks"/> says what else is expected of it.
/// </summary>
/// <param name="Name">The name in tables and legends.</param>
/// <param name="Value">The number.</param>
public sealed record Proxy(string Name, Func<ExitOutputs, double> Value)
{
    /// <summary>A proxy of one's own.</summary>
    /// <param name="name">The name in tables and legends.</param>
    /// <param name="value">The number; higher should be better.</param>
    public static Proxy Of(string name, Func<ExitOutputs, double> value) => new(name, value);
}

/// <summary>What a proxy should tell: how well outputs exit early with a shared threshold on the largest softmax probability.</summary>
/// <param name="Name">The name in tables and legends.</param>
/// <param name="Value">The number, in [0, 1]; NaN where there is none.</param>
public sealed record Efficiency(string Name, Func<ExitOutputs, double> Value)
{
    /// <summary>The area under the exact cost-accuracy frontier.</summary>
    public static Efficiency Area { get; } = new("area", outputs => outputs.Frontier(Scores.MaxSoftmax).Area());

    /// <summary>Area and accuracy at a quarter, half and three quarters of the backbone's cost.</summary>
    public static IReadOnlyList<Efficiency> Standard { get; } = [Area, AccuracyAt(.25), AccuracyAt(.5), AccuracyAt(.75)];

    /// <summary>Accuracy within a budget, by the papers' rule; NaN where even the first exit costs more.</summary>
    /// <param name="budget">Mean relative cost; 1 is the backbone without heads.</param>
    public static Efficiency AccuracyAt(double budget) =>
        new($"accuracy at {Budgets.Label(budget)}", outputs => outputs.Frontier(Scores.MaxSoftmax).AccuracyAt(budget) ?? double.NaN);
}
