using EarlyExit.Data;

namespace EarlyExit.Regimes;

/// <summary>What all regimes of a comparison share; a phase may bring its own optimiser and schedule.</summary>
public sealed record Recipe
{
    /// <summary>Samples per step. What is left of an epoch after the last full batch is skipped; the next epoch is shuffled anew.</summary>
    public int BatchSize { get; init; } = 128;

    /// <summary>How training images are varied.</summary>
    public Augmentation Augmentation { get; init; } = Augmentation.FlipAndShift;

    /// <summary>Part of each label spread evenly over all classes, in [0, 1).</summary>
    public double LabelSmoothing { get; init; }

    /// <summary>
    /// Mixup (Zhang et al., arXiv:1710.09412): each batch is blended with itself in another order, by a part drawn from Beta(a, a)
    /// with this a. 0 for none.
    /// </summary>
    public double Mixup { get; init; }

    /// <summary>Gradients longer than this (L2 norm over all parameters) are shortened to it; infinity for no limit.</summary>
    public double LongestGradient { get; init; } = double.PositiveInfinity;

    /// <summary>The optimiser of phases that bring none.</summary>
    public Optimiser Optimiser { get; init; } = Optimiser.Sgd(.1);

    /// <summary>The schedule of phases that bring none.</summary>
    public Schedule Schedule { get; init; } = Schedule.Cosine;

    /// <summary>
    /// SGD with Nesterov momentum .9, rate .1, weight decay 5e-4, cosine schedule, batches of 128; colour images are mirrored
    /// and moved by up to 4 pixels, grey ones (digits, clothes) only moved, by up to 2. For texts: AdamW, rate .001, which rises over the
    /// first tenth of a phase and then falls along a cosine, batches of 32, gradients no longer than 1.
    /// </summary>
    public static Recipe For(IDataSet data) => data.Train is ImageSet images
        ? new() { Augmentation = images.Channels == 1 ? Augmentation.Shifted(2) : Augmentation.FlipAndShift }
        : new() { Augmentation = Augmentation.None, BatchSize = 32, Optimiser = Optimiser.AdamW(1e-3), Schedule = Schedule.Cosine.WarmedUp(.1), LongestGradient = 1 };

    internal string Description => FormattableString.Invariant(
        $"batch {BatchSize}, {Augmentation}, smoothing {LabelSmoothing:R}, mixup {Mixup:R}, longest gradient {LongestGradient:R}");
}
