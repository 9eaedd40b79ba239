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
internal sealed class EncoderLayer(long dim, long heads, long hidden, double dropped) : TransformerLayer(
    nameof(EncoderLayer), dim, heads, hidden, dropped, () => Bert.Norm(dim),
    attention: (inputs, outputs) => Normal(inputs, outputs, dim),
    perceptron: (inputs, outputs) => Normal(inputs, outputs, dim))
{
    private readonly double _dropped = dropped;

    public override Tensor forward(Tensor input)
    {
        // After layer norm no word is 0 in all its features, so what is, is padding.
        var there = input.detach().ne(0).any(-1);
        var (samples, tokens) = (input.shape[0], input.shape[1]);
        var seen = there.view(samples, 1, 1, tokens).expand(samples, 1, tokens, tokens);
        var x = norm1.call(input + Attended(input, seen, training ? _dropped : 0));
        var y = norm2.call(x + dropout.call(mlp2.call(gelu(mlp1.call(x)))));
        return y * there.unsqueeze(-1).to(y.dtype);
    }

    private static Linear Normal(long inputs, long outputs, long dim) => Filled(inputs, outputs, weight => init.normal_(weight, 0, Bert.Deviation(dim)));
}
