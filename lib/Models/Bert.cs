using static TorchSharp.torch.nn;

namespace EarlyExit.Models;

/// <summary>Transformer encoders for texts, as BERT (Devlin et al., arXiv:1810.04805).</summary>
public static class Bert
{
    /// <summary>
    /// A BERT-type encoder. The stem adds learnt embeddings of token, place and segment, then layer norm; each layer of attention and of
    /// a two-layer perceptron with GELU, layer norm after each of the two and a residual connection around it, is a stage. Features are
    /// tokens [T, dim]; those of padding are exactly 0, by which the next stage knows them. The classifier is <see cref="Heads.Pooler"/>.
    /// All matrices start normal with deviation .02 sqrt(768 / dim), which is the paper's .02 at its width, biases zero.
    /// </summary>
    /// <param name="vocabulary">V, number of token ids, padding (id 0) and separator (id 3) included.</param>
    /// <param name="length">T, tokens of a text with its padding.</param>
    /// <param name="dim">Features of a token, a multiple of <paramref name="heads"/>.</param>
    /// <param name="depth">Number of layers.</param>
    /// <param name="heads">Attention heads K.</param>
    /// <param name="mlpRatio">Hidden features of the perceptrons as a multiple of <paramref name="dim"/>.</param>
    /// <param name="dropout">Chance, in [0, 1), to drop a number after the embeddings, after attention and perceptron, and of the
    /// attention weights.</param>
    /// <param name="classes">Number of classes C; 1 to predict a number.</param>
    /// <exception cref="ArgumentException">A size is below 1, K does not divide dim, or the dropout is outside [0, 1).</exception>
    public static Backbone For(
        int vocabulary, int length, int dim, int depth, int heads, double mlpRatio = 4, double dropout = 0, int classes = 10) =>
        Create($"bert-d{dim}x{depth}-h{heads}", vocabulary, length, length, dim, depth, heads, mlpRatio, dropout, classes);

    /// <summary>BERT-base: 768 features, 12 layers, 12 heads, 512 places whatever the length, dropout .1; 109,482,240 parameters with 30,522 ids and without the last linear layer.</summary>
    /// <inheritdoc cref="For"/>
    public static Backbone Base(int vocabulary = 30_522, int length = 512, double dropout = .1, int classes = 10) =>
        Create("bert-base", vocabulary, length, places: Math.Max(512, length), dim: 768, depth: 12, heads: 12, mlpRatio: 4, dropout, classes);

    private static Backbone Create(
        string name, int vocabulary, int length, int places, int dim, int depth, int heads, double mlpRatio, double dropout, int classes)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(vocabulary, Data.Vocabulary.Separator);
        ArgumentOutOfRangeException.ThrowIfLessThan(length, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(dim, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(depth, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(heads, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(classes, 1);
        if (dim % heads != 0) throw new ArgumentException($"The attention heads share the features evenly: {heads} heads do not divide dim = {dim}.", nameof(heads));
        if (!(dropout >= 0 && dropout < 1)) throw new ArgumentOutOfRangeException(nameof(dropout), dropout, "Dropout is a chance in [0, 1).");
        if (!(mlpRatio * dim >= 1 && mlpRatio * dim <= int.MaxValue))
            throw new ArgumentOutOfRangeException(nameof(mlpRatio), mlpRatio, $"The perceptrons have mlpRatio * {dim} hidden features, at least 1.");

        var hidden = (long)Math.Round(mlpRatio * dim);
        Shape tokens = [length, dim];
        var stages = Enumerable.Range(0, depth).Select(i => EncoderLayer($"layer{i}", tokens, heads, hidden, dropout));
        name += $"-v{vocabulary}" + (hidden == 4L * dim ? "" : $"-mlp{hidden}") + (dropout == 0 ? "" : FormattableString.Invariant($"-drop{dropout}"));
        return new Backbone(name, [length], classes, Embedding(tokens, vocabulary, places, dropout), [.. stages], Heads.Pooler);
    }

    /// <summary>Layer norm over the features of a token, with the small constant of the paper's code.</summary>
    internal static TorchSharp.Modules.LayerNorm Norm(long dim) => LayerNorm(dim, eps: 1e-12);

    /// <summary>The deviation of fresh weights.</summary>
    internal static double Deviation(long dim) => .02 * Math.Sqrt(768.0 / dim);

    // A look-up is no multiplication: embeddings cost no MACs.
    private static Stage Embedding(Shape tokens, long vocabulary, long places, double dropout)
    {
        var dim = tokens[1];
        return new("stem", [tokens[0]], tokens,
            [
                new Layer("words", tokens, 0, vocabulary * dim), new Layer("positions", tokens, 0, places * dim), new Layer("segments", tokens, 0, 2 * dim),
                Layer.LayerNorm("norm", tokens), Layer.Free("dropout", tokens),
            ],
            () => new TextEmbedding(vocabulary, places, dim, dropout));
    }

    private static Stage EncoderLayer(string name, Shape tokens, long heads, long hidden, double dropout)
    {
        var dim = tokens[1];
        var mlp1 = Layer.Linear("mlp1", tokens, hidden);
        return new(name, tokens, tokens,
            [
                Layer.Linear("qkv", tokens, 3 * dim), Layer.Attention("attention", tokens), Layer.Linear("projection", tokens, dim), Layer.LayerNorm("norm1", tokens),
                mlp1, Layer.Free("gelu", mlp1.Output), Layer.Linear("mlp2", mlp1.Output, dim), Layer.LayerNorm("norm2", tokens),
            ],
            () => new EncoderLayer(dim, heads, hidden, dropout));
    }
}
