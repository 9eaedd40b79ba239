namespace EarlyExit.Models;

/// <summary>EfficientNets (Tan and Le, arXiv:1905.11946 and, for version 2, arXiv:2104.00298).</summary>
public static class EfficientNet
{
    /// <summary>
    /// EfficientNet-B0 and, by its multipliers, the rest of version 1: a 3 x 3 stem, seven groups of MBConv blocks (1 x 1 expansion,
    /// depthwise convolution, squeeze and excitation, 1 x 1 projection; a residual connection with stochastic depth where the shape
    /// stays), a 1 x 1 convolution, global average pooling, dropout and one linear layer. SiLU throughout. Each block is a stage,
    /// the last convolution belongs to the classifier. He initialisation of the convolutions.
    /// </summary>
    /// <param name="width">Channels, as a multiple of B0's, to the nearest multiple of 8 (never more than a tenth below).</param>
    /// <param name="depth">Blocks of a group, as a multiple of B0's, rounded up.</param>
    /// <param name="stemStride">Stride of the stem: 2 as published, 1 for small images.</param>
    /// <param name="dropout">Chance, in [0, 1), to drop a feature before the last layer.</param>
    /// <param name="stochasticDepth">Chance, in [0, 1), that a sample skips the last block; it rises from 0 in proportion to the
    /// block's number.</param>
    /// <param name="classes">Number of classes C.</param>
    /// <param name="input">Shape of an image, 3 x 32 x 32 when not given.</param>
    /// <exception cref="ArgumentOutOfRangeException">A multiplier is not above 0, the stride is below 1, or a chance is outside [0, 1).</exception>
    public static Backbone B0(
        double width = 1, double depth = 1, int stemStride = 1, double dropout = .2, double stochasticDepth = .2, int classes = 10, Shape? input = null) =>
        new EfficientPlan("efficientnet-b0", StemChannels: 32,
        [
            new(MbConv.Depthwise, Expansion: 1, Kernel: 3, Stride: 1, Channels: 16, Blocks: 1),
            new(MbConv.Depthwise, Expansion: 6, Kernel: 3, Stride: 2, Channels: 24, Blocks: 2),
            new(MbConv.Depthwise, Expansion: 6, Kernel: 5, Stride: 2, Channels: 40, Blocks: 2),
            new(MbConv.Depthwise, Expansion: 6, Kernel: 3, Stride: 2, Channels: 80, Blocks: 3),
            new(MbConv.Depthwise, Expansion: 6, Kernel: 5, Stride: 1, Channels: 112, Blocks: 3),
            new(MbConv.Depthwise, Expansion: 6, Kernel: 5, Stride: 2, Channels: 192, Blocks: 4),
            new(MbConv.Depthwise, Expansion: 6, Kernel: 3, Stride: 1, Channels: 320, Blocks: 1),
        ], width, depth, stemStride, dropout, stochasticDepth).Create(classes, input ?? [3, 32, 32]);

    /// <summary>
    /// EfficientNetV2-S: as <see cref="B0"/>, with three groups of fused blocks (one dense convolution in place of expansion and
    /// depthwise convolution, no squeeze and excitation) before three groups of MBConv blocks.
    /// </summary>
    /// <inheritdoc cref="B0"/>
    public static Backbone V2S(
        double width = 1, double depth = 1, int stemStride = 1, double dropout = .2, double stochasticDepth = .2, int classes = 10, Shape? input = null) =>
        new EfficientPlan("efficientnet-v2s", StemChannels: 24,
        [
            new(MbConv.Fused, Expansion: 1, Kernel: 3, Stride: 1, Channels: 24, Blocks: 2),
            new(MbConv.Fused, Expansion: 4, Kernel: 3, Stride: 2, Channels: 48, Blocks: 4),
            new(MbConv.Fused, Expansion: 4, Kernel: 3, Stride: 2, Channels: 64, Blocks: 4),
            new(MbConv.Depthwise, Expansion: 4, Kernel: 3, Stride: 2, Channels: 128, Blocks: 6),
            new(MbConv.Depthwise, Expansion: 6, Kernel: 3, Stride: 1, Channels: 160, Blocks: 9),
            new(MbConv.Depthwise, Expansion: 6, Kernel: 3, Stride: 2, Channels: 256, Blocks: 15),
        ], width, depth, stemStride, dropout, stochasticDepth).Create(classes, input ?? [3, 32, 32]);
}
