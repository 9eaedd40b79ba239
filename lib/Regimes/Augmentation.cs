using EarlyExit.Data;
using EarlyExit.Inference;

namespace EarlyExit.Regimes;

/// <summary>How training images are varied from epoch to epoch.</summary>
/// <param name="Mirrors">Half of the images, at random, are mirrored.</param>
/// <param name="Shift">Images move by up to this many pixels in each direction, which is a crop after padding with black.</param>
public sealed record Augmentation(bool Mirrors, int Shift)
{
    /// <summary>Images as they are.</summary>
    public static Augmentation None { get; } = new(Mirrors: false, Shift: 0);

    /// <summary>What CIFAR networks are trained with: mirrored or not, moved by up to 4 pixels.</summary>
    public static Augmentation FlipAndShift { get; } = new(Mirrors: true, Shift: 4);

    /// <summary>Moved only, for pictures that a mirror turns into something else, such as digits.</summary>
    public static Augmentation Shifted(int pixels) => new(Mirrors: false, pixels);

    internal View Draw(ref Philox random) => new(
        Mirrors && random.Below(2) == 1,
        Shift == 0 ? 0 : random.Below(2 * Shift + 1) - Shift,
        Shift == 0 ? 0 : random.Below(2 * Shift + 1) - Shift);
}
