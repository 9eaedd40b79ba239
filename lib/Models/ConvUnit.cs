using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace EarlyExit.Models;

/// <summary>
/// A convolution without bias, batch norm and a ReLU, on paper and as a module: what most convolutional networks are made of.
/// </summary>
/// <param name="Input">The map coming in.</param>
/// <param name="Channels">Channels going out.</param>
/// <param name="Kernel">Side of the kernel, odd; the border is padded so that stride 1 keeps the size.</param>
/// <param name="Stride">Step of the kernel.</param>
internal sealed record ConvUnit(Shape Input, long Channels, long Kernel, long Stride = 1)
{
    /// <summary>The map going out.</summary>
    public Shape Output => Conv("conv").Output;

    /// <summary>Its layers, named as in the module after <paramref name="prefix"/>.</summary>
    public IReadOnlyList<Layer> Layers(string prefix = "") =>
        [Conv(prefix + "conv"), Layer.BatchNorm(prefix + "bn", Output), Layer.Free(prefix + "relu", Output)];

    /// <summary>The module, its convolution with He initialisation, and what comes after it.</summary>
    public Module<Tensor, Tensor> Build(params (string, Module<Tensor, Tensor>)[] after) => Sequential(
        [("conv", HeConvolution(Input[0], Channels, Kernel, Stride)), ("bn", BatchNorm2d(Channels)), ("relu", ReLU()), .. after]);

    /// <summary>A convolution without bias that keeps the size at stride 1, weights from N(0, 2 / (inputs * kernel^2)).</summary>
    internal static Conv2d HeConvolution(long inputs, long channels, long kernel, long stride)
    {
        var conv = Conv2d(inputs, channels, kernel_size: kernel, stride: stride, padding: kernel / 2, bias: false);
        init.kaiming_normal_(conv.weight, nonlinearity: init.NonlinearityType.ReLU);
        return conv;
    }

    private Layer Conv(string name) => Layer.Conv(name, Input, Channels, Kernel, Stride, padding: Kernel / 2);
}
