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
internal sealed class TransformerBlock : Module<Tensor, Tensor>
{
    private readonly LayerNorm norm1;
    private readonly Linear qkv;
    private readonly Linear projection;
    private readonly LayerNorm norm2;
    private readonly Linear mlp1;
    private readonly Linear mlp2;
    private readonly Dropout dropout;
    private readonly long _heads;

    public TransformerBlock(long dim, long heads, long hidden, double dropped) : base(nameof(TransformerBlock))
    {
        _heads = heads;
        norm1 = Vit.Norm(dim);
        // Xavier's range for three matrices dim x dim, which this is, not for one 3 dim x dim.
        qkv = XavierLinear(dim, 3 * dim, Math.Sqrt(3.0 / dim));
        projection = XavierLinear(dim, dim, Math.Sqrt(3.0 / dim));
        norm2 = Vit.Norm(dim);
        mlp1 = XavierLinear(dim, hidden, Math.Sqrt(6.0 / (dim + hidden)));
        mlp2 = XavierLinear(hidden, dim, Math.Sqrt(6.0 / (dim + hidden)));
        dropout = Dropout(dropped);
        RegisterComponents();
    }

    public override Tensor forward(Tensor input)
    {
        var x = input + dropout.call(projection.call(Attend(qkv.call(norm1.call(input)))));
        var hidden = dropout.call(gelu(mlp1.call(norm2.call(x))));
        return x + dropout.call(mlp2.call(hidden));
    }

    private Tensor Attend(Tensor joined)
    {
        var (samples, tokens, dim) = (joined.shape[0], joined.shape[1], joined.shape[2] / 3);
        var parts = joined.reshape(samples, tokens, 3, _heads, dim / _heads).permute(2, 0, 3, 1, 4).unbind(0);
        return scaled_dot_product_attention(parts[0], parts[1], parts[2]).transpose(1, 2).reshape(samples, tokens, dim);
    }

    private static Linear XavierLinear(long inputs, long outputs, double range)
    {
        var linear = Linear(inputs, outputs);
        init.uniform_(linear.weight, -range, range);
        init.zeros_(linear.bias!);
        return linear;
    }
}
