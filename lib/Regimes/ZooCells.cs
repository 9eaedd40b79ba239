using EarlyExit.Data;
using EarlyExit.Models;
using static EarlyExit.Regimes.Length;

namespace EarlyExit.Regimes;

/// <summary>
/// What the zoo holds. Small networks on all of CIFAR-10 come out well calibrated; on 6,000 images without augmentation or weight decay
/// they grow over-confident, as the papers' large ones are, and label smoothing makes them under-confident. The zoo spans all three states.
/// </summary>
public static class ZooCells
{
    /// <summary>Training images of CIFAR-10 when a tenth is held out for validation.</summary>
    public const int AllImages = 45_000;

    private static readonly Regime[] Three = [Regime.Disjoint, Regime.Joint, Regime.Mixed];

    private static readonly Recipe Plain = new() { Augmentation = Augmentation.None, Optimiser = Optimiser.Adam(1e-3) };

    private static readonly Architecture ResNet14 = ResNet.ForCifar(depth: 14, width: 16).WithExits(Heads.Pooled, after: Every.Block);

    private static readonly Architecture Narrow = ResNet.ForCifar(depth: 14, width: 8).WithExits(Heads.Pooled, after: Every.Block);

    private static readonly Architecture Vgg11 = Vgg.WithBatchNorm(depth: 11, width: 16).WithExits(Heads.Pooled, Placement.After(1, 2, 3, 5));

    private static readonly Architecture Vit6 = Vit.For(dim: 32, depth: 6, heads: 2).WithExits(Heads.ClassToken, after: Every.Block);

    private static readonly Architecture MsdNet5 =
        MsdNet.Create(MsdNet.EvenSteps(blocks: 5, first: 1, step: 1), growth: 5, width: 8, headChannels: 24).WithExits(Heads.Coarsest(24), after: Every.Block);

    /// <summary>All networks.</summary>
    public static IReadOnlyList<ZooCell> All { get; } =
    [
        .. from regime in Three select Few("resnet14", ResNet14, regime, seed: 0) with { Shifts = [Corruption.Noise(), Corruption.Blur()] },
        .. from smoothing in (double[])[.05, .2]
           select Few("resnet14", ResNet14, Regime.Joint, seed: 0, Plain with { LabelSmoothing = smoothing }, $"smoothing {Text(smoothing)}"),
        .. from seed in Enumerable.Range(0, 3) from regime in Three select Few("resnet14w8", Narrow, regime, seed),
        Few("resnet14w8", Narrow, Regime.Joint, seed: 0, Plain with { Mixup = .4 }, "mixup .4"),
        Few("resnet14w8", Narrow, Regime.Joint, seed: 0, epochs: 10, variant: "10 epochs"),
        Few("resnet14w8", Narrow, Regime.Joint, seed: 0, epochs: 60, variant: "60 epochs", images: 2000),
        new("resnet14w8", Narrow, Regime.Joint, Seed: 0, AllImages, Budget.PerPhase(Epochs(4)), Plain with { Augmentation = Augmentation.FlipAndShift }, "augmented"),
        .. from regime in Three select Few("vgg11", Vgg11, regime, seed: 0),
        .. from regime in Three select Few("msdnet5", MsdNet5, regime, seed: 0, epochs: 15),
        .. from regime in Three select Few("vit6", Vit6, regime, seed: 0),
    ];

    // Few images, and each phase long enough to fit them.
    private static ZooCell Few(
        string backbone, Architecture network, Regime regime, int seed, Recipe? recipe = null, string variant = "", int epochs = 40, int images = 6000) =>
        new(backbone, network, regime, seed, images, Budget.PerPhase(Epochs(epochs)), recipe ?? Plain, variant);

    private static string Text(double value) => FormattableString.Invariant($"{value:.##}");
}
