using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace EarlyExit.Models;

/// <summary><see cref="Heads.Coarsest"/>.</summary>
internal sealed record CoarsestHead(long Channels) : Head($"coarsest{Channels}")
{
    public override IReadOnlyList<Layer> Layers(Shape features, int classes)
    {
        Layer.RequireMap("The coarsest-scale head", features.Parts[^1]);
        var (first, second) = Units(features);
        Shape average = [Channels];
        return
        [
            .. first.Layers("first."), .. second.Layers("second."),
            Layer.Free("average", average), Layer.Linear("linear", average, classes),
        ];
    }

    public override Module<Tensor, Tensor> Build(Shape features, int classes)
    {
        var (first, second) = Units(features);
        return Sequential(
            ("scale", new LastScale(features)), ("first", first.Build()), ("second", second.Build()),
            ("average", AdaptiveAvgPool2d(1)), ("flatten", Flatten()), ("linear", Linear(Channels, classes)));
    }

    private (ConvUnit first, ConvUnit second) Units(Shape features)
    {
        var first = new ConvUnit(features.Parts[^1], Channels, Kernel: 3, Stride: 2);
        return (first, new(first.Output, Channels, Kernel: 3, Stride: 2));
    }
}

/// <summary>The last of several packed maps.</summary>
internal sealed class LastScale(Shape features) : Module<Tensor, Tensor>(nameof(LastScale))
{
    // An alias where there is one map: a sequence disposes what its modules hand on, and that must not be its input.
    public override Tensor forward(Tensor input) => features.Parts.Count == 1 ? input.alias() : Packing.Unpack(input, features)[^1];
}
