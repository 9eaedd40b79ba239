using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace EarlyExit.Models;

/// <summary><see cref="Heads.Linear"/>: average over height and width if there are any, then a linear layer.</summary>
internal sealed record LinearHead() : Head("linear")
{
    public override IReadOnlyList<Layer> Layers(Shape features, int classes)
    {
        var pooled = Pooled(features);
        return [Layer.Free("average", pooled), Layer.Linear("linear", pooled, classes)];
    }

    public override Module<Tensor, Tensor> Build(Shape features, int classes) => new LinearModule(Pooled(features)[0], classes);

    private static Shape Pooled(Shape features) => features.Count == 1 || features.IsMap
        ? [features[0]]
        : throw new ArgumentException(
            $"The linear head needs a feature vector or a map [channels, height, width], got [{string.Join(", ", features)}].", nameof(features));
}

/// <summary><see cref="Heads.Flattened"/>.</summary>
internal sealed record FlattenedHead() : Head("flattened")
{
    public override IReadOnlyList<Layer> Layers(Shape features, int classes)
    {
        Shape flat = [features.Elements];
        return [Layer.Free("flatten", flat), Layer.Linear("linear", flat, classes)];
    }

    public override Module<Tensor, Tensor> Build(Shape features, int classes) => new FlattenedModule(features.Elements, classes);
}

internal sealed class LinearModule : Module<Tensor, Tensor>, IHeadInTwoParts, IFoldable
{
    private readonly Linear linear;
    private PoolingPass? _folded;

    public LinearModule(long features, int classes) : base(nameof(LinearModule))
    {
        linear = Linear(features, classes);
        RegisterComponents();
    }

    public override Tensor forward(Tensor input) => _folded is not null && PoolingPass.Takes(input) ? _folded.Logits(input) : Learnt(Fixed(input));

    // The average of one cell, and nothing of its maximum.
    public void Fold() => _folded = new PoolingPass(linear.weight, linear.bias!, mix: torch.zeros(1), rows: 1, columns: 1);

    public Tensor Fixed(Tensor features) => features.ndim == 4 ? features.mean([2, 3]) : features;

    public Tensor Learnt(Tensor fixedPart) => linear.call(fixedPart);
}

internal sealed class FlattenedModule : Module<Tensor, Tensor>, IHeadInTwoParts
{
    private readonly Linear linear;

    public FlattenedModule(long features, int classes) : base(nameof(FlattenedModule))
    {
        linear = Linear(features, classes);
        RegisterComponents();
    }

    public override Tensor forward(Tensor input) => Learnt(Fixed(input));

    public Tensor Fixed(Tensor features) => features.flatten(1);

    public Tensor Learnt(Tensor fixedPart) => linear.call(fixedPart);
}
