using static TorchSharp.torch;

namespace EarlyExit.Models;

/// <summary>A stage whose last step is a non-linearity, and what comes before it.</summary>
internal interface IActivated
{
    /// <summary>The stage's output without its last non-linearity; null where it turns out to have none.</summary>
    Tensor? BeforeActivation(Tensor input);
}
