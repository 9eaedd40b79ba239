using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace EarlyExit.Models;

/// <summary>
/// A piece of a backbone that runs as a whole, such as a residual block; exits hang between stages. It is a blueprint: it knows
/// shapes and costs, and builds a fresh module with random weights when asked.
/// </summary>
/// <param name="Name">Unique in its backbone and free of dots; weights are saved under it. Trained networks are cached by the
/// names, shapes and costs of their stages and layers, so a stage of one's own that behaves differently needs a different name.</param>
/// <param name="Input">Shape of one sample coming in.</param>
/// <param name="Output">Shape of one sample going out.</param>
/// <param name="Layers">Its layers in order, with what each costs.</param>
/// <param name="Build">Makes the module, drawing its weights from torch's default generator.</param>
public sealed record Stage(string Name, Shape Input, Shape Output, IReadOnlyList<Layer> Layers, Func<Module<Tensor, Tensor>> Build)
{
    /// <summary>Multiply-accumulates for one sample.</summary>
    public long Macs => Layers.Sum(layer => layer.Macs);

    /// <summary>Learnt numbers.</summary>
    public long Parameters => Layers.Sum(layer => layer.Parameters);

    /// <summary>Name, shapes and MACs.</summary>
    public override string ToString() => $"{Name}: {Input} -> {Output}, {Macs:N0} MACs";
}
