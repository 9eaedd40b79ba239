using EarlyExit.Exits;

namespace EarlyExit.Metrics;

/// <summary>Small outputs from a seed, to try proxies on.</summary>
internal static class MadeUpOutputs
{
    /// <summary>Noisy logits that favour the right class, more so at deeper exits and for easier samples.</summary>
    public static ExitOutputs Trained(int seed, int exits, int samples, int classes)
    {
        var random = new Random(seed);
        var labels = new int[samples];
        var ease = new double[samples];
        for (var n = 0; n < samples; n++) (labels[n], ease[n]) = (random.Next(classes), random.NextDouble());
        var logits = new float[exits * samples * classes];
        for (var k = 0; k < logits.Length; k++)
        {
            var (exit, n, c) = (k / classes / samples, k / classes % samples, k % classes);
            // Twelve uniform numbers less six are close enough to a Gaussian.
            double noise = -6;
            for (var u = 0; u < 12; u++) noise += random.NextDouble();
            logits[k] = (float)(noise + (labels[n] == c ? (2 + exit) * ease[n] : 0));
        }
        double[] costs = [.. Enumerable.Range(1, exits).Select(exit => (double)exit / exits)];
        return new ExitOutputs(logits, labels, costs, classes, new OutputsInfo(Network: "made up", Seed: seed));
    }

    /// <summary>Logits rounded to whole numbers, so that many samples have the same confidence.</summary>
    public static ExitOutputs Tied(ExitOutputs outputs) =>
        outputs.WithLogits([.. outputs.Logits.ToArray().Select(logit => MathF.Round(logit))], "tied");

    /// <summary>The same samples in another order.</summary>
    public static ExitOutputs Shuffled(ExitOutputs outputs)
    {
        int[] order = [.. Enumerable.Range(0, outputs.N)];
        new Random(7).Shuffle(order);
        return outputs.Subset(order);
    }

    /// <summary>Logits that have nothing to do with the labels.</summary>
    public static ExitOutputs Guessing(ExitOutputs outputs)
    {
        var logits = outputs.Logits.ToArray();
        new Random(8).Shuffle(logits);
        return outputs.WithLogits(logits, "guessing");
    }

    /// <summary>The logits of the last exit at all exits, with labels that make it always right or always wrong.</summary>
    public static ExitOutputs Relabelled(ExitOutputs outputs, bool right)
    {
        var last = outputs.At(outputs.L - 1).ToArray();
        var predicted = outputs.Predictions.Of(outputs.L - 1).ToArray();
        int[] labels = [.. predicted.Select(c => right ? c : (c + 1) % outputs.C)];
        float[] logits = [.. Enumerable.Range(0, outputs.L).SelectMany(exit => last.Select(logit => logit * (1 + exit)))];
        return new ExitOutputs(logits, labels, [.. outputs.Costs], outputs.C, outputs.Info);
    }
}
