using EarlyExit.Data;
using EarlyExit.Models;

namespace EarlyExit.Analysis;

/// <summary>The numerical rank of a layer's activations.</summary>
/// <param name="Layer">The stage's name.</param>
/// <param name="Rank">By the definition asked for.</param>
/// <param name="Of">The most that it could be: the smaller of samples and features.</param>
/// <param name="Untrained">The same of the same network with fresh random weights: what the architecture and the data make by themselves.</param>
public sealed record LayerRank(string Layer, double Rank, long Of, double Untrained);

/// <summary>The singular values of a layer's activations.</summary>
/// <param name="Layer">The stage's name.</param>
/// <param name="Spectrum">Its singular values.</param>
public sealed record LayerSpectrum(string Layer, Spectrum Spectrum);

/// <summary>How many directions the activations of each layer use (arXiv:2407.14320, "numerical rank").</summary>
public static class NumericalRank
{
    /// <summary>The rank of every layer, stem first, beside that of the same network with fresh weights (see <see cref="Untrained"/>).</summary>
    /// <param name="network">The trained network.</param>
    /// <param name="samples">The samples; no rank exceeds their number, so take more of them than the ranks that are to be told apart.</param>
    /// <param name="data">The data set that they are a part of; images are normalised by its training part.</param>
    /// <param name="definition">What counts as the rank.</param>
    /// <param name="what">How activations become a matrix; flattened, after the non-linearity, centred when not given.</param>
    /// <param name="seed">Seed of the fresh weights.</param>
    public static IReadOnlyList<LayerRank> PerLayer(
        MultiExitNetwork network, SampleSet samples, IDataSet data, RankDefinition definition, ActivationMatrix? what = null, int seed = 0)
    {
        using var untrained = Untrained(network.Architecture, data, seed);
        return
        [
            .. Spectra(network, samples, data, what).Zip(Spectra(untrained, samples, data, what), (layer, fresh) =>
                new LayerRank(layer.Layer, layer.Spectrum.Rank(definition), layer.Spectrum.Most, fresh.Spectrum.Rank(definition))),
        ];
    }

    /// <summary>The singular values of every layer, for several definitions at the price of one.</summary>
    /// <inheritdoc cref="PerLayer"/>
    public static IReadOnlyList<LayerSpectrum> Spectra(MultiExitNetwork network, SampleSet samples, IDataSet data, ActivationMatrix? what = null)
    {
        what ??= new();
        using var activations = Activations.Collect(network, samples, data, what);
        return [.. activations.Select(layer => new LayerSpectrum(layer.Layer, Spectrum.Of(layer.Values, what.Centring)))];
    }

    /// <summary>
    /// The control: a network with fresh weights whose batch norms have statistics of the data, up to 1,000 training samples, so that its
    /// activations are scaled as those of a trained one.
    /// </summary>
    public static MultiExitNetwork Untrained(Architecture architecture, IDataSet data, int seed = 0)
    {
        var network = architecture.Build(seed);
        network.eval();
        BatchNormStatistics.Recompute(network, BatchNormStatistics.Samples(data), data);
        return network;
    }
}
