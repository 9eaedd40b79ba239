using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;
using static TorchSharp.torch.nn.functional;

namespace EarlyExit.Models;

/// <summary>Multi-layer perceptrons.</summary>
public static class Mlp
{
    /// <summary>One linear layer and ReLU per stage, on the flattened input; He initialisation.</summary>
    /// <param name="input">Shape of one input; anything, as it is flattened.</param>
    /// <param name="widths">Features after each stage; at least one.</param>
    /// <param name="classes">Number of classes C.</param>
    /// <exception cref="ArgumentException">No width.</exception>
    public static Backbone Of(Shape input, int[] widths, int classes = 10)
    {
        if (widths.Length == 0) throw new ArgumentException("A perceptron has at least one stage, got no widths.", nameof(widths));
        var stages = new List<Stage>();
        foreach (var width in widths)
        {
            var from = stages.Count == 0 ? input : stages[^1].Output;
            Shape flat = [from.Elements];
            var linear = Layer.Linear("linear", flat, width);
            stages.Add(new(
                $"stage{stages.Count}", from, linear.Output,
                [Layer.Free("flatten", flat), linear, Layer.Free("relu", linear.Output)],
                () => new Perceptron(flat[0], width)));
        }
        return new Backbone($"mlp-{string.Join("-", widths)}", input, classes, Stem: null, stages, Heads.Linear);
    }
}

internal sealed class Perceptron : Module<Tensor, Tensor>, IActivated
{
    private readonly Linear linear;

    public Perceptron(long inputs, long features) : base(nameof(Perceptron))
    {
        linear = Linear(inputs, features);
        init.kaiming_normal_(linear.weight, nonlinearity: init.NonlinearityType.ReLU);
        init.zeros_(linear.bias!);
        RegisterComponents();
    }

    public Tensor BeforeActivation(Tensor input) => linear.call(input.flatten(1));

    public override Tensor forward(Tensor input) => relu(BeforeActivation(input));
}
