using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;
using static TorchSharp.torch.nn.functional;

namespace EarlyExit.Models;

/// <summary>
/// What the two kinds of transformer layers have in common: attention between tokens [N, T, dim] and a perceptron with GELU on each, two layer
/// norms. Where the norms stand is the kind's: before each part (<see cref="TransformerBlock"/>) or after it (<see cref="EncoderLayer"/>).
/// </summary>
internal abstract class TransformerLayer : Module<Tensor, Tensor>
{
    // Not private: TorchSharp registers the fields that it finds on the layer's own type, and their names are those of the weights.
    protected readonly Linear qkv;
    protected readonly Linear projection;
    protected readonly LayerNorm norm1;
    protected readonly Linear mlp1;
    protected readonly Linear mlp2;
    protected readonly LayerNorm norm2;
    protected readonly Dropout dropout;
    private readonly long _heads;

    /// <param name="name">Name of the kind.</param>
    /// <param name="heads">K; a divisor of dim.</param>
    /// <param name="dropped">Part of what each linear layer puts out that training drops.</param>
    /// <param name="norm">A layer norm over dim.</param>
    /// <param name="attention">A linear layer of the attention, from its inputs and outputs.</param>
    /// <param name="perceptron">One of the perceptron.</param>
    /// <param name="dim">Features of a token.</param>
    /// <param name="hidden">Features between the perceptron's two layers.</param>
    protected TransformerLayer(
        string name, long dim, long heads, long hidden, double dropped, Func<LayerNorm> norm, Func<long, long, Linear> attention, Func<long, long, Linear> perceptron) : base(name)
    {
        _heads = heads;
        (qkv, projection, norm1) = (attention(dim, 3 * dim), attention(dim, dim), norm());
        (mlp1, mlp2, norm2) = (perceptron(dim, hidden), perceptron(hidden, dim), norm());
        dropout = Dropout(dropped);
        RegisterComponents();
    }

    /// <summary>What each token hears from those that are seen.</summary>
    /// <param name="tokens">[N, T, dim].</param>
    /// <param name="seen">bool [N, 1, T, T]; null for all.</param>
    /// <param name="dropped">Part of the attention that is dropped.</param>
    protected Tensor Attended(Tensor tokens, Tensor? seen = null, double dropped = 0)
    {
        var joined = qkv.call(tokens);
        var (samples, count, dim) = (joined.shape[0], joined.shape[1], joined.shape[2] / 3);
        var parts = joined.reshape(samples, count, 3, _heads, dim / _heads).permute(2, 0, 3, 1, 4).unbind(0);
        var heard = scaled_dot_product_attention(parts[0], parts[1], parts[2], seen, dropped).transpose(1, 2).reshape(samples, count, dim);
        return dropout.call(projection.call(heard));
    }

    /// <summary>A linear layer with offset 0 and weights that are filled by <paramref name="fill"/>.</summary>
    protected static Linear Filled(long inputs, long outputs, Action<Parameter> fill)
    {
        var linear = Linear(inputs, outputs);
        fill(linear.weight);
        init.zeros_(linear.bias!);
        return linear;
    }
}
