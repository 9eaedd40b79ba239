using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace EarlyExit.Models;

/// <summary>The blueprint of a head, the small classifier of an exit: from the features at its stage to one logit per class.</summary>
/// <param name="Name">What the head is, such as <c>pooled</c>.</param>
public abstract record Head(string Name)
{
    /// <summary>Its layers in order and what they cost on features of the given shape.</summary>
    /// <exception cref="ArgumentException">The head does not fit features of this shape.</exception>
    public abstract IReadOnlyList<Layer> Layers(Shape features, int classes);

    /// <summary>Makes the module [N, features] to [N, classes], drawing its weights from torch's default generator.</summary>
    public abstract Module<Tensor, Tensor> Build(Shape features, int classes);
}

/// <summary>The heads that exits are built from.</summary>
public static class Heads
{
    /// <summary>One linear layer, on a feature vector or on a map averaged over height and width.</summary>
    public static Head Linear { get; } = new LinearHead();

    /// <summary>One linear layer on all features of a map, flattened.</summary>
    public static Head Flattened { get; } = new FlattenedHead();

    /// <summary>
    /// The papers' head: a learnt mix of maximum and average pooling to 4 x 4, then one linear layer
    /// (Kaya et al., Shallow-Deep Networks; <c>pooled_head</c> in the code of arXiv:2407.14320).
    /// </summary>
    public static Head Pooled { get; } = new PooledHead();

    /// <summary>3 x 3 convolutions that halve the channels, each followed by a ReLU, then <see cref="Pooled"/>.</summary>
    /// <param name="layers">How many convolutions, 1 or more (the paper has up to 5).</param>
    public static Head Conv(int layers = 1) => layers >= 1
        ? new ConvHead(layers)
        : throw new ArgumentOutOfRangeException(nameof(layers), layers, "A convolutional head has at least 1 convolution.");

    /// <summary>
    /// The head of a vision transformer: layer norm of the class token, then one linear layer (Dosovitskiy et al., arXiv:2010.11929).
    /// </summary>
    public static Head ClassToken { get; } = new ClassTokenHead(Hidden: 0, Width: 0);

    /// <summary>As <see cref="ClassToken"/>, with hidden linear layers and GELU before the last (two to five layers in arXiv:2407.14320).</summary>
    /// <param name="layers">How many linear layers, 2 or more.</param>
    /// <param name="width">Features of each hidden layer (the paper's code has 1024 to 8192, for 768 features).</param>
    public static Head ClassTokenMlp(int layers, int width)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(layers, 2);
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        return new ClassTokenHead(layers - 1, width);
    }

    /// <summary>The head of BERT (Devlin et al., arXiv:1810.04805): on the first token, a linear layer to as many features, tanh, then a linear layer.</summary>
    public static Head Pooler { get; } = new PoolerHead();

    /// <summary>
    /// The head of MSDNet (Huang et al., arXiv:1703.09844): on the last, coarsest of several maps, or on a map, two 3 x 3
    /// convolutions with stride 2, batch norm and ReLU, average over height and width, then one linear layer.
    /// </summary>
    /// <param name="channels">Channels of the convolutions, 128 in the paper's CIFAR networks.</param>
    public static Head Coarsest(int channels = 128) => channels >= 1
        ? new CoarsestHead(channels)
        : throw new ArgumentOutOfRangeException(nameof(channels), channels, "The convolutions have at least 1 channel.");
}
