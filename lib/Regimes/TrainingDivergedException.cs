namespace EarlyExit.Regimes;

/// <summary>The loss became infinite or not a number.</summary>
public sealed class TrainingDivergedException(string phase, int epoch, int step, double loss)
    : Exception($"Training diverged: the loss is {loss} at step {step} of epoch {epoch} while training {phase}. A lower learning rate or Recipe.LongestGradient helps.")
{
    /// <summary>What was being trained.</summary>
    public string Phase => phase;

    /// <summary>Epoch of the phase, counted from 0.</summary>
    public int Epoch => epoch;

    /// <summary>Step of the epoch, counted from 0.</summary>
    public int Step => step;

    /// <summary>The loss: infinite or NaN.</summary>
    public double Loss => loss;
}
