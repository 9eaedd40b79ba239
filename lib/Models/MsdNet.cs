namespace EarlyExit.Models;

/// <summary>What a dense layer of <see cref="MsdNet"/> does to each map that it reads.</summary>
public enum DenseLayer
{
    /// <summary>A 1 x 1 convolution to fewer channels, then a 3 x 3 convolution, each with batch norm and ReLU.</summary>
    Bottleneck,

    /// <summary>A 3 x 3 convolution with batch norm and ReLU.</summary>
    Plain,
}

/// <summary>When <see cref="MsdNet"/> stops computing its finer scales; never later than they can still reach an exit.</summary>
public enum ScaleDrop
{
    /// <summary>With S scales the layers fall into S equal parts, and the finest scale left is dropped after each.</summary>
    EqualParts,

    /// <summary>One scale with each of the last layers.</summary>
    Late,
}

/// <summary>Multi-scale dense networks (Huang et al., arXiv:1703.09844), made for early exits.</summary>
public static class MsdNet
{
    /// <summary>
    /// An MSDNet. Scale s = 0, 1, ... has 1 / 2^s of the image's height and width, and its channels are multiples of
    /// f_s = min(2^s, 4). The first layer makes width f_s channels of scale s, one scale from the next finer; each further layer
    /// appends growth f_s channels to scale s, half of them convolved from all that scale s has and half, with stride 2, from the
    /// next finer scale (scale 0: all from itself). The finer scales end on the way. Each block of layers is a stage; what goes from
    /// one to the next is all scales in one vector (<see cref="Shape.Packed"/>), as long as there are several. The classifier is
    /// <see cref="Heads.Coarsest"/>, and so should the early heads be. He initialisation of the convolutions.
    /// </summary>
    /// <param name="layers">Layers of each block, such as <see cref="EvenSteps"/> or <see cref="GrowingSteps"/>.</param>
    /// <param name="growth">Channels that a layer adds to scale 0.</param>
    /// <param name="width">Channels of scale 0 at the start.</param>
    /// <param name="scales">Number of scales.</param>
    /// <param name="kind">With or without bottlenecks, which shrink to f_s times the channels that the 3 x 3 convolution makes.</param>
    /// <param name="drop">When finer scales end.</param>
    /// <param name="compression">Where a scale ends (with <see cref="ScaleDrop.Late"/>: after a third and two thirds of the
    /// layers), 1 x 1 convolutions keep this fraction, in (0, 1], of each map's channels; null for no such transitions.</param>
    /// <param name="headChannels">Channels of the classifier's convolutions.</param>
    /// <param name="classes">Number of classes C.</param>
    /// <param name="input">Shape of an image, 3 x 32 x 32 when not given.</param>
    /// <exception cref="ArgumentException">No block, a size below 1, or a compression outside (0, 1].</exception>
    public static Backbone Create(
        int[] layers, int growth = 6, int width = 16, int scales = 3, DenseLayer kind = DenseLayer.Bottleneck,
        ScaleDrop drop = ScaleDrop.EqualParts, double? compression = .5, int headChannels = 128, int classes = 10, Shape? input = null)
    {
        if (layers.Length == 0 || layers.Min() < 1)
            throw new ArgumentException($"A network has blocks of at least 1 layer each, got [{string.Join(", ", layers)}].", nameof(layers));
        ArgumentOutOfRangeException.ThrowIfLessThan(growth, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(scales, 1);
        if (compression is not (null or (> 0 and <= 1)))
            throw new ArgumentOutOfRangeException(nameof(compression), compression, "Transitions keep a fraction in (0, 1] of the channels; null is without them.");
        input ??= [3, 32, 32];
        var plan = new MsdPlan(growth, width, scales, kind, drop, compression);
        var (stem, stages) = plan.Stages(input, layers);
        var name = $"msdnet{scales}-g{growth}-w{width}-{string.Join("-", layers)}"
            + (kind == DenseLayer.Plain ? "-plain" : "") + (drop == ScaleDrop.Late ? "-late" : "")
            + (compression switch { .5 => "", null => "-full", _ => FormattableString.Invariant($"-c{compression}") });
        return new Backbone(name, input, classes, stem, stages, Heads.Coarsest(headChannels));
    }

    /// <summary>Layers of each block: <paramref name="first"/>, then always <paramref name="step"/> (the paper's anytime networks: 7, 4, 2).</summary>
    public static int[] EvenSteps(int blocks, int first, int step) => [.. Enumerable.Range(0, blocks).Select(i => i == 0 ? first : step)];

    /// <summary>Layers of each block: 1, 1 + step, 1 + 2 step, ... (the paper's networks for budgeted batches: 5, 1).</summary>
    public static int[] GrowingSteps(int blocks, int step) => [.. Enumerable.Range(0, blocks).Select(i => 1 + i * step)];
}
