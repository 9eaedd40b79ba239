using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace EarlyExit.Models;

/// <summary><see cref="Heads.Pooler"/>.</summary>
internal sealed record PoolerHead() : Head("pooler")
{
    public override IReadOnlyList<Layer> Layers(Shape features, int classes)
    {
        Layer.RequireTokens("The pooler", features);
        var dense = Layer.Linear("dense", [features[1]], features[1]);
        return [dense, Layer.Free("tanh", dense.Output), Layer.Linear("linear", dense.Output, classes)];
    }

    public override Module<Tensor, Tensor> Build(Shape features, int classes) => new PoolerModule(features[1], classes);
}

internal sealed class PoolerModule : Module<Tensor, Tensor>, IHeadInTwoParts
{
    private readonly Linear dense;
    private readonly Linear linear;

    public PoolerModule(long dim, int classes) : base(nameof(PoolerModule))
    {
        dense = Linear(dim, dim);
        linear = Linear(dim, classes);
        foreach (var layer in new[] { dense, linear })
        {
            init.normal_(layer.weight, 0, Bert.Deviation(dim));
            init.zeros_(layer.bias!);
        }
        RegisterComponents();
    }

    public override Tensor forward(Tensor input) => Learnt(Fixed(input));

    public Tensor Fixed(Tensor features) => features.select(1, 0);

    public Tensor Learnt(Tensor fixedPart) => linear.call(dense.call(fixedPart).tanh());
}
