using EarlyExit.Data;
using EarlyExit.Models;
using EarlyExit.Workbook;

namespace EarlyExit.Regimes;

/// <summary>
/// The networks that the notebooks about training look into: one narrow ResNet-14 with a head after every block, trained under the
/// papers' regimes with several seeds. At quick scale on the built-in data they come with the workbook (<c>data/runs</c>).
/// </summary>
/// <param name="Data">Trained and evaluated on this.</param>
/// <param name="Network">The blueprint, L = 6.</param>
/// <param name="Recipe">What all regimes share.</param>
/// <param name="Budget">The same number of epochs for every phase.</param>
/// <param name="Seeds">Of first weights and training.</param>
public sealed record Lab(DataSet Data, Architecture Network, Recipe Recipe, Budget Budget, IReadOnlyList<int> Seeds)
{
    /// <summary>Only the backbone, phase 1: what <see cref="Regime.Disjoint"/> and <see cref="Regime.Mixed"/> of the same seed go on from.</summary>
    public static Regime Backbone { get; } = new("backbone", new Phase(Trains.Backbone));

    /// <summary>
    /// The lab at the scale and on the data set of <see cref="Session"/>. At quick scale 3,000 images, 10 epochs a phase and 3 seeds, the
    /// images as they are: enough for the last exit to lie 20 points above the first.
    /// </summary>
    public static Lab Open()
    {
        var data = DataSets.Open(Session.DataSet).Take(Session.Pick(96, 3000, 45_000), Session.Pick(64, 1000, 5000), Session.Pick(64, 2000, 10_000));
        var image = data.Train;
        return new(
            data,
            ResNet.ForCifar(depth: 14, width: 8, image.Classes, [image.Channels, image.Height, image.Width]).WithExits(Heads.Pooled, after: Every.Block),
            Recipe.For(data) with { BatchSize = 32, Augmentation = Augmentation.None, Optimiser = Optimiser.Adam(2e-3) },
            Budget.PerPhase(Length.Epochs(Session.Pick(1, 10, 60))),
            [.. Enumerable.Range(0, Session.Pick(2, 3, 5))]);
    }

    /// <summary>The networks of these regimes, from the workbook or the cache where they are there; trained where they are not.</summary>
    public Task<Runs> Train(params IReadOnlyList<Regime> regimes) => Study.Train(Network, Data, regimes, Seeds, Budget, Recipe);
}
