using System.Globalization;

namespace EarlyExit.Regimes;

/// <summary>How the learning rate changes over a phase.</summary>
/// <param name="Name">The rule in words.</param>
/// <param name="Factor">From the part of the phase that is over, in [0, 1), to the factor of the learning rate. Set anew before every step.</param>
public sealed record Schedule(string Name, Func<double, double> Factor)
{
    /// <summary>Always 1.</summary>
    public static Schedule Constant { get; } = new("constant", _ => 1);

    /// <summary>From 1 to 0 along half a cosine (Loshchilov and Hutter 2017).</summary>
    public static Schedule Cosine { get; } = new("cosine", progress => .5 * (1 + Math.Cos(Math.PI * progress)));

    /// <summary>Multiplied by <paramref name="gamma"/> at each milestone.</summary>
    /// <param name="gamma">The factor.</param>
    /// <param name="milestones">Parts of the phase, in [0, 1].</param>
    public static Schedule Steps(double gamma, params double[] milestones) =>
        new(FormattableString.Invariant($"steps of {gamma:R}"), progress => Math.Pow(gamma, milestones.Count(at => progress >= at)));

    /// <summary>Rises linearly from 0 over the first part of the phase, then follows this schedule over the rest.</summary>
    /// <param name="part">How much of the phase the rise takes, in (0, 1).</param>
    public Schedule WarmedUp(double part) =>
        new($"{Name} after warm-up", progress => progress < part ? progress / part : Factor((progress - part) / (1 - part)));

    /// <summary>The rule with some values, so that two rules of one name are told apart; to nine digits, since the last ones of a cosine are not everywhere the same.</summary>
    internal string Describe() => $"{Name} [{string.Join(" ", from i in Enumerable.Range(0, 20) select Factor(i / 20.0).ToString("G9", CultureInfo.InvariantCulture))}]";
}
