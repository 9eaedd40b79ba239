using static TorchSharp.torch;

namespace EarlyExit.Regimes;

/// <summary>What the two gradients that meet at an exit are multiplied by before they go on into the stages below it.</summary>
/// <param name="Head">Factor of the gradient from this exit's head.</param>
/// <param name="Trunk">Factor of the gradient from the stages above.</param>
public readonly record struct GradientScale(double Head, double Trunk);

/// <summary>How gradients of several exits share the stages below them. The forward pass and the heads' own gradients stay as they are.</summary>
/// <param name="Name">The rule in words.</param>
/// <param name="At">From the position of an exit among the k exits with a loss (0 to k - 1) and from k to the factors there.</param>
public sealed record GradientRule(string Name, Func<int, int, GradientScale> At)
{
    /// <summary>Gradients add up.</summary>
    public static GradientRule Sum { get; } = new("sum", (_, _) => new(1, 1));

    /// <summary>
    /// Gradient equilibrium (Li et al., IMTA, 2019): with n = 1, ..., k the head's counts 1 / (k - n + 1) and the trunk's
    /// (k - n) / (k - n + 1), so that each exit reaches a stage with the same weight.
    /// </summary>
    public static GradientRule Equilibrium { get; } =
        new("equilibrium", (i, k) => new(1.0 / (k - i), (k - i - 1.0) / (k - i)));

    /// <summary>
    /// The rescaling of Boosted Dynamic Networks (Yu et al. 2023): a stage gets the mean, not the sum, of the gradients of the exits after it. With
    /// equal loss weights that is gradient equilibrium, and the authors' code is that of <see cref="Equilibrium"/>.
    /// </summary>
    public static GradientRule BoostNet => Equilibrium;

    /// <summary>Only the last exit's gradient reaches the stages; the other heads learn on features that they do not shape.</summary>
    public static GradientRule Detach { get; } = new("detach", (i, k) => new(i == k - 1 ? 1 : 0, 1));

    /// <summary>The rule with its factors, so that two rules of one name are told apart.</summary>
    internal string Describe(int exits) =>
        $"{Name} [{string.Join("; ", from i in Enumerable.Range(0, exits) let scale = At(i, exits) select FormattableString.Invariant($"{scale.Head:R} {scale.Trunk:R}"))}]";

    /// <summary>The same values, with a gradient that is multiplied by <paramref name="factor"/> on its way back.</summary>
    internal static Tensor Scaled(Tensor features, double factor)
    {
        if (factor == 1) return features;
        var constant = features.detach();
        return factor == 0 ? constant : constant + factor * (features - constant);
    }
}
