using EarlyExit.Models;
using TorchSharp;
using static TorchSharp.torch;

namespace EarlyExit.Analysis;

/// <summary>
/// Information of features on labels, as far as a linear probe can use it: H(Y) less the probe's cross-entropy on samples that it was
/// not fitted on (predictive V-information; Xu et al., arXiv:2002.10689). A lower bound of I(Y; Z).
/// </summary>
public static class LabelProbe
{
    /// <summary>What the estimate is.</summary>
    public const string Limits = "information that a linear probe can use: a lower bound of I(Y; Z), at most log C, and below 0 where the probe over-fits";

    private const double LearningRate = .05;

    /// <summary>Fits a linear layer with softmax on the first half of the samples by Adam, all of them at every step, and judges it on the second half.</summary>
    /// <param name="features">[N, F], one row for each sample.</param>
    /// <param name="labels">[N], each in [0, <paramref name="classes"/>).</param>
    /// <param name="classes">Number of classes C.</param>
    /// <param name="decay">Weight decay, which keeps a probe with many features from over-fitting.</param>
    /// <param name="steps">Steps of fitting.</param>
    /// <exception cref="ArgumentException">The numbers of samples differ, or there are fewer than 2.</exception>
    public static Information Of(Tensor features, IReadOnlyList<int> labels, int classes, double decay = 1e-3, int steps = 300)
    {
        if (features.shape[0] != labels.Count || labels.Count < 2)
            throw new ArgumentException($"There are {features.shape[0]} rows of features and {labels.Count} labels, expected at least 2 pairs.", nameof(labels));
        var (half, rest) = (labels.Count / 2, labels.Count - labels.Count / 2);
        using var random = new SeededScope(0);
        using var scope = NewDisposeScope();
        var x = ContrastiveBound.Standardised(features, half);
        var y = torch.tensor([.. labels.Select(label => (long)label)]);
        using var probe = nn.Linear(x.shape[1], classes);
        nn.init.zeros_(probe.weight);
        nn.init.zeros_(probe.bias!);
        var optimiser = optim.Adam(probe.parameters(), LearningRate, weight_decay: decay);
        var (fit, target) = (x.narrow(0, 0, half), y.narrow(0, 0, half));
        for (var step = 0; step < steps; step++)
        {
            using var inner = NewDisposeScope();
            foreach (var group in optimiser.ParamGroups) group.LearningRate = LearningRate * .5 * (1 + Math.Cos(Math.PI * step / steps));
            probe.zero_grad();
            nn.functional.cross_entropy(probe.call(fit), target).backward();
            optimiser.step();
        }
        using var nothing = no_grad();
        var losses = nn.functional.cross_entropy(probe.call(x.narrow(0, half, rest)), y.narrow(0, half, rest), reduction: nn.Reduction.None);
        // What is known without features: how often each class occurs among the samples judged.
        var shares = labels.Skip(half).GroupBy(label => label).Select(group => group.Count() / (double)rest).ToArray();
        var entropy = -shares.Sum(share => share * Math.Log(share));
        var (mean, error) = Information.Average([.. losses.to_type(ScalarType.Float64).data<double>().ToArray().Select(loss => entropy - loss)]);
        return new(mean, error, entropy, Limits);
    }
}
