namespace EarlyExit.Regimes;

/// <summary>
/// Weights of each sample's loss at each exit, predicted from its losses by a small network that learns beside the exits: it is rewarded
/// where a step with its weights helps every exit on the samples that the exit would release (Han et al. 2022, L2W-DEN; <c>l2w.py</c> in
/// the code of arXiv:2407.14320). Predictions p in (-1, 1) become weights 1 + <see cref="Range"/> (p - mean p), whose mean over a
/// batch is 1; they multiply with <see cref="Phase.LossWeights"/>.
/// </summary>
public sealed record SampleWeights
{
    /// <summary>Units of the one hidden layer.</summary>
    public int Width { get; init; } = 500;

    /// <summary>How far weights may be from 1, about half of it in each direction.</summary>
    public double Range { get; init; } = .3;

    /// <summary>Exit i = 1, 2, ... is judged on a share of the samples proportional to this to the power i, the most confident of those left; the last exit on the rest.</summary>
    public double Ratio { get; init; } = .75;

    /// <summary>Steps from one lesson of the predictor to the next; 1 for CIFAR and 100 for ImageNet in the paper.</summary>
    public int Every { get; init; } = 10;

    /// <summary>Learning rate of the predictor's Adam.</summary>
    public double LearningRate { get; init; } = 1e-4;

    /// <summary>L2 penalty of the predictor.</summary>
    public double WeightDecay { get; init; } = 1e-4;

    /// <summary>
    /// What lessons cost beside the steps, as a part of those: a lesson takes gradients on half a batch (3 forward passes), their derivatives
    /// (6), and gradients on the other half (3), which is as much as two steps.
    /// </summary>
    internal double Overhead => 2.0 / Every;

    /// <summary>How many of so many samples each exit is judged on; they add up.</summary>
    internal int[] Quotas(int samples, int exits)
    {
        var shares = Enumerable.Range(1, exits).Select(i => Math.Pow(Ratio, i)).ToArray();
        int[] early = [.. shares.SkipLast(1).Select(share => (int)Math.Floor(samples * share / shares.Sum()))];
        return [.. early, samples - early.Sum()];
    }

    internal string Describe() => FormattableString.Invariant(
        $"width {Width}, range {Range:R}, ratio {Ratio:R}, every {Every}, adam lr {LearningRate:R} decay {WeightDecay:R}");
}
