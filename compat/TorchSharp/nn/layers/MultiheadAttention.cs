using TorchSharp.Utils;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchSharp.Modules;

/// <summary>
/// Attention with several heads, sequence first: query [L, N, E], key and value [S, N, E] to ([L, N, E], weights [N, L, S],
/// averaged over the heads). Parameters are named as PyTorch names them.
/// </summary>
public sealed class MultiheadAttention : Module<Tensor, Tensor, Tensor, Tensor?, bool, Tensor?, Tuple<Tensor, Tensor>>
{
    [ComponentName(Name = nameof(in_proj_weight))] private readonly Parameter in_proj_weight;
    [ComponentName(Name = nameof(in_proj_bias))] private readonly Parameter? in_proj_bias;
    private readonly Linear out_proj;
    private readonly long heads;
    private readonly double dropout;

    internal MultiheadAttention(long embedded_dim, long num_heads, double dropout, bool bias) : base(nameof(MultiheadAttention))
    {
        if (num_heads < 1 || embedded_dim % num_heads != 0)
            throw new ArgumentException($"embed_dim must be divisible by num_heads, but they are {embedded_dim} and {num_heads}.");
        (heads, this.dropout) = (num_heads, dropout);
        in_proj_weight = new Parameter(empty([3 * embedded_dim, embedded_dim]));
        if (bias) in_proj_bias = new Parameter(zeros([3 * embedded_dim]));
        // In this order, PyTorch's, the draws of random numbers are PyTorch's too.
        out_proj = new Linear(embedded_dim, embedded_dim, bias, null, null);
        init.xavier_uniform_(in_proj_weight);
        if (bias) init.zeros_(out_proj.bias!);
        RegisterComponents();
    }

    /// <param name="query">[L, N, E].</param>
    /// <param name="key">[S, N, E].</param>
    /// <param name="value">[S, N, E].</param>
    /// <param name="key_padding_mask">[N, S]: true where a key is not to be attended to.</param>
    /// <param name="need_weights">Whether the weights are returned; an invalid tensor stands in their place otherwise.</param>
    /// <param name="attn_mask">[L, S]: added to the scores whatever its type, so that minus infinity bars and true adds one.</param>
    public override Tuple<Tensor, Tensor> forward(
        Tensor query, Tensor key, Tensor value, Tensor? key_padding_mask, bool need_weights, Tensor? attn_mask)
    {
        using var scope = NewDisposeScope();
        var (length, samples, width) = (query.shape[0], query.shape[1], query.shape[2]);
        var weights = in_proj_weight.chunk(3);
        var biases = in_proj_bias?.chunk(3);
        Tensor Heads(Tensor input, int part) => functional.linear(input, weights[part], biases?[part])
            .contiguous().view(input.shape[0], samples * heads, width / heads).transpose(0, 1);

        var scores = (Heads(query, 0) * Math.Pow(width / heads, -0.5)).bmm(Heads(key, 1).transpose(1, 2));
        var sources = scores.shape[2];
        if (attn_mask is not null) scores += attn_mask;
        if (key_padding_mask is not null)
        {
            scores = scores.view(samples, heads, length, sources)
                .masked_fill(key_padding_mask.unsqueeze(1).unsqueeze(2), double.NegativeInfinity).view(samples * heads, length, sources);
        }
        var attention = functional.dropout(functional.softmax(scores, -1), dropout, training);
        var mixed = attention.bmm(Heads(value, 2)).transpose(0, 1).contiguous().view(length, samples, width);
        var output = out_proj.call(mixed).MoveToOuterDisposeScope();
        if (!need_weights) return Tuple.Create(output, Tensor.Undefined());
        return Tuple.Create(output, attention.view(samples, heads, length, sources).mean([1]).MoveToOuterDisposeScope());
    }

    public new Tuple<Tensor, Tensor> call(
        Tensor query, Tensor key, Tensor value, Tensor? key_padding_mask = null, bool need_weights = true, Tensor? attn_mask = null) =>
        base.call(query, key, value, key_padding_mask, need_weights, attn_mask);
}
