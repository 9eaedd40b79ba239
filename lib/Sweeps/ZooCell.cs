using EarlyExit.Data;
using EarlyExit.Models;
using EarlyExit.Regimes;

namespace EarlyExit.Sweeps;

/// <summary>One network of the zoo as it is to be trained.</summary>
/// <param name="Backbone">What its name begins with.</param>
/// <param name="Network">The blueprint.</param>
/// <param name="Regime">How it is trained.</param>
/// <param name="Seed">Seed of weights and training.</param>
/// <param name="Images">How many training images of CIFAR-10 it sees, the first ones.</param>
/// <param name="Budget">How long each phase lasts.</param>
/// <param name="Recipe">Optimiser, augmentation and the rest.</param>
/// <param name="Variant">What sets it apart beside the number of images; may be empty.</param>
public sealed record ZooCell(
    string Backbone, Architecture Network, Regime Regime, int Seed, int Images, Budget Budget, Recipe Recipe, string Variant = "")
{
    /// <summary>Shifts of the test images under which its outputs are stored too.</summary>
    public IReadOnlyList<Corruption> Shifts { get; init; } = [];

    /// <summary>Name of the network in the zoo, such as <c>resnet14-joint-6k-s0</c>.</summary>
    public string Name => $"{Backbone}-{Regime.Name}-{Label.Replace(' ', '-')}-s{Seed}";

    /// <summary>Number of images and variant, such as <c>6k smoothing .1</c>.</summary>
    public string Label => Variant == "" ? Size : $"{Size} {Variant}";

    private string Size => Images >= ZooCells.AllImages ? "45k" : $"{Images / 1000}k";
}
