using EarlyExit.Data;
using EarlyExit.Regimes;
using EarlyExit.Workbook;

namespace EarlyExit.Sweeps;

/// <summary>
/// What the zoo holds: the study <c>data/sweeps/zoo.json</c>. Small networks on all of CIFAR-10 come out well calibrated; on 6,000 images
/// without augmentation or weight decay they grow over-confident, as the papers' large ones are, and label smoothing makes them
/// under-confident. The zoo spans all three states.
/// </summary>
public static class ZooCells
{
    /// <summary>Training images of CIFAR-10 when a tenth is held out for validation.</summary>
    public const int AllImages = 45_000;

    private const string Plain = "plain", Shifted = "resnet14";

    // A blueprint needs no more of its data than the size of an image and the number of classes: those of CIFAR-10, before it is downloaded.
    private static readonly DataSet LikeCifar = Shapes.Create(seed: 0, train: 10, validation: 10, test: 10);

    /// <summary>All networks.</summary>
    public static IReadOnlyList<ZooCell> All { get; } = [.. Sweep.Load(Path.Combine(Session.BundledSweepFolder, "zoo.json")).Cells.Select(Of)];

    private static ZooCell Of(SweepCell cell)
    {
        var variant = cell.Recipe.Name == Plain ? "" : cell.Recipe.Name;
        return new(cell.Architecture.Name, cell.Architecture.Value(LikeCifar), cell.Regime, cell.Seed, Images(cell.Data.Name), cell.Budget.Value, cell.Recipe.Value(LikeCifar), variant)
        {
            Shifts = cell.Architecture.Name == Shifted && variant == "" ? [Corruption.Noise(), Corruption.Blur()] : [],
        };
    }

    // 6k is 6,000.
    private static int Images(string name) => 1000 * int.Parse(name.TrimEnd('k'));
}
