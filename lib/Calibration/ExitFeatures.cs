using EarlyExit.Exits;

namespace EarlyExit.Calibration;

/// <summary>What a learned exit score looks at: eight numbers from the logits of a sample at an exit.</summary>
internal static class ExitFeatures
{
    /// <summary>How many.</summary>
    public const int Count = 8;

    /// <summary>
    /// The log-odds of the largest probability, the margin, the negated entropy, the three largest probabilities, and the two gaps between the
    /// three largest logits (0 where there is no third class).
    /// </summary>
    /// <param name="outputs">Outputs.</param>
    /// <param name="exit">The exit.</param>
    /// <returns><c>[N, 8]</c>.</returns>
    public static double[] Of(ExitOutputs outputs, int exit)
    {
        var features = new double[outputs.N * Count];
        for (var n = 0; n < outputs.N; n++) Fill(outputs.At(exit, n), features.AsSpan(n * Count, Count));
        return features;
    }

    private static void Fill(ReadOnlySpan<float> logits, Span<double> features)
    {
        var (first, second, third) = ThreeLargest(logits);
        var (sum, weighted) = Softmax.Sums(logits, first);
        features[0] = Scores.LogOdds.Of(logits);
        features[1] = (1 - Math.Exp(second - first)) / sum;
        features[2] = weighted / sum - Math.Log(sum);
        features[3] = 1 / sum;
        features[4] = Math.Exp(second - first) / sum;
        features[5] = Math.Exp(third - first) / sum;
        features[6] = first - second;
        features[7] = double.IsInfinity(third) ? 0 : second - third;
    }

    private static (double First, double Second, double Third) ThreeLargest(ReadOnlySpan<float> logits)
    {
        float first = float.NegativeInfinity, second = float.NegativeInfinity, third = float.NegativeInfinity;
        foreach (var logit in logits)
        {
            if (logit > first) (first, second, third) = (logit, first, second);
            else if (logit > second) (second, third) = (logit, second);
            else if (logit > third) third = logit;
        }
        return (first, second, third);
    }
}
