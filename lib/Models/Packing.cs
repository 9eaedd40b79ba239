using TorchSharp;
using static TorchSharp.torch;

namespace EarlyExit.Models;

/// <summary>
/// Several maps in one tensor [N, F] and back. Stages hand on one tensor whose first dimension is the samples: whatever works on
/// features (gradient rules, dropping samples that have left, ranks, information) need not know of a network with several scales.
/// The price is one copy of the features per stage, next to the many that dense concatenation makes within it.
/// </summary>
internal static class Packing
{
    /// <summary>Maps [N, C, H, W] as one tensor of the <see cref="Shape.Packed"/> shape; a single map stays as it is.</summary>
    public static Tensor Pack(IReadOnlyList<Tensor> maps) =>
        maps.Count == 1 ? maps[0] : torch.cat([.. maps.Select(map => map.flatten(1))], 1);

    /// <summary>The maps, views of the packed tensor.</summary>
    public static Tensor[] Unpack(Tensor packed, Shape shape)
    {
        if (shape.Parts.Count == 1) return [packed];
        var maps = new Tensor[shape.Parts.Count];
        var from = 0L;
        for (var i = 0; i < maps.Length; i++)
        {
            var map = shape.Parts[i];
            maps[i] = packed.narrow(1, from, map.Elements).view(packed.shape[0], map[0], map[1], map[2]);
            from += map.Elements;
        }
        return maps;
    }
}
