namespace EarlyExit.Exits;

/// <summary>Leave at the first exit whose score is strictly above the exit's threshold; the last exit takes the rest, whatever their score.</summary>
public sealed class ThresholdPolicy : ICriterion
{
    private readonly double[] _thresholds;

    /// <summary>The same threshold at every exit.</summary>
    /// <exception cref="ArgumentException">The threshold is NaN.</exception>
    public ThresholdPolicy(IScore score, double threshold) : this(score, [threshold])
    {
    }

    /// <summary>A threshold for each exit.</summary>
    /// <param name="score">What is compared.</param>
    /// <param name="thresholds">One for all exits, or one for each exit but the last, <c>[L - 1]</c>.</param>
    /// <exception cref="ArgumentException">A threshold is NaN, or there is none.</exception>
    public ThresholdPolicy(IScore score, ReadOnlySpan<double> thresholds)
    {
        if (thresholds.IsEmpty) throw new ArgumentException("There are no thresholds, expected at least one.", nameof(thresholds));
        foreach (var threshold in thresholds)
            if (double.IsNaN(threshold)) throw new ArgumentException("A threshold is NaN, expected a number.", nameof(thresholds));
        Score = score;
        _thresholds = thresholds.ToArray();
    }

    /// <summary>What is compared.</summary>
    public IScore Score { get; }

    /// <summary>The thresholds: one for all exits, or <c>[L - 1]</c>.</summary>
    public IReadOnlyList<double> Thresholds => _thresholds;

    /// <inheritdoc/>
    public string Name => $"{Score.Name} > {string.Join(", ", _thresholds.Select(threshold => threshold.ToString("G4")))}";

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">There are several thresholds, but not one for each exit but the last.</exception>
    public Decisions Decide(ExitOutputs outputs) => new(Leave(outputs.Score(Score), _thresholds), outputs);

    internal static int[] Leave(ScoreTable scores, ReadOnlySpan<double> thresholds)
    {
        var last = scores.L - 1;
        if (thresholds.Length != 1 && thresholds.Length != last)
            throw new ArgumentException($"There are {thresholds.Length} thresholds for {scores.L} exits, expected 1 or {last}.");
        var exits = new int[scores.N];
        Array.Fill(exits, last);
        for (var exit = last - 1; exit >= 0; exit--)
        {
            var threshold = thresholds.Length == 1 ? thresholds[0] : thresholds[exit];
            var here = scores.Of(exit);
            for (var n = 0; n < here.Length; n++)
                if (here[n] > threshold) exits[n] = exit;
        }
        return exits;
    }
}
