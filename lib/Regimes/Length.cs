namespace EarlyExit.Regimes;

/// <summary>How long a phase lasts. With <c>using static EarlyExit.Regimes.Length;</c> it reads <c>Epochs(5)</c>.</summary>
public abstract record Length
{
    /// <summary>A number of passes over the training set; a fraction ends within one.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Not above 0.</exception>
    public static Length Epochs(double count) => count > 0 && double.IsFinite(count)
        ? new EpochCount(count)
        : throw new ArgumentOutOfRangeException(nameof(count), count, "A phase lasts for more than 0 epochs.");

    /// <summary>
    /// Until validation accuracy has not improved for <paramref name="patience"/> epochs in a row, then back to the state of the
    /// last improvement.
    /// </summary>
    /// <param name="patience">Epochs without an improvement after which the phase ends, at least 1.</param>
    /// <param name="cap">The most epochs; schedules take this for the length.</param>
    /// <param name="minDelta">By how much more accuracy (in [0, 1]) counts as an improvement; 0 for any.</param>
    /// <param name="watch">Which exits have to stall; <see cref="StallRule.AnyExit"/>, the papers', when not given.</param>
    /// <exception cref="ArgumentOutOfRangeException">Patience or cap below 1, or a negative <paramref name="minDelta"/>.</exception>
    public static Length UntilStalled(int patience, int cap, double minDelta = 0, StallRule? watch = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(patience, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(cap, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(minDelta);
        return new Stalled(patience, cap, minDelta, watch ?? StallRule.AnyExit);
    }

    /// <summary>The most epochs that this can last.</summary>
    public abstract double MostEpochs { get; }

    /// <summary>A fixed number of epochs.</summary>
    public sealed record EpochCount(double Count) : Length
    {
        /// <inheritdoc/>
        public override double MostEpochs => Count;

        /// <inheritdoc/>
        public override string ToString() => FormattableString.Invariant($"{Count} epochs");
    }

    /// <summary>As long as something improves.</summary>
    public sealed record Stalled(int Patience, int Cap, double MinDelta, StallRule Watch) : Length
    {
        /// <inheritdoc/>
        public override double MostEpochs => Cap;

        /// <inheritdoc/>
        public override string ToString() =>
            FormattableString.Invariant($"until {Watch.Name} stalled for {Patience} epochs by {MinDelta}, at most {Cap}");
    }
}
