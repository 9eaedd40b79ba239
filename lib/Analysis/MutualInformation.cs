using EarlyExit.Data;
using EarlyExit.Inference;
using EarlyExit.Models;
using TorchSharp;
using static TorchSharp.torch;

namespace EarlyExit.Analysis;

/// <summary>Three estimates for a layer, which differ in what they mean, not only in value.</summary>
/// <param name="Layer">The stage's name.</param>
/// <param name="Noisy">I(X; Z + noise) by Monte Carlo.</param>
/// <param name="Contrastive">A lower bound of I(X; Z) by InfoNCE.</param>
/// <param name="Label">I(Y; Z) as far as a linear probe can use it.</param>
public sealed record LayerInformation(string Layer, Information Noisy, Information Contrastive, Information Label);

/// <summary>What layers know about inputs and labels (arXiv:2407.14320, mutual information), by three estimators whose limits are stated with each value.</summary>
public static class MutualInformation
{
    private const long InputSide = 8;
    private const int MostSteps = 300;

    /// <summary>The three estimates for every layer, stem first, on pooled activations after the non-linearity.</summary>
    /// <param name="network">The network; not changed.</param>
    /// <param name="samples">The samples, N of them. The critic and the probe are fitted on the first half, in N / 2 steps but no more than 300, and judged on the second.</param>
    /// <param name="data">The data set that they are a part of; images are normalised by its training part.</param>
    /// <param name="noise">Deviation of the noise relative to the features' own (<see cref="NoisyFeatures.Scale"/>), above 0.</param>
    /// <param name="batch">The batch of the contrastive bound, at most N / 2.</param>
    /// <param name="what">How activations become features; pooled when not given. Flattened ones lie so far apart that the noisy estimate is log N.</param>
    /// <param name="seed">Seed of noise and critics.</param>
    public static IReadOnlyList<LayerInformation> PerLayer(
        MultiExitNetwork network, ImageSet samples, DataSet data, double noise = 1, int batch = 128, ActivationMatrix? what = null, int seed = 0)
    {
        what ??= new ActivationMatrix { Layout = FeatureLayout.Pooled };
        using var scope = NewDisposeScope();
        using var activations = Activations.Collect(network, samples, data, what);
        var inputs = Inputs(samples, data);
        batch = Math.Min(batch, samples.Count / 2);
        var steps = Math.Min(MostSteps, samples.Count / 2);
        return
        [
            .. activations.Select(layer => new LayerInformation(
                layer.Layer,
                NoisyFeatures.Of(layer.Values, noise * Math.Max(NoisyFeatures.Scale(layer.Values), 1e-12), seed: seed),
                ContrastiveBound.Of(inputs, layer.Values, batch, steps, seed),
                LabelProbe.Of(layer.Values, samples.Labels, samples.Classes, steps: steps))),
        ];
    }

    /// <summary>The images as the critic sees them: averaged to at most 8 x 8 pixels, [N, Ch x 8 x 8].</summary>
    private static Tensor Inputs(ImageSet images, DataSet data)
    {
        var all = new ImageBatches(images, data, CPU).Of(Enumerable.Range(0, images.Count).ToArray());
        return nn.functional.adaptive_avg_pool2d(all, [Math.Min(InputSide, images.Height), Math.Min(InputSide, images.Width)]).flatten(1);
    }
}
