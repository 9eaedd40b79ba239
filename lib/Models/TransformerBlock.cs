using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;
using static TorchSharp.torch.nn.functional;

namespace EarlyExit.Models;

/// <summary>An image [N, Ch, H, W] to tokens [N, T, dim]: its patches after a class token, with their places.</summary>
internal sealed class PatchEmbedding : Module<Tensor, Tensor>
{
    private readonly Conv2d patches;
    private readonly Parameter token;
    private readonly Parameter positions;
    private readonly Dropout dropout;

    public PatchEmbedding(long inputs, Shape tokens, long patch, double dropped) : base(nameof(PatchEmbedding))
    {
        patches = Conv2d(inputs, tokens[1], kernel_size: patch, stride: patch);
        init.normal_(patches.weight, 0, 1 / Math.Sqrt(inputs * patch * patch));
        init.zeros_(patches.bias!);
        token = Parameter(torch.zeros([1, 1, tokens[1]]));
        positions = Parameter(torch.randn([1, tokens[0], tokens[1]]) * .02);
        dropout = Dropout(dropped);
        RegisterComponents();
    }

    public override Tensor forward(Tensor input)
    {
        var embedded = patches.call(input).flatten(2).transpose(1, 2);
        var first = token.expand(input.shape[0], -1, -1);
        return dropout.call(torch.cat([first, embedded], 1) + positions);
    }
}

/// <summary>Attention and a perceptron, each after a layer norm and beside a residual connection; tokens [N, T, dim] to the same.</summary>
internal sealed class TransformerBlock(long dim, long heads, long hidden, double dropped) : TransformerLayer(
    nameof(TransformerBlock), dim, heads, hidden, dropped, () => Vit.Norm(dim),
    // Xavier's range for three matrices dim x dim, which this is, not for one 3 dim x dim.
    attention: (inputs, outputs) => Xavier(inputs, outputs, Math.Sqrt(3.0 / dim)),
    perceptron: (inputs, outputs) => Xavier(inputs, outputs, Math.Sqrt(6.0 / (dim + hidden))))
{
    public override Tensor forward(Tensor input)
    {
        var x = input + Attended(norm1.call(input));
        var between = dropout.call(gelu(mlp1.call(norm2.call(x))));
        return x + dropout.call(mlp2.call(between));
    }

    private static Linear Xavier(long inputs, long outputs, double range) => Filled(inputs, outputs, weight => init.uniform_(weight, -range, range));
}
