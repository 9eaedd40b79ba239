namespace EarlyExit.Regimes;

/// <summary>The loss or a weight became infinite or not a number.</summary>
/// <param name="phase">What was being trained.</param>
/// <param name="epoch">Epoch of the phase, counted from 0.</param>
/// <param name="step">Step of the epoch, counted from 0.</param>
/// <param name="loss">The loss; finite where weights are not.</param>
/// <param name="checkpoint">The last good checkpoint; null where there is none.</param>
public sealed class TrainingDivergedException(string phase, int epoch, int step, double loss, string? checkpoint = null)
    : Exception($"Training diverged: {(double.IsFinite(loss) ? $"weights are infinite or NaN after a loss of {loss}" : $"the loss is {loss}")} at step {step} of epoch {epoch} while training {phase}. " +
        $"{(checkpoint is null ? "There is no checkpoint from before." : $"The last good checkpoint is {checkpoint}.")} A lower learning rate or Recipe.LongestGradient helps.")
{
    /// <summary>What was being trained.</summary>
    public string Phase => phase;

    /// <summary>Epoch of the phase, counted from 0.</summary>
    public int Epoch => epoch;

    /// <summary>Step of the epoch, counted from 0.</summary>
    public int Step => step;

    /// <summary>The loss: infinite or NaN, unless weights became so in the step after it.</summary>
    public double Loss => loss;

    /// <summary>The file of the last checkpoint, whose weights are finite; null where there is none.</summary>
    public string? Checkpoint => checkpoint;
}
