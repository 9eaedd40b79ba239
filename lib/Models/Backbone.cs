using static TorchSharp.torch;

namespace EarlyExit.Models;

/// <summary>
/// The blueprint of a network before it has early exits: an optional stem, the stages that heads may hang after, and a classifier.
/// </summary>
/// <param name="Name">What it is, such as <c>resnet14</c>.</param>
/// <param name="Input">Shape of one input.</param>
/// <param name="Classes">Number of classes C; 1 for a network that says a number about each sample (regression).</param>
/// <param name="Stem">What runs before the first stage, where no head can hang; null for none.</param>
/// <param name="Stages">The stages in order.</param>
/// <param name="Classifier">The head after the last stage, the network's last exit.</param>
public sealed record Backbone(string Name, Shape Input, int Classes, Stage? Stem, IReadOnlyList<Stage> Stages, Head Classifier)
{
    /// <summary>Whether it says a number about a sample and not a class.</summary>
    public bool PredictsNumbers => Classes == 1;

    /// <summary>Multiply-accumulates for one sample: stem, stages and classifier, no other head.</summary>
    public long Macs => Layers.Sum(layer => layer.Layer.Macs);

    /// <summary>Learnt numbers of stem, stages and classifier.</summary>
    public long Parameters => Layers.Sum(layer => layer.Layer.Parameters);

    /// <summary>Every layer with the part (stage) that it belongs to.</summary>
    public IReadOnlyList<(string Part, Layer Layer)> Layers => Alone.Layers;

    /// <summary>The backbone as a network of one exit.</summary>
    public Architecture Alone => new(this, []);

    /// <summary>The same network on larger images, each averaged over squares before the stem: a look from afar, for the price of the small images.</summary>
    /// <param name="side">Pixels of a square's side.</param>
    /// <exception cref="ArgumentException">There is no stem, or the input is no map.</exception>
    public Backbone OnAveraged(int side)
    {
        Layer.RequireMap($"Averaging before {Name}", Input);
        if (Stem is not { } stem) throw new ArgumentException($"{Name} has no stem that averaging could come before.", nameof(side));
        Shape large = [Input[0], Input[1] * side, Input[2] * side];
        var averaged = new Stage(stem.Name, large, stem.Output, [Layer.Free("averaged", Input), .. stem.Layers], () => nn.Sequential(("averaged", nn.AdaptiveAvgPool2d((Input[1], Input[2]))), ("stem", stem.Build())));
        return this with { Name = $"{Name}-averaged{side}", Input = large, Stem = averaged };
    }

    /// <summary>The blueprint of a multi-exit network: the same head after some of the stages.</summary>
    /// <param name="head">The head at each exit but the last.</param>
    /// <param name="after">Where the heads hang.</param>
    /// <exception cref="ArgumentException">A place is not among 0 .. S - 2 or comes twice, or the head does not fit there.</exception>
    public Architecture WithExits(Head head, Placement after) =>
        new(this, [.. after.Stages(Stages.Count).Select(stage => (stage, head))]);

    /// <summary>The blueprint of a multi-exit network with a head of its own at each exit.</summary>
    /// <param name="exits">Stage that the exit hangs after, ascending and below S - 1, and its head.</param>
    /// <exception cref="ArgumentException">A place is not among 0 .. S - 2 or comes twice, or a head does not fit its place.</exception>
    public Architecture WithExits(params (int after, Head head)[] exits) => new(this, exits);

    /// <summary>Name, MACs and parameters.</summary>
    public override string ToString() => $"{Name}: {Stages.Count} stages, {Macs / 1e6:F1} M MACs, {Parameters / 1e6:F2} M parameters";
}
