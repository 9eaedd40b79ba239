using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace EarlyExit.Models;

/// <summary><see cref="Heads.Pooled"/>.</summary>
internal sealed record PooledHead() : Head("pooled")
{
    internal const long Side = 4;

    public override IReadOnlyList<Layer> Layers(Shape features, int classes)
    {
        Layer.RequireMap("The pooled head", features);
        var (height, width) = MixedPool.Target(features);
        return
        [
            new Layer("pool", [features[0], height, width], 0, 1),
            Layer.Linear("linear", [features[0] * height * width], classes),
        ];
    }

    public override Module<Tensor, Tensor> Build(Shape features, int classes) => new PooledModule(features, classes);
}

internal sealed class PooledModule : Module<Tensor, Tensor>, IHeadInTwoParts, IFoldable
{
    private readonly MixedPool pool;
    private readonly Linear linear;
    private PoolingPass? _folded;

    public PooledModule(Shape features, int classes) : base(nameof(PooledModule))
    {
        var (height, width) = MixedPool.Target(features);
        pool = new MixedPool(height, width);
        linear = Linear(features[0] * height * width, classes);
        RegisterComponents();
    }

    public override Tensor forward(Tensor input) => _folded is not null && PoolingPass.Takes(input) ? _folded.Logits(input) : linear.call(pool.call(input).flatten(1));

    public void Fold() => _folded = pool.With(linear);

    public Tensor Fixed(Tensor features) => pool.Both(features);

    public Tensor Learnt(Tensor fixedPart) => linear.call(pool.Mix(fixedPart).flatten(1));
}

/// <summary>
/// a * maximum + (1 - a) * average over a grid of height x width cells, with one learnt a, drawn from U(0, 1) at the start
/// and not bounded afterwards (SDNPool in the code of arXiv:2407.14320).
/// </summary>
internal sealed class MixedPool : Module<Tensor, Tensor>
{
    private readonly Parameter mix;
    private readonly long[] _grid;

    public MixedPool(long height, long width) : base(nameof(MixedPool))
    {
        mix = Parameter(torch.rand(1));
        _grid = [height, width];
        RegisterComponents();
    }

    /// <summary>The grid for a map: 4 x 4, or the map's own size where that is smaller.</summary>
    public static (long height, long width) Target(Shape features) =>
        (Math.Min(PooledHead.Side, features[1]), Math.Min(PooledHead.Side, features[2]));

    public override Tensor forward(Tensor input) =>
        Mix(functional.adaptive_max_pool2d(input, _grid), functional.adaptive_avg_pool2d(input, _grid));

    /// <summary>Both pooled maps, [N, 2, Ch, height, width]: what there is nothing to learn in.</summary>
    public Tensor Both(Tensor input) =>
        torch.stack([functional.adaptive_max_pool2d(input, _grid), functional.adaptive_avg_pool2d(input, _grid)], 1);

    /// <summary>The mixture of <see cref="Both"/>.</summary>
    public Tensor Mix(Tensor both) => Mix(both.select(1, 0), both.select(1, 1));

    /// <summary>This and the linear layer that follows, for inference.</summary>
    public PoolingPass With(Linear linear) => new(linear.weight, linear.bias!, mix, _grid[0], _grid[1]);

    private Tensor Mix(Tensor largest, Tensor average) => average + mix * (largest - average);
}
