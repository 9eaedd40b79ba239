using EarlyExit.Models;
using TorchSharp;
using static TorchSharp.torch;

namespace EarlyExit.Analysis;

/// <summary>
/// Mutual information of an input X, uniform over the N given samples, with its features plus Gaussian noise,
/// T = f(X) + sigma Z, by Monte Carlo (Goldfeld et al., arXiv:1810.05728). Without noise a deterministic network's I(X; f(X)) is
/// infinite for a continuous X, or log N for these samples: the number is one of the noise as much as of the network.
/// </summary>
public static class NoisyFeatures
{
    /// <summary>What the estimate is.</summary>
    public const string Limits =
        "information of the given samples, not of all images, with features plus noise: capped at log N, and as large as the noise is small";

    /// <summary>
    /// I(X; T) = E[log p(t | x) - log (1 / N) sum_j p(t | x_j)], the density of t a mixture of N Gaussians around the features of
    /// the samples.
    /// </summary>
    /// <param name="features">[N, F], one row for each sample.</param>
    /// <param name="sigma">Standard deviation of the noise in each feature, above 0, on the features' own scale.</param>
    /// <param name="draws">Noise vectors for each sample.</param>
    /// <param name="seed">Seed of the noise.</param>
    /// <exception cref="ArgumentException">Sigma is not above 0, or there are fewer than 2 samples.</exception>
    public static Information Of(Tensor features, double sigma, int draws = 4, int seed = 0)
    {
        if (!(sigma > 0 && double.IsFinite(sigma))) throw new ArgumentException($"The noise's deviation is {sigma}, expected above 0: without noise the information is log N.", nameof(sigma));
        if (features.ndim != 2 || features.shape[0] < 2)
            throw new ArgumentException($"Features are [N, F] of at least 2 samples, got [{string.Join(", ", features.shape)}].", nameof(features));
        ArgumentOutOfRangeException.ThrowIfLessThan(draws, 1);
        var samples = (int)features.shape[0];
        using var random = new SeededScope(seed);
        using var scope = NewDisposeScope();
        using var nothing = no_grad();
        var f = features.to_type(ScalarType.Float64);
        f = f - f.mean([0], keepdim: true); // distances do not change, rounding errors shrink
        var lengths = f.square().sum(1, keepdim: true);
        var distances = lengths + lengths.t() - 2 * f.mm(f.t());
        var terms = new double[samples * draws];
        for (var draw = 0; draw < draws; draw++)
        {
            using var inner = NewDisposeScope();
            var noise = sigma * torch.randn(f.shape, dtype: ScalarType.Float64).to(f.device);
            var along = noise.mm(f.t());
            // |f_i + z - f_j|^2 - |z|^2; its own is 0, so that no term exceeds log N.
            var excess = 2 * (along.diagonal().unsqueeze(1) - along) + distances;
            excess.diagonal().zero_();
            var log = Math.Log(samples) - (excess / (-2 * sigma * sigma)).logsumexp(1);
            log.cpu().data<double>().CopyTo(terms, draw * samples);
        }
        // Draws of one sample are not independent of each other: the error is over samples.
        var (mean, error) = Information.Average([.. Enumerable.Range(0, samples).Select(n => Enumerable.Range(0, draws).Average(draw => terms[draw * samples + n]))]);
        return new(mean, error, Math.Log(samples), Limits);
    }

    /// <summary>The root of the mean variance of the features: what noise is measured against, layer by layer.</summary>
    public static double Scale(Tensor features)
    {
        using var scope = NewDisposeScope();
        using var nothing = no_grad();
        var f = features.to_type(ScalarType.Float64);
        return Math.Sqrt((f - f.mean([0], keepdim: true)).square().mean().ToDouble());
    }
}
