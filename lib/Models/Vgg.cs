using static TorchSharp.torch.nn;

namespace EarlyExit.Models;

/// <summary>VGG networks (Simonyan and Zisserman, arXiv:1409.1556).</summary>
public static class Vgg
{
    // Convolutions of each of the five groups: configurations A, B, D and E of table 1.
    private static readonly Dictionary<int, int[]> Groups = new()
    {
        [11] = [1, 1, 2, 2, 2],
        [13] = [2, 2, 2, 2, 2],
        [16] = [2, 2, 3, 3, 3],
        [19] = [2, 2, 4, 4, 4],
    };

    /// <summary>
    /// The type for small images: 3 x 3 convolutions with batch norm and ReLU in five groups of width, 2, 4, 8 and 8 width
    /// channels, each group ending with 2 x 2 maximum pooling (left out where one row or column remains), then global average
    /// pooling and one linear layer in place of the paper's three. Each convolution, with the pooling that may follow it, is a
    /// stage. He initialisation of the convolutions, which have no biases.
    /// </summary>
    /// <param name="depth">11, 13, 16 or 19: the convolutions and the paper's three linear layers.</param>
    /// <param name="width">Channels of the first group, 64 in the paper.</param>
    /// <param name="classes">Number of classes C.</param>
    /// <param name="input">Shape of an image, 3 x 32 x 32 when not given.</param>
    /// <exception cref="ArgumentOutOfRangeException">The depth is none of the paper's, or the width is below 1.</exception>
    public static Backbone WithBatchNorm(int depth, int width = 64, int classes = 10, Shape? input = null)
    {
        if (!Groups.TryGetValue(depth, out var groups))
            throw new ArgumentOutOfRangeException(nameof(depth), depth, "A VGG network has 11, 13, 16 or 19 layers.");
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        input ??= [3, 32, 32];
        var stages = new List<Stage>();
        for (var group = 0; group < groups.Length; group++)
            for (var n = 1; n <= groups[group]; n++)
                stages.Add(ConvStage(
                    $"conv{stages.Count}", stages.Count == 0 ? input : stages[^1].Output,
                    (long)width << Math.Min(group, 3), endsGroup: n == groups[group]));
        return new Backbone($"vgg{depth}bn" + (width == 64 ? "" : $"-w{width}"), input, classes, Stem: null, stages, Heads.Linear);
    }

    private static Stage ConvStage(string name, Shape input, long channels, bool endsGroup)
    {
        var unit = new ConvUnit(input, channels, Kernel: 3);
        var map = unit.Output;
        if (!endsGroup || Math.Min(map[1], map[2]) < 2) return new(name, input, map, unit.Layers(), () => unit.Build());
        Shape half = [channels, map[1] / 2, map[2] / 2];
        return new(name, input, half, [.. unit.Layers(), Layer.Free("pool", half)], () => unit.Build(MaxPool2d(2)));
    }
}
