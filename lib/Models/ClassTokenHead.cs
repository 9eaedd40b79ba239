using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace EarlyExit.Models;

/// <summary><see cref="Heads.ClassToken"/> and <see cref="Heads.ClassTokenMlp"/>: on the first of a sample's tokens.</summary>
/// <param name="Hidden">Linear layers before the last.</param>
/// <param name="Width">Features of each of these.</param>
internal sealed record ClassTokenHead(int Hidden, long Width) : Head(Hidden == 0 ? "class token" : $"class token {Hidden}x{Width}")
{
    public override IReadOnlyList<Layer> Layers(Shape features, int classes)
    {
        Layer.RequireTokens("The class-token head", features);
        Shape token = [features[1]];
        var layers = new List<Layer> { Layer.LayerNorm("norm", token) };
        for (var i = 0; i < Hidden; i++)
        {
            layers.Add(Layer.Linear($"linear{i}", layers[^1].Output, Width));
            layers.Add(Layer.Free($"gelu{i}", layers[^1].Output));
        }
        layers.Add(Layer.Linear("linear", layers[^1].Output, classes));
        return layers;
    }

    public override Module<Tensor, Tensor> Build(Shape features, int classes)
    {
        var parts = new List<(string, Module<Tensor, Tensor>)> { ("norm", Vit.Norm(features[1])) };
        var from = features[1];
        for (var i = 0; i < Hidden; i++)
        {
            parts.Add(($"linear{i}", Linear(from, Width)));
            parts.Add(($"gelu{i}", GELU()));
            from = Width;
        }
        parts.Add(("linear", Linear(from, classes)));
        return new ClassTokenModule(parts);
    }
}

/// <summary>Layers on the first token of [N, T, F].</summary>
internal sealed class ClassTokenModule : Module<Tensor, Tensor>, IHeadInTwoParts
{
    private readonly IReadOnlyList<Module<Tensor, Tensor>> _layers;

    public ClassTokenModule(IReadOnlyList<(string name, Module<Tensor, Tensor> layer)> layers) : base(nameof(ClassTokenModule))
    {
        _layers = [.. layers.Select(part => part.layer)];
        foreach (var (name, layer) in layers) register_module(name, layer);
    }

    public override Tensor forward(Tensor input) => Learnt(Fixed(input));

    public Tensor Fixed(Tensor features) => features.select(1, 0);

    public Tensor Learnt(Tensor fixedPart) => _layers.Aggregate(fixedPart, (x, layer) => layer.call(x));
}
