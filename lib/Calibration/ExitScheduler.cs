using EarlyExit.Exits;

namespace EarlyExit.Calibration;

/// <summary>
/// Thresholds in the manner of EENet (Ilhan et al. 2024): a score for each exit, learned by cross-entropy on whether the exit is right; the share of
/// samples that should leave at each exit within a budget, from these scores; and thresholds that release those shares. The network stays as it is.
/// </summary>
/// <remarks>
/// Unlike EENet, an exit's score looks at its own logits only, not at the scores of earlier exits, and the shares are the exact solution of
/// what EENet approaches by gradient descent with a penalty on the distance to the budget.
/// </remarks>
public static class ExitScheduler
{
    /// <summary>Learns scores and thresholds on samples that trained neither the network nor anything else.</summary>
    /// <param name="heldOut">The outputs to learn from, not those to judge on.</param>
    /// <param name="budget">Mean relative cost, from the cost of the first exit to that of the last.</param>
    /// <param name="sharpness">The power that scores are taken to before they are normalised over the exits; 1 in EENet.</param>
    /// <exception cref="ArgumentException">The budget is below the cost of the first exit.</exception>
    public static ChosenThresholds Choose(ExitOutputs heldOut, double budget, double sharpness = 1) =>
        Choose(heldOut, ExitScorer.Logistic(ScorerTarget.Correct).Fit(heldOut), budget, sharpness);

    /// <summary>As <see cref="Choose(ExitOutputs, double, double)"/>, with scores that are at hand.</summary>
    /// <param name="heldOut">The outputs to choose on, not those to judge on.</param>
    /// <param name="score">How likely an exit is right, in [0, 1].</param>
    /// <param name="budget">Mean relative cost, from the cost of the first exit to that of the last.</param>
    /// <param name="sharpness">The power that scores are taken to before they are normalised over the exits.</param>
    /// <exception cref="ArgumentException">The budget is below the cost of the first exit, or a score is negative.</exception>
    public static ChosenThresholds Choose(ExitOutputs heldOut, IScore score, double budget, double sharpness = 1)
    {
        ChosenThresholds.RequireBudget(heldOut, budget);
        var scores = heldOut.Score(score);
        var shares = Shares(scores, heldOut, Math.Min(budget, heldOut.Costs[^1]), sharpness);
        var (thresholds, left) = (new double[Math.Max(1, heldOut.L - 1)], new bool[heldOut.N]);
        double due = 0;
        for (var exit = 0; exit < heldOut.L - 1; exit++)
        {
            // Rounded up over all exits so far: somebody leaves too early rather than too late, and the budget holds.
            due += heldOut.N * shares[exit];
            thresholds[exit] = Quotas.Release(scores.Of(exit), left, (int)Math.Ceiling(due - 1e-6) - left.Count(gone => gone));
        }
        return ChosenThresholds.Of("scheduled exits", new ThresholdPolicy(score, thresholds), heldOut);
    }

    /// <summary>The share of samples that should leave at each exit, [L]; they add up to 1 and cost the budget.</summary>
    private static double[] Shares(ScoreTable scores, ExitOutputs outputs, double budget, double sharpness)
    {
        var (exits, samples) = (outputs.L, outputs.N);
        var wanted = new double[samples * exits];
        for (var n = 0; n < samples; n++)
        {
            double sum = 0;
            for (var exit = 0; exit < exits; exit++)
            {
                if (scores[exit, n] < 0)
                    throw new ArgumentException($"The score '{scores.Name}' is {scores[exit, n]} at exit {exit}, sample {n}; expected a probability.", nameof(scores));
                sum += wanted[n * exits + exit] = Math.Max(1e-9, Math.Pow(scores[exit, n], sharpness));
            }
            for (var exit = 0; exit < exits; exit++) wanted[n * exits + exit] /= sum;
        }
        var shares = ExitShares.Of(wanted, outputs.Costs, budget);
        return [.. Enumerable.Range(0, exits).Select(exit => Enumerable.Range(0, samples).Average(n => shares[n * exits + exit]))];
    }
}
