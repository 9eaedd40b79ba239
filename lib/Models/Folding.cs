using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace EarlyExit.Models;

/// <summary>A module that can do in fewer steps, for good, what it does in evaluation mode.</summary>
internal interface IFoldable
{
    /// <summary>From now on the module computes what it computed in evaluation mode with the weights that it has now; it trains no more.</summary>
    void Fold();
}

/// <summary>What is several steps only for the sake of training becomes one.</summary>
internal static class Folding
{
    /// <summary>
    /// Batch norm in evaluation mode is a linear map of each channel, and so is what a convolution ends with. Changes weight and bias of
    /// the convolution so that it alone computes bn(conv(x)):
    /// w' = w g / sqrt(v + eps), b' = beta + (b - m) g / sqrt(v + eps). Computed in float64. The input channels of w' lie last in memory,
    /// as those of the maps do: libtorch would turn them around at every call, which at batch 1 takes up to a third of the time.
    /// </summary>
    public static void FoldInto(this BatchNorm2d bn, Conv2d conv)
    {
        using var _ = no_grad();
        using var scope = NewDisposeScope();
        var factor = bn.weight.to(ScalarType.Float64) / (bn.running_var!.to(ScalarType.Float64) + bn.eps).sqrt();
        var before = conv.bias is null ? -bn.running_mean!.to(ScalarType.Float64) : conv.bias.to(ScalarType.Float64) - bn.running_mean!.to(ScalarType.Float64);
        var weight = (conv.weight.to(ScalarType.Float64) * factor.reshape(-1, 1, 1, 1)).to(conv.weight.dtype);
        conv.weight = new Parameter(weight.permute(0, 2, 3, 1).contiguous().permute(0, 3, 1, 2));
        conv.bias = new Parameter((bn.bias!.to(ScalarType.Float64) + before * factor).to(conv.weight.dtype));
    }

    /// <summary>Folds every module of a network that can.</summary>
    public static void Fold(this MultiExitNetwork network)
    {
        foreach (var module in network.modules().OfType<IFoldable>().ToArray()) module.Fold();
    }
}
