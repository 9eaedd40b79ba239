using System.Globalization;

namespace EarlyExit.Regimes;

/// <summary>When in a phase weights are asked for.</summary>
/// <param name="Progress">Part of the phase that is over, in [0, 1).</param>
/// <param name="Step">Steps taken in this phase.</param>
public readonly record struct LossMoment(double Progress, long Step);

/// <summary>How much each exit's loss counts.</summary>
/// <param name="Name">The rule in words.</param>
/// <param name="At">From the number of exits with a loss and the moment to one weight for each, used as they are (not normalised).</param>
public sealed record LossWeights(string Name, Func<int, LossMoment, double[]> At)
{
    /// <summary>The rule with its values at some moments, so that two rules of one name are told apart.</summary>
    internal string Describe(int exits) =>
        $"{Name} [{string.Join("; ", from moment in Moments select string.Join(" ", At(exits, moment).Select(weight => weight.ToString("R", CultureInfo.InvariantCulture))))}]";

    private static IEnumerable<LossMoment> Moments =>
        from tenth in Enumerable.Range(0, 10) select new LossMoment(tenth / 10.0, tenth);
}

/// <summary>The usual loss weights, for the k exits with a loss, from shallow to deep.</summary>
public static class Weights
{
    /// <summary>1 / k each: the plain mean (arXiv:2407.14320).</summary>
    public static LossWeights Equal { get; } = new("equal", (k, _) => [.. Enumerable.Repeat(1.0 / k, k)]);

    /// <summary>Proportional to 1, 2, ..., k, with sum 1 (PABEE; Zhou et al. 2020).</summary>
    public static LossWeights Rising { get; } = new("rising", (k, _) => [.. from i in Enumerable.Range(1, k) select 2.0 * i / (k * (k + 1))]);

    /// <summary>Proportional to k, ..., 2, 1, with sum 1.</summary>
    public static LossWeights Falling { get; } = new("falling", (k, _) => [.. from i in Enumerable.Range(0, k) select 2.0 * (k - i) / (k * (k + 1))]);

    /// <summary>As <see cref="Equal"/>, but the last exit counts twice; sum 1.</summary>
    public static LossWeights FinalDoubled { get; } = new("final doubled", (k, _) => [.. from i in Enumerable.Range(1, k) select (i == k ? 2.0 : 1.0) / (k + 1)]);

    /// <summary>
    /// The ramp of Shallow-Deep Networks (Kaya et al. 2019): the last exit counts 1; exit i of the others rises linearly over
    /// the phase from .01 to .9 i / (k - 1) with i = 1, 2, ..., which is .15, .3, ..., .9 for the paper's six early exits.
    /// </summary>
    public static LossWeights ShallowDeep { get; } = new("shallow-deep ramp", (k, moment) =>
        [.. from i in Enumerable.Range(1, k) select i == k ? 1 : .01 + moment.Progress * (.9 * i / Math.Max(1, k - 1) - .01)]);

    /// <summary>Steps alternate between the last exit alone and the sum over all exits (BERxiT; Xin et al. 2021).</summary>
    public static LossWeights Alternating { get; } = new("alternating", (k, moment) =>
        [.. from i in Enumerable.Range(1, k) select i == k || moment.Step % 2 == 1 ? 1.0 : 0.0]);
}
