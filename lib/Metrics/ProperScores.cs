using EarlyExit.Exits;

namespace EarlyExit.Metrics;

/// <summary>Scores of class probabilities that are best, in expectation, for the true probabilities. Lower is better.</summary>
public static class ProperScores
{
    /// <summary>Negative log-likelihood of the right classes in nats, per sample; finite even where the softmax rounds to 0.</summary>
    /// <param name="outputs">Outputs.</param>
    /// <param name="exit">The exit.</param>
    public static double Nll(ExitOutputs outputs, int exit)
    {
        // ln sum exp(z) = max - ln of the largest probability, which nearly every measure has computed already.
        var logits = outputs.At(exit);
        var largest = outputs.Score(Scores.MaxSoftmax).Of(exit);
        double sum = 0;
        for (var n = 0; n < outputs.N; n++)
        {
            var row = logits.Slice(n * outputs.C, outputs.C);
            sum += (double)Softmax.Largest(row) - row[outputs.Labels[n]] - Math.Log(largest[n]);
        }
        return sum / outputs.N;
    }

    /// <summary>Brier score of all classes, per sample, in [0, 2]: the squared distance of the probabilities from 1 for the right class and 0 for the others.</summary>
    /// <param name="probabilities">Class probabilities of an exit.</param>
    public static double Brier(ClassProbabilities probabilities)
    {
        double sum = 0;
        for (var n = 0; n < probabilities.N; n++)
        {
            double squares = 0;
            var p = probabilities.Of(n);
            foreach (var probability in p) squares += probability * probability;
            sum += squares + 1 - 2 * p[probabilities.Labels[n]];
        }
        return sum / probabilities.N;
    }

    /// <summary>The same for an exit, from what nearly every measure has computed already: the sum of the squares and the largest probability.</summary>
    /// <param name="outputs">Outputs.</param>
    /// <param name="exit">The exit.</param>
    public static double Brier(ExitOutputs outputs, int exit)
    {
        var logits = outputs.At(exit);
        var right = outputs.Correct.Of(exit);
        var largest = outputs.Summary.Confidence.Of(exit);
        var squares = outputs.Summary.Squares.Of(exit);
        double total = 0;
        for (var n = 0; n < outputs.N; n++)
        {
            var row = logits.Slice(n * outputs.C, outputs.C);
            var ofLabel = right[n] ? largest[n] : largest[n] * Math.Exp((double)row[outputs.Labels[n]] - Softmax.Largest(row));
            total += squares[n] + 1 - 2 * ofLabel;
        }
        return total / outputs.N;
    }

    /// <summary>Brier score of the probability that a prediction is right, per sample, in [0, 1].</summary>
    /// <param name="confidences"><c>[N]</c>, in [0, 1].</param>
    /// <param name="correct"><c>[N]</c>.</param>
    public static double Brier(ReadOnlySpan<double> confidences, ReadOnlySpan<bool> correct)
    {
        Samples.RequireSameLength(confidences.Length, correct.Length, "confidences", "predictions");
        Samples.RequireProbabilities(confidences, "confidence");
        double sum = 0;
        for (var n = 0; n < confidences.Length; n++)
        {
            var distance = confidences[n] - (correct[n] ? 1 : 0);
            sum += distance * distance;
        }
        return sum / confidences.Length;
    }

    /// <summary>Negative log-likelihood of correctness in nats, per sample; infinite where a confidence of 1 is wrong or one of 0 right.</summary>
    /// <param name="confidences"><c>[N]</c>, in [0, 1].</param>
    /// <param name="correct"><c>[N]</c>.</param>
    public static double Nll(ReadOnlySpan<double> confidences, ReadOnlySpan<bool> correct)
    {
        Samples.RequireSameLength(confidences.Length, correct.Length, "confidences", "predictions");
        Samples.RequireProbabilities(confidences, "confidence");
        double sum = 0;
        for (var n = 0; n < confidences.Length; n++) sum -= Math.Log(correct[n] ? confidences[n] : 1 - confidences[n]);
        return sum / confidences.Length;
    }
}
