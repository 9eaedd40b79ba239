namespace EarlyExit.Models;

/// <summary>
/// One layer on paper: what comes out of it and what it costs per sample. Only multiply-accumulates (MACs) of convolutions and
/// matrix products count, one each; biases, normalisation, activations and pooling count nothing, as in the published
/// 40.8 M of ResNet-20.
/// </summary>
/// <param name="Name">The name of the module inside its stage or head.</param>
/// <param name="Output">Shape of one sample's output.</param>
/// <param name="Macs">Multiply-accumulates for one sample.</param>
/// <param name="Parameters">Learnt numbers.</param>
public sealed record Layer(string Name, Shape Output, long Macs, long Parameters)
{
    /// <summary>A square convolution over a map [C, H, W]: C' H' W' C k^2 / groups MACs, with H' = (H + 2 padding - k) / stride + 1.</summary>
    /// <exception cref="ArgumentException">The input is no map, or smaller than the kernel.</exception>
    public static Layer Conv(string name, Shape input, long channels, long kernel, long stride = 1, long padding = 0, long groups = 1, long biases = 0)
    {
        RequireMap(name, input);
        long Size(long size) => (size + 2 * padding - kernel) / stride + 1;
        var weights = channels * (input[0] / groups) * kernel * kernel;
        Shape output = [channels, Size(input[1]), Size(input[2])];
        return new(name, output, weights * output[1] * output[2], weights + biases);
    }

    /// <summary>A matrix product over the last dimension, [..., F] to [..., F'], with F' biases: F F' MACs for each row.</summary>
    public static Layer Linear(string name, Shape input, long features)
    {
        var weights = input[^1] * features;
        return new(name, Shape.Of([.. input.Take(input.Count - 1), features]), weights * (input.Elements / input[^1]), weights + features);
    }

    /// <summary>Batch normalisation of a map or a vector: two learnt numbers per channel, no MACs (it folds into the layer before it).</summary>
    public static Layer BatchNorm(string name, Shape input) => new(name, input, 0, 2 * input[0]);

    /// <summary>Layer normalisation over the last dimension: two learnt numbers per feature, no MACs.</summary>
    public static Layer LayerNorm(string name, Shape input) => new(name, input, 0, 2 * input[^1]);

    /// <summary>
    /// Attention among T tokens of F features, given queries, keys and values: T^2 F MACs for the scores and as many for the
    /// weighted sums, whatever the number of attention heads.
    /// </summary>
    public static Layer Attention(string name, Shape tokens) => new(name, tokens, 2 * tokens[0] * tokens[0] * tokens[1], 0);

    /// <summary>A layer without MACs and parameters, such as an activation or a pooling.</summary>
    public static Layer Free(string name, Shape output) => new(name, output, 0, 0);

    /// <summary>The layer as one line of a description: name, output, MACs, parameters.</summary>
    public override string ToString() => $"{Name} -> {Output}, {Macs} MACs, {Parameters} parameters";

    internal static void RequireTokens(string name, Shape input)
    {
        if (input.Count != 2)
            throw new ArgumentException($"{name} needs tokens [number, features], got [{string.Join(", ", input)}].", nameof(input));
    }

    internal static void RequireMap(string name, Shape input)
    {
        if (!input.IsMap)
            throw new ArgumentException($"{name} needs a feature map [channels, height, width], got [{string.Join(", ", input)}].", nameof(input));
    }
}
