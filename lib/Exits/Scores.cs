namespace EarlyExit.Exits;

/// <summary>Scores of a sample from its logits, in double precision; higher is more confident.</summary>
public static class Scores
{
    /// <summary>The largest softmax probability, in [1/C, 1]: the papers' confidence.</summary>
    public static Score MaxSoftmax { get; } = new("max softmax", logits => 1 / Softmax.Sum(logits, Softmax.Largest(logits))) { Most = 1 };

    /// <summary>The negated entropy of the softmax in nats, in [-ln C, 0].</summary>
    public static Score Entropy { get; } = new("entropy", NegativeEntropy) { Most = 0 };

    /// <summary>The largest softmax probability less the second largest, in [0, 1].</summary>
    public static Score Margin { get; } = new("margin", ProbabilityMargin) { Most = 1 };

    /// <summary>The logarithm of the sum of the exponentials of the logits: the negated free energy at temperature 1 (Liu et al. 2020).</summary>
    public static Score Energy { get; } = new("energy", Softmax.LogSumExp);

    /// <summary>
    /// The log-odds of the largest softmax probability: orders samples as <see cref="MaxSoftmax"/> does and keeps telling them apart
    /// where that has become exactly 1.
    /// </summary>
    public static Score LogOdds { get; } = new("log-odds", LogOddsOfLargest);

    private static double NegativeEntropy(ReadOnlySpan<float> logits)
    {
        // sum p ln p = sum p (z - max) - ln sum exp(z - max)
        var (sum, weighted) = Softmax.Sums(logits, Softmax.Largest(logits));
        return Math.Min(0, weighted / sum - Math.Log(sum));
    }

    private static double ProbabilityMargin(ReadOnlySpan<float> logits)
    {
        var (first, second) = Softmax.TwoLargest(logits);
        return (1 - Math.Exp((double)second - first)) / Softmax.Sum(logits, first);
    }

    private static double LogOddsOfLargest(ReadOnlySpan<float> logits)
    {
        var (first, second) = Softmax.TwoLargest(logits);
        double others = 0;
        var skipped = false;
        foreach (var logit in logits)
        {
            if (!skipped && logit == first) skipped = true;
            else others += Math.Exp((double)logit - second);
        }
        return (double)first - second - Math.Log(others);
    }
}
