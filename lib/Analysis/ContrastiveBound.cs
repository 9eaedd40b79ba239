using EarlyExit.Data;
using EarlyExit.Models;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace EarlyExit.Analysis;

/// <summary>
/// InfoNCE (van den Oord et al., arXiv:1807.03748): a critic learns to tell which of B inputs a feature vector came from. How well it
/// does so on samples that it was not fitted on is a lower bound of the mutual information, and never above log B.
/// </summary>
public static class ContrastiveBound
{
    /// <summary>What the estimate is.</summary>
    public const string Limits = "a lower bound, as good as the critic and never above log of the batch: low may mean a weak critic, high means at least that much";

    private const int Dimensions = 32;
    private const double LearningRate = .01;

    /// <summary>
    /// The bound with a critic of squared distances, -|A x + a - B y|^2, which is the best there is for jointly Gaussian pairs. Fitted by
    /// Adam on the first half of the pairs, judged on the second.
    /// </summary>
    /// <param name="inputs">[N, D], one row for each sample.</param>
    /// <param name="features">[N, F], the same samples in the same order.</param>
    /// <param name="batch">B, how many inputs there are to choose from, at least 2; at most a half of the pairs.</param>
    /// <param name="steps">Steps of fitting.</param>
    /// <param name="seed">Seed of the critic and of batches.</param>
    /// <exception cref="ArgumentException">The numbers of rows differ, or are too few for a batch in each half.</exception>
    public static Information Of(Tensor inputs, Tensor features, int batch = 128, int steps = 300, int seed = 0)
    {
        var half = (int)inputs.shape[0] / 2;
        if (inputs.shape[0] != features.shape[0]) throw new ArgumentException($"There are {inputs.shape[0]} inputs and {features.shape[0]} features, expected pairs.", nameof(features));
        if (batch < 2 || batch > half) throw new ArgumentException($"The batch is {batch}, expected 2 to {half}, half of the pairs.", nameof(batch));
        using var random = new SeededScope(seed);
        using var scope = NewDisposeScope();
        var (x, y) = (Standardised(inputs, half), Standardised(features, half));
        var dimensions = Math.Min(Dimensions, Math.Min(x.shape[1], y.shape[1]));
        using var ofInputs = nn.Linear(x.shape[1], dimensions);
        using var ofFeatures = nn.Linear(y.shape[1], dimensions);
        var optimiser = optim.Adam([.. ofInputs.parameters(), .. ofFeatures.parameters()], LearningRate);
        var order = new Philox((uint)seed, 0x1AF0, 0);
        for (var step = 0; step < steps; step++)
        {
            using var inner = NewDisposeScope();
            foreach (var group in optimiser.ParamGroups) group.LearningRate = LearningRate * .5 * (1 + Math.Cos(Math.PI * step / steps));
            var chosen = Chosen(ref order, half, batch);
            ofInputs.zero_grad();
            ofFeatures.zero_grad();
            var scores = Scores(ofInputs.call(x.index_select(0, chosen)), ofFeatures.call(y.index_select(0, chosen)));
            nn.functional.cross_entropy(scores, torch.arange(batch, dtype: ScalarType.Int64)).backward();
            optimiser.step();
        }
        using var nothing = no_grad();
        var terms = new List<double>();
        for (var from = half; from + batch <= inputs.shape[0]; from += batch)
        {
            using var inner = NewDisposeScope();
            terms.AddRange(Terms(Scores(ofInputs.call(x.narrow(0, from, batch)), ofFeatures.call(y.narrow(0, from, batch)))));
        }
        var (mean, error) = Information.Average(terms);
        return new(mean, error, Math.Log(batch), Limits);
    }

    /// <summary>The bound's terms for a batch of B pairs: log B + log softmax of each row at its own column.</summary>
    /// <param name="scores">[B, B], the critic's score of feature vector (row) and input (column).</param>
    public static double[] Terms(Tensor scores)
    {
        using var scope = NewDisposeScope();
        var log = scores.to_type(ScalarType.Float64).log_softmax(1).diagonal() + Math.Log(scores.shape[0]);
        return log.cpu().data<double>().ToArray();
    }

    private static Tensor Scores(Tensor inputs, Tensor features) =>
        2 * features.mm(inputs.t()) - inputs.square().sum(1).unsqueeze(0) - features.square().sum(1, keepdim: true);

    private static Tensor Chosen(ref Philox random, int half, int batch)
    {
        var all = Enumerable.Range(0, half).ToArray();
        for (var i = 0; i < batch; i++)
        {
            var other = i + random.Below(half - i);
            (all[i], all[other]) = (all[other], all[i]);
        }
        return torch.tensor([.. all.Take(batch).Select(i => (long)i)]);
    }

    /// <summary>Each column with mean 0 and deviation 1 over the first half, on the CPU in float32; a constant column is 0.</summary>
    internal static Tensor Standardised(Tensor values, int half)
    {
        using var nothing = no_grad();
        using var scope = NewDisposeScope();
        var x = values.cpu().to_type(ScalarType.Float32);
        var fit = x.narrow(0, 0, half);
        var deviation = fit.std([0], unbiased: false, keepdim: true);
        return ((x - fit.mean([0], keepdim: true)) / deviation.clamp(min: 1e-6)).clamp(-50, 50).MoveToOuterDisposeScope();
    }
}
