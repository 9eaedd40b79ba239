using static TorchSharp.torch.nn;

namespace EarlyExit.Models;

/// <summary>How a residual block carries its input past its convolutions where the shape changes (He et al. 2016, section 4.1).</summary>
public enum Shortcut
{
    /// <summary>Option B: a 1 x 1 convolution and batch norm. The published 40.8 M MACs of ResNet-20 count these.</summary>
    Projection,

    /// <summary>Option A: every second pixel, and zeros for the new channels; no parameters.</summary>
    Identity,
}

/// <summary>What an ImageNet-type residual network begins with.</summary>
public enum ImageStem
{
    /// <summary>A 3 x 3 convolution that keeps the size, for images of 32 to 64 pixels.</summary>
    Small,

    /// <summary>The paper's: a 7 x 7 convolution with stride 2, then 3 x 3 maximum pooling with stride 2, for images of 224 pixels.</summary>
    Large,
}

/// <summary>Residual networks (He et al., arXiv:1512.03385).</summary>
public static class ResNet
{
    /// <summary>
    /// The CIFAR type: a 3 x 3 stem, then three groups of (depth - 2) / 6 basic blocks at full, half and quarter resolution with
    /// width, 2 width and 4 width channels, global average pooling and one linear layer. Each block is a stage.
    /// He initialisation of the convolutions.
    /// </summary>
    /// <param name="depth">6 n + 2: 8, 14, 20, 32, 44, 56, 110.</param>
    /// <param name="width">Channels of the first group, 16 in the paper.</param>
    /// <param name="classes">Number of classes C.</param>
    /// <param name="input">Shape of an image, 3 x 32 x 32 when not given.</param>
    /// <param name="shortcut">How blocks that change the shape carry their input on.</param>
    /// <exception cref="ArgumentOutOfRangeException">The depth is not 6 n + 2, or the width is below 1.</exception>
    public static Backbone ForCifar(int depth, int width, int classes = 10, Shape? input = null, Shortcut shortcut = Shortcut.Projection)
    {
        if (depth < 8 || (depth - 2) % 6 != 0)
            throw new ArgumentOutOfRangeException(nameof(depth), depth, "A CIFAR ResNet has 6 n + 2 layers: 8, 14, 20, 32, 44, 56, ...");
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        input ??= [3, 32, 32];
        var stem = StemStage(input, width);
        var stages = new List<Stage>();
        for (var group = 0; group < 3; group++)
            for (var n = 0; n < (depth - 2) / 6; n++)
                stages.Add(BlockStage(
                    $"block{stages.Count}", stages.Count == 0 ? stem.Output : stages[^1].Output, (long)width << group,
                    stride: group > 0 && n == 0 ? 2 : 1, shortcut));
        var name = $"resnet{depth}" + (width == 16 ? "" : $"-w{width}") + (shortcut == Shortcut.Identity ? "-identity" : "");
        return new Backbone(name, input, classes, stem, stages, Heads.Linear);
    }

    /// <summary>
    /// The ImageNet type: a stem, then four groups of blocks at full, half, quarter and eighth resolution with width, 2, 4 and 8
    /// width channels, global average pooling and one linear layer. The blocks are basic ones (depth 18 and 34) or bottlenecks
    /// (50 and more), which give 4 times the channels and, as is usual now, carry the stride in their 3 x 3 convolution. Each block
    /// is a stage. Projection shortcuts where the shape changes; He initialisation of the convolutions.
    /// </summary>
    /// <param name="depth">18, 34, 50, 101 or 152.</param>
    /// <param name="width">Channels of the first group, 64 in the paper.</param>
    /// <param name="stem">What the network begins with.</param>
    /// <param name="classes">Number of classes C.</param>
    /// <param name="input">Shape of an image, 3 x 32 x 32 when not given.</param>
    /// <exception cref="ArgumentOutOfRangeException">The depth is none of the paper's, or the width is below 1.</exception>
    public static Backbone ForImages(int depth, int width = 64, ImageStem stem = ImageStem.Small, int classes = 10, Shape? input = null)
    {
        int[] groups = depth switch
        {
            18 => [2, 2, 2, 2],
            34 or 50 => [3, 4, 6, 3],
            101 => [3, 4, 23, 3],
            152 => [3, 8, 36, 3],
            _ => throw new ArgumentOutOfRangeException(nameof(depth), depth, "An ImageNet ResNet has 18, 34, 50, 101 or 152 layers."),
        };
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        input ??= [3, 32, 32];
        var first = stem == ImageStem.Small ? StemStage(input, width) : LargeStemStage(input, width);
        var stages = new List<Stage>();
        for (var group = 0; group < groups.Length; group++)
            for (var n = 0; n < groups[group]; n++)
            {
                var (name, from) = ($"block{stages.Count}", stages.Count == 0 ? first.Output : stages[^1].Output);
                var (channels, stride) = ((long)width << group, group > 0 && n == 0 ? 2 : 1);
                stages.Add(depth < 50
                    ? BlockStage(name, from, channels, stride, Shortcut.Projection)
                    : BottleneckStage(name, from, channels, stride));
            }
        // ForCifar has a ResNet-50 and a ResNet-152 too.
        var title = $"resnet{depth}-images" + (width == 64 ? "" : $"-w{width}") + (stem == ImageStem.Large ? "-7x7" : "");
        return new Backbone(title, input, classes, first, stages, Heads.Linear);
    }

    private static Stage StemStage(Shape input, long channels)
    {
        var unit = new ConvUnit(input, channels, Kernel: 3);
        return new("stem", input, unit.Output, unit.Layers(), () => unit.Build());
    }

    private static Stage LargeStemStage(Shape input, long channels)
    {
        var unit = new ConvUnit(input, channels, Kernel: 7, Stride: 2);
        Shape pooled = [channels, (unit.Output[1] + 1) / 2, (unit.Output[2] + 1) / 2];
        return new("stem", input, pooled, [.. unit.Layers(), Layer.Free("pool", pooled)],
            () => unit.Build(MaxPool2d(3, stride: 2, padding: 1)));
    }

    private static Stage BlockStage(string name, Shape input, long channels, long stride, Shortcut shortcut)
    {
        var conv1 = Layer.Conv("conv1", input, channels, kernel: 3, stride: stride, padding: 1);
        var output = conv1.Output;
        var layers = new List<Layer>
        {
            conv1, Layer.BatchNorm("bn1", output), Layer.Free("relu1", output),
            Layer.Conv("conv2", output, channels, kernel: 3, padding: 1), Layer.BatchNorm("bn2", output),
        };
        if (!input.Equals(output) && shortcut == Shortcut.Projection)
            layers.AddRange([Layer.Conv("shortcut.conv", input, channels, kernel: 1, stride: stride), Layer.BatchNorm("shortcut.bn", output)]);
        layers.Add(Layer.Free("relu2", output));
        return new(name, input, output, layers, () => new BasicBlock(input[0], channels, stride, shortcut));
    }

    private static Stage BottleneckStage(string name, Shape input, long channels, long stride)
    {
        var narrow = new ConvUnit(input, channels, Kernel: 1);
        var spatial = new ConvUnit(narrow.Output, channels, Kernel: 3, stride);
        var wide = new ConvUnit(spatial.Output, 4 * channels, Kernel: 1, Activation: Activation.None);
        var projection = input.Equals(wide.Output) ? null : new ConvUnit(input, 4 * channels, Kernel: 1, stride, Activation: Activation.None);
        return new(name, input, wide.Output,
            [
                .. narrow.Layers("narrow."), .. spatial.Layers("spatial."), .. wide.Layers("wide."),
                .. projection?.Layers("shortcut.") ?? [], Layer.Free("relu", wide.Output),
            ],
            () => new BottleneckBlock(narrow, spatial, wide, projection));
    }
}
