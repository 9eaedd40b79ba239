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
        var parts = new List<(string, Module<Tensor, Tensor>)> { ("token", new FirstToken()), ("norm", Vit.Norm(features[1])) };
        var from = features[1];
        for (var i = 0; i < Hidden; i++)
        {
            parts.Add(($"linear{i}", Linear(from, Width)));
            parts.Add(($"gelu{i}", GELU()));
            from = Width;
        }
        parts.Add(("linear", Linear(from, classes)));
        return Sequential(parts.ToArray());
    }
}

/// <summary>[N, T, F] to the first token [N, F].</summary>
internal sealed class FirstToken() : Module<Tensor, Tensor>(nameof(FirstToken))
{
    public override Tensor forward(Tensor input) => input.select(1, 0);
}
