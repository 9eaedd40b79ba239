using EarlyExit.Data;
using EarlyExit.Inference;
using EarlyExit.Metrics;
using EarlyExit.Models;

namespace EarlyExit.Regimes;

/// <summary>
/// Cross-entropy in nats and accuracy in [0, 1] of every exit, each [L]; of a regression, squared error and Pearson's correlation, which
/// counts as 0 where an exit says the same about all samples.
/// </summary>
internal sealed record Evaluation(double[] Loss, double[] Accuracy)
{
    public static Evaluation Of(MultiExitNetwork network, SampleSet samples, IDataSet data) =>
        Objective.Of(network.Architecture.Backbone).Evaluate(Outputs.Logits(network, samples, data), samples, network.L);

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

    /// <summary>From numbers [L, N].</summary>
    public static Evaluation OfNumbers(ReadOnlySpan<float> numbers, ReadOnlySpan<float> values, int exits)
    {
        var (loss, correlation) = (new double[exits], new double[exits]);
        var (said, right) = (new double[values.Length], new double[values.Length]);
        for (var exit = 0; exit < exits; exit++)
        {
            for (var n = 0; n < values.Length; n++)
            {
                (said[n], right[n]) = (numbers[exit * values.Length + n], values[n]);
                loss[exit] += (said[n] - right[n]) * (said[n] - right[n]) / values.Length;
            }
            correlation[exit] = Correlation.Pearson(said, right) is var r && double.IsNaN(r) ? 0 : r;
        }
        return new(loss, correlation);
    }
}
