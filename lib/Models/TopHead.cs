using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace EarlyExit.Models;

/// <summary>The classifier of an EfficientNet: a 1 x 1 convolution to many channels, average, dropout, linear layer.</summary>
internal sealed record TopHead(long Channels, double Dropped) : Head($"top{Channels}")
{
    public override IReadOnlyList<Layer> Layers(Shape features, int classes)
    {
        Layer.RequireMap("EfficientNet's classifier", features);
        Shape average = [Channels];
        return
        [
            .. Unit(features).Layers("top."), Layer.Free("average", average), Layer.Free("dropout", average), Layer.Linear("linear", average, classes),
        ];
    }

    public override Module<Tensor, Tensor> Build(Shape features, int classes) => Sequential(
        ("top", Unit(features).Build()), ("average", AdaptiveAvgPool2d(1)), ("flatten", Flatten()), ("dropout", Dropout(Dropped)),
        ("linear", Linear(Channels, classes)));

    private ConvUnit Unit(Shape features) => new(features, Channels, Kernel: 1, Activation: Activation.Silu);
}
