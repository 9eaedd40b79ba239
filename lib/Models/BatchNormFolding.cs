using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace EarlyExit.Models;

/// <summary>A module that can take its batch norms into the convolutions before them, for good.</summary>
internal interface IFoldable
{
    /// <summary>From now on the module computes what it computed in evaluation mode, without its batch norms; it trains no more.</summary>
    void Fold();
}

/// <summary>Batch norm in evaluation mode is a linear map of each channel, and so is what a convolution ends with: one can do both.</summary>
internal static class BatchNormFolding
{
    /// <summary>
    /// Changes weight and bias of a convolution so that it alone computes bn(conv(x)) of evaluation mode:
    /// w' = w g / sqrt(v + eps), b' = beta + (b - m) g / sqrt(v + eps). Computed in float64.
    /// </summary>
    public static void FoldInto(this BatchNorm2d bn, Conv2d conv)
    {
        using var _ = no_grad();
        using var scope = NewDisposeScope();
        var factor = bn.weight.to(ScalarType.Float64) / (bn.running_var!.to(ScalarType.Float64) + bn.eps).sqrt();
        var before = conv.bias is null ? -bn.running_mean!.to(ScalarType.Float64) : conv.bias.to(ScalarType.Float64) - bn.running_mean!.to(ScalarType.Float64);
        conv.weight = new Parameter((conv.weight.to(ScalarType.Float64) * factor.reshape(-1, 1, 1, 1)).to(conv.weight.dtype));
        conv.bias = new Parameter((bn.bias!.to(ScalarType.Float64) + before * factor).to(conv.weight.dtype));
    }

    /// <summary>Folds every module of a network that can.</summary>
    public static void FoldBatchNorms(this MultiExitNetwork network)
    {
        foreach (var module in network.modules().OfType<IFoldable>().ToArray()) module.Fold();
    }
}
