using EarlyExit.Exits;
using static TorchSharp.torch;

namespace EarlyExit.Bench;

/// <summary>Inputs from seeds, such as a trained network gives: the deeper the exit, the surer and the more often right.</summary>
internal static class MadeUp
{
    /// <summary>Outputs of L exits for N samples of C classes.</summary>
    public static ExitOutputs Outputs(int exits, int samples, int classes)
    {
        var (logits, labels) = Logits(exits, samples, classes);
        return new(logits, labels, Costs(exits), classes, new OutputsInfo(Network: "made up"));
    }

    /// <summary>Logits [L, N, C] and labels [N].</summary>
    public static (float[] Logits, int[] Labels) Logits(int exits, int samples, int classes)
    {
        var random = new Random(1);
        var labels = new int[samples];
        var ease = new float[samples];
        for (var n = 0; n < samples; n++) (labels[n], ease[n]) = (random.Next(classes), random.NextSingle());
        var logits = new float[(long)exits * samples * classes];
        var k = 0;
        for (var exit = 0; exit < exits; exit++)
            for (var n = 0; n < samples; n++)
                for (var c = 0; c < classes; c++)
                {
                    var noise = random.NextSingle() + random.NextSingle() + random.NextSingle() + random.NextSingle() - 2;
                    logits[k++] = 2 * noise + (labels[n] == c ? (2 + exit) * ease[n] : 0);
                }
        return (logits, labels);
    }

    /// <summary>Evenly growing costs up to 1, [L].</summary>
    public static double[] Costs(int exits) => [.. Enumerable.Range(1, exits).Select(exit => (double)exit / exits)];

    /// <summary>Distinct confidences in (0, 1), correctness that follows them, and a second score that resembles the first; each [N].</summary>
    public static (double[] Confidences, bool[] Correct, double[] Other) Confidences(int samples)
    {
        var random = new Random(2);
        var (confidences, correct, other) = (new double[samples], new bool[samples], new double[samples]);
        for (var n = 0; n < samples; n++)
        {
            confidences[n] = Math.Sqrt(random.NextDouble());
            correct[n] = random.NextDouble() < .2 + .7 * confidences[n];
            other[n] = confidences[n] + .3 * random.NextDouble();
        }
        return (confidences, correct, other);
    }

    /// <summary>Normalised images [N, 3, 32, 32] with their channels last in memory, as training gives them to a network.</summary>
    public static Tensor Images(int samples) => rand(samples, 32, 32, 3).mul_(4).sub_(2).permute(0, 3, 1, 2);

    /// <summary>The same numbers for the peer, [N, 3, 32, 32] one after the other.</summary>
    public static void WriteImages(string path, Tensor images) =>
        NpyFile.Write(path, images.contiguous().data<float>().ToArray(), [.. images.shape.Select(size => (int)size)]);
}
