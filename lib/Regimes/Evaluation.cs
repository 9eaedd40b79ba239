using EarlyExit.Data;
using EarlyExit.Inference;
using EarlyExit.Models;

namespace EarlyExit.Regimes;

/// <summary>Cross-entropy in nats and accuracy in [0, 1] of every exit, each [L].</summary>
internal sealed record Evaluation(double[] Loss, double[] Accuracy)
{
    public static Evaluation Of(MultiExitNetwork network, ImageSet images, DataSet normalisation) =>
        Of(Outputs.Logits(network, images, normalisation), images.Labels, network.L);

    /// <summary>From logits [L, N, C]; a prediction is the largest logit, the first of equals.</summary>
    public static Evaluation Of(ReadOnlySpan<float> logits, ReadOnlySpan<int> labels, int exits)
    {
        var classes = logits.Length / (exits * labels.Length);
        var loss = new double[exits];
        var accuracy = new double[exits];
        for (var exit = 0; exit < exits; exit++)
        {
            for (var n = 0; n < labels.Length; n++)
            {
                var row = logits.Slice((exit * labels.Length + n) * classes, classes);
                var best = 0;
                for (var c = 1; c < classes; c++)
                    if (row[c] > row[best]) best = c;
                var sum = 0.0;
                foreach (var logit in row) sum += Math.Exp(logit - row[best]);
                loss[exit] += Math.Log(sum) + row[best] - row[labels[n]];
                if (best == labels[n]) accuracy[exit]++;
            }
            loss[exit] /= labels.Length;
            accuracy[exit] /= labels.Length;
        }
        return new(loss, accuracy);
    }
}
