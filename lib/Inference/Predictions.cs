namespace EarlyExit.Inference;

/// <summary>What a network said about N samples that left early, in the order in which they came in.</summary>
/// <param name="Labels">The predicted class of each sample, [N]: the largest logit where it left, the first of equals.</param>
/// <param name="Exits">Where each sample left, [N], from 0.</param>
/// <param name="Confidences">What the criterion saw there, [N]: the score, or for patience the largest softmax probability.</param>
public sealed record Predictions(IReadOnlyList<int> Labels, IReadOnlyList<int> Exits, IReadOnlyList<double> Confidences)
{
    /// <summary>Number of samples, N.</summary>
    public int N => Labels.Count;

    /// <summary>Mean relative cost.</summary>
    /// <param name="costs">Relative cumulative costs [L], as <see cref="Models.Architecture.Costs"/>.</param>
    public double Cost(IReadOnlyList<double> costs) => Exits.Average(exit => costs[exit]);
}
