namespace EarlyExit.Exits;

/// <summary>
/// Leave when enough exits in a row predict the same class (PBEE). The counter is 1 at the first exit, grows while the class stays and falls
/// back to 1 when it changes; a sample leaves when the counter is above <paramref name="threshold"/>. So 0 leaves at the first exit and 1
/// needs two neighbouring exits to agree, as in the code of arXiv:2407.14320. The last exit takes the rest.
/// </summary>
/// <param name="threshold">At least 0.</param>
public sealed class Patience(int threshold) : ICriterion
{
    /// <summary>How many agreeing exits in a row are not yet enough.</summary>
    public int Threshold { get; } = threshold >= 0
        ? threshold
        : throw new ArgumentOutOfRangeException(nameof(threshold), threshold, "Patience is at least 0.");

    /// <inheritdoc/>
    public string Name => $"patience {Threshold}";

    /// <inheritdoc/>
    public Decisions Decide(ExitOutputs outputs) => outputs.Decide(outputs.AgreementRun(), Threshold);

    /// <summary>The counter as a score, so that a frontier over its thresholds is the frontier of patience 0 to L - 1.</summary>
    public static IScore Run { get; } = new RunScore();

    private sealed class RunScore : IScore
    {
        public string Name => "patience";

        public ScoreTable Of(ExitOutputs outputs) => outputs.AgreementRun();
    }
}
