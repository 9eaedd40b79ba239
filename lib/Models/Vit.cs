using TorchSharp.Modules;
using static TorchSharp.torch.nn;

namespace EarlyExit.Models;

/// <summary>Vision transformers (Dosovitskiy et al., arXiv:2010.11929).</summary>
public static class Vit
{
    /// <summary>
    /// A vision transformer: the image in square patches, each through the same linear layer; a class token before them; learnt
    /// position embeddings added; then blocks of attention and of a two-layer perceptron with GELU, layer norm before each of the
    /// two and a residual connection around it. Each block is a stage; its features are tokens [T, dim] with T = patches + 1.
    /// The classifier is <see cref="Heads.ClassToken"/>. Initialisation as in the paper's code, biases zero.
    /// </summary>
    /// <param name="dim">Features of a token, a multiple of <paramref name="heads"/>.</param>
    /// <param name="depth">Number of blocks.</param>
    /// <param name="heads">Attention heads K.</param>
    /// <param name="patch">Side of a patch in pixels; divides the image's height and width.</param>
    /// <param name="mlpRatio">Hidden features of the perceptrons as a multiple of <paramref name="dim"/>.</param>
    /// <param name="dropout">Chance, in [0, 1), to drop a number after the embedding and after each linear layer of a block but
    /// those that make queries, keys and values.</param>
    /// <param name="classes">Number of classes C.</param>
    /// <param name="input">Shape of an image, 3 x 32 x 32 when not given.</param>
    /// <exception cref="ArgumentException">A size is below 1, K does not divide dim, the patch does not divide the image, or the
    /// dropout is outside [0, 1).</exception>
    public static Backbone For(
        int dim, int depth, int heads, int patch = 4, double mlpRatio = 4, double dropout = 0, int classes = 10, Shape? input = null) =>
        Create($"vit-d{dim}x{depth}-h{heads}", dim, depth, heads, patch, mlpRatio, dropout, classes, input);

    /// <summary>ViT-Ti (Touvron et al., arXiv:2012.12877, table 1): 192 features, 12 blocks, 3 heads.</summary>
    /// <inheritdoc cref="For"/>
    public static Backbone Tiny(int patch = 4, double dropout = 0, int classes = 10, Shape? input = null) =>
        Create("vit-tiny", dim: 192, depth: 12, heads: 3, patch, mlpRatio: 4, dropout, classes, input);

    /// <summary>ViT-S (Touvron et al., arXiv:2012.12877, table 1): 384 features, 12 blocks, 6 heads.</summary>
    /// <inheritdoc cref="For"/>
    public static Backbone Small(int patch = 4, double dropout = 0, int classes = 10, Shape? input = null) =>
        Create("vit-small", dim: 384, depth: 12, heads: 6, patch, mlpRatio: 4, dropout, classes, input);

    /// <summary>Layer norm over the features of a token, with the small constant of the paper's code.</summary>
    internal static LayerNorm Norm(long dim) => LayerNorm(dim, eps: 1e-6);

    private static Backbone Create(
        string name, int dim, int depth, int heads, int patch, double mlpRatio, double dropout, int classes, Shape? input)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(dim, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(depth, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(heads, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(patch, 1);
        if (dim % heads != 0) throw new ArgumentException($"The attention heads share the features evenly: {heads} heads do not divide dim = {dim}.", nameof(heads));
        if (!(dropout >= 0 && dropout < 1)) throw new ArgumentOutOfRangeException(nameof(dropout), dropout, "Dropout is a chance in [0, 1).");
        if (!(mlpRatio * dim >= 1 && mlpRatio * dim <= int.MaxValue))
            throw new ArgumentOutOfRangeException(nameof(mlpRatio), mlpRatio, $"The perceptrons have mlpRatio * {dim} hidden features, at least 1.");
        input ??= [3, 32, 32];
        Layer.RequireMap("A vision transformer", input);
        if (input[1] % patch != 0 || input[2] % patch != 0)
            throw new ArgumentException($"Patches of {patch} x {patch} pixels do not tile an image of {input[1]} x {input[2]}.", nameof(patch));

        var stem = Embedding(input, dim, patch, dropout);
        var hidden = (long)Math.Round(mlpRatio * dim);
        var stages = Enumerable.Range(0, depth).Select(i => Block($"block{i}", stem.Output, heads, hidden, dropout));
        name += $"-p{patch}" + (hidden == 4L * dim ? "" : $"-mlp{hidden}") + (dropout == 0 ? "" : FormattableString.Invariant($"-drop{dropout}"));
        return new Backbone(name, input, classes, stem, [.. stages], Heads.ClassToken);
    }

    private static Stage Embedding(Shape input, long dim, long patch, double dropout)
    {
        var embed = Layer.Conv("patches", input, dim, kernel: patch, stride: patch, biases: dim);
        Shape tokens = [embed.Output[1] * embed.Output[2] + 1, dim];
        return new("stem", input, tokens,
            [embed, new Layer("token", tokens, 0, dim), new Layer("positions", tokens, 0, tokens.Elements), Layer.Free("dropout", tokens)],
            () => new PatchEmbedding(input[0], tokens, patch, dropout));
    }

    private static Stage Block(string name, Shape tokens, long heads, long hidden, double dropout)
    {
        var dim = tokens[1];
        var mlp1 = Layer.Linear("mlp1", tokens, hidden);
        return new(name, tokens, tokens,
            [
                Layer.LayerNorm("norm1", tokens), Layer.Linear("qkv", tokens, 3 * dim), Layer.Attention("attention", tokens), Layer.Linear("projection", tokens, dim),
                Layer.LayerNorm("norm2", tokens), mlp1, Layer.Free("gelu", mlp1.Output), Layer.Linear("mlp2", mlp1.Output, dim),
            ],
            () => new TransformerBlock(dim, heads, hidden, dropout));
    }
}
