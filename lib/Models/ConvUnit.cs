using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace EarlyExit.Models;

/// <summary>What follows a convolution and its batch norm.</summary>
internal enum Activation
{
    Relu,
    Silu,
    None,
}

/// <summary>
/// A convolution without bias, batch norm and an activation, on paper and as a module: what most convolutional networks are made of.
/// </summary>
/// <param name="Input">The map coming in.</param>
/// <param name="Channels">Channels going out.</param>
/// <param name="Kernel">Side of the kernel, odd; the border is padded so that stride 1 keeps the size.</param>
/// <param name="Stride">Step of the kernel.</param>
/// <param name="Groups">Groups of channels that are convolved apart.</param>
/// <param name="Activation">What follows.</param>
internal sealed record ConvUnit(
    Shape Input, long Channels, long Kernel, long Stride = 1, long Groups = 1, Activation Activation = Activation.Relu)
{
    /// <summary>The map going out.</summary>
    public Shape Output => Conv("conv").Output;

    /// <summary>Its layers, named as in the module after <paramref name="prefix"/>.</summary>
    public IReadOnlyList<Layer> Layers(string prefix = "")
    {
        Layer[] layers = [Conv(prefix + "conv"), Layer.BatchNorm(prefix + "bn", Output)];
        return Activation switch
        {
            Activation.Relu => [.. layers, Layer.Free(prefix + "relu", Output)],
            Activation.Silu => [.. layers, Layer.Free(prefix + "silu", Output)],
            _ => layers,
        };
    }

    /// <summary>The module, its convolution with He initialisation, and what comes after it.</summary>
    public Module<Tensor, Tensor> Build(Module<Tensor, Tensor>? after = null) =>
        new ConvBlock(HeConvolution(Input[0], Channels, Kernel, Stride, Groups), Activation, after);

    /// <summary>A convolution without bias that keeps the size at stride 1, weights from N(0, 2 / (inputs / groups * kernel^2)).</summary>
    internal static Conv2d HeConvolution(long inputs, long channels, long kernel, long stride, long groups = 1)
    {
        var conv = Conv2d(inputs, channels, kernel_size: kernel, stride: stride, padding: kernel / 2, groups: groups, bias: false);
        init.kaiming_normal_(conv.weight, nonlinearity: init.NonlinearityType.ReLU);
        return conv;
    }

    private Layer Conv(string name) => Layer.Conv(name, Input, Channels, Kernel, Stride, padding: Kernel / 2, Groups);
}
