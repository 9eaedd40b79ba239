using EarlyExit.Data;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;
using static TorchSharp.torch.nn.functional;

namespace EarlyExit.Models;

/// <summary>
/// Token ids int64 [N, T] to features [N, T, dim]: the sum of what is learnt of the word, its place and its segment (1 after the first
/// separator, else 0), through layer norm. Padding becomes exactly 0.
/// </summary>
internal sealed class TextEmbedding : Module<Tensor, Tensor>
{
    private readonly Embedding words;
    private readonly Embedding positions;
    private readonly Embedding segments;
    private readonly LayerNorm norm;
    private readonly Dropout dropout;

    public TextEmbedding(long vocabulary, long places, long dim, double dropped) : base(nameof(TextEmbedding))
    {
        words = Embedding(vocabulary, dim);
        positions = Embedding(places, dim);
        segments = Embedding(2, dim);
        foreach (var table in new[] { words, positions, segments }) init.normal_(table.weight!, 0, Bert.Deviation(dim));
        norm = Bert.Norm(dim);
        dropout = Dropout(dropped);
        RegisterComponents();
    }

    public override Tensor forward(Tensor input)
    {
        var separators = input.eq(Vocabulary.Separator).to(ScalarType.Int64);
        var segment = (separators.cumsum(1) - separators).clamp(0, 1);
        var place = arange(input.shape[1], dtype: ScalarType.Int64, device: input.device);
        var sum = words.call(input) + positions.call(place) + segments.call(segment);
        return dropout.call(norm.call(sum)) * input.ne(Vocabulary.Padding).unsqueeze(-1).to(sum.dtype);
    }
}

/// <summary>Attention and a perceptron, each beside a residual connection and before a layer norm; tokens [N, T, dim] to the same, those that are 0 staying so.</summary>
internal sealed class EncoderLayer : Module<Tensor, Tensor>
{
    private readonly Linear qkv;
    private readonly Linear projection;
    private readonly LayerNorm norm1;
    private readonly Linear mlp1;
    private readonly Linear mlp2;
    private readonly LayerNorm norm2;
    private readonly Dropout dropout;
    private readonly long _heads;
    private readonly double _dropped;

    public EncoderLayer(long dim, long heads, long hidden, double dropped) : base(nameof(EncoderLayer))
    {
        (_heads, _dropped) = (heads, dropped);
        qkv = NormalLinear(dim, 3 * dim);
        projection = NormalLinear(dim, dim);
        norm1 = Bert.Norm(dim);
        mlp1 = NormalLinear(dim, hidden);
        mlp2 = NormalLinear(hidden, dim);
        norm2 = Bert.Norm(dim);
        dropout = Dropout(dropped);
        RegisterComponents();

        Linear NormalLinear(long inputs, long outputs)
        {
            var linear = Linear(inputs, outputs);
            init.normal_(linear.weight, 0, Bert.Deviation(dim));
            init.zeros_(linear.bias!);
            return linear;
        }
    }

    public override Tensor forward(Tensor input)
    {
        // After layer norm no word is 0 in all its features, so what is, is padding.
        var there = input.detach().ne(0).any(-1);
        var x = norm1.call(input + dropout.call(projection.call(Attend(qkv.call(input), there))));
        var y = norm2.call(x + dropout.call(mlp2.call(gelu(mlp1.call(x)))));
        return y * there.unsqueeze(-1).to(y.dtype);
    }

    private Tensor Attend(Tensor joined, Tensor there)
    {
        var (samples, tokens, dim) = (joined.shape[0], joined.shape[1], joined.shape[2] / 3);
        var parts = joined.reshape(samples, tokens, 3, _heads, dim / _heads).permute(2, 0, 3, 1, 4).unbind(0);
        var seen = there.view(samples, 1, 1, tokens).expand(samples, 1, tokens, tokens);
        return scaled_dot_product_attention(parts[0], parts[1], parts[2], seen, training ? _dropped : 0).transpose(1, 2).reshape(samples, tokens, dim);
    }
}
