using EarlyExit.Exits;

namespace EarlyExit.Tests.Exits;

/// <summary>Outputs from a seed, with ties on request.</summary>
internal static class MadeUp
{
    /// <summary>Gaussian logits that favour the right class more and more, rounded to multiples of 1 / <paramref name="steps"/>.</summary>
    public static ExitOutputs Outputs(int seed, int exits, int samples, int classes, double steps = double.PositiveInfinity)
    {
        var random = new Random(seed);
        var labels = new int[samples];
        for (var n = 0; n < samples; n++) labels[n] = random.Next(classes);
        var logits = new float[exits * samples * classes];
        for (var k = 0; k < logits.Length; k++)
        {
            var (exit, sample, c) = (k / classes / samples, k / classes % samples, k % classes);
            var logit = 2 * Gaussian(random) + (labels[sample] == c ? 1.5 + exit : 0);
            logits[k] = (float)(double.IsInfinity(steps) ? logit : Math.Round(logit * steps) / steps);
        }
        return new ExitOutputs(logits, labels, Costs(exits), classes, new OutputsInfo(Network: "made up", Seed: seed));
    }

    /// <summary>Two classes; each exit is right about a sample or not, as told by 0 and 1, exit by exit.</summary>
    public static ExitOutputs FromCorrect(double[] costs, params string[] right)
    {
        var samples = right[0].Length;
        var logits = new float[right.Length * samples * 2];
        for (var exit = 0; exit < right.Length; exit++)
            for (var n = 0; n < samples; n++)
                logits[(exit * samples + n) * 2 + (right[exit][n] == '1' ? 0 : 1)] = 1;
        return new ExitOutputs(logits, new int[samples], costs, 2, OutputsInfo.Unknown);
    }

    /// <summary>Costs .2, .3, ... with a little more for each next exit.</summary>
    public static double[] Costs(int exits) => [.. Enumerable.Range(0, exits).Select(exit => .2 + .1 * exit + .013 * exit * exit)];

    public static double Gaussian(Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
