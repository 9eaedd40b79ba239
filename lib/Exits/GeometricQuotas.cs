namespace EarlyExit.Exits;

/// <summary>
/// Thresholds from quotas, as MSDNet's (Huang et al. 2018): exit i should release a share proportional to q^i of all samples, the most
/// confident of those that are left. Small q stops early, large q late; sweeping q sweeps the cost.
/// </summary>
public static class GeometricQuotas
{
    private const double SmallestRatio = 1e-3, LargestRatio = 1e3;
    private const int Bisections = 60;

    /// <summary>The thresholds that meet the quotas on some outputs.</summary>
    /// <param name="chosenOn">The outputs to choose on, better not those to judge on.</param>
    /// <param name="score">What is compared.</param>
    /// <param name="ratio">q, above 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">The ratio is not a finite number above 0.</exception>
    public static ChosenThresholds Choose(ExitOutputs chosenOn, IScore score, double ratio)
    {
        if (!double.IsFinite(ratio) || ratio <= 0) throw new ArgumentOutOfRangeException(nameof(ratio), ratio, "A ratio of quotas is above 0.");
        var scores = chosenOn.Score(score);
        var thresholds = new double[Math.Max(1, chosenOn.L - 1)];
        var left = new bool[chosenOn.N];
        double weights = 0;
        for (var exit = 0; exit < chosenOn.L; exit++) weights += Math.Pow(ratio, exit);
        for (var exit = 0; exit < chosenOn.L - 1; exit++)
        {
            var quota = (int)Math.Floor(chosenOn.N * Math.Pow(ratio, exit) / weights);
            thresholds[exit] = Quotas.Release(scores.Of(exit), left, quota);
        }
        return ChosenThresholds.Of($"geometric quotas {ratio:G4}", new ThresholdPolicy(score, thresholds), chosenOn);
    }

    /// <summary>The quotas whose cost on some outputs comes nearest to a budget without exceeding it.</summary>
    /// <param name="chosenOn">The outputs to choose on, better not those to judge on.</param>
    /// <param name="score">What is compared.</param>
    /// <param name="budget">Mean relative cost.</param>
    /// <exception cref="ArgumentException">Even the smallest ratio, .001, costs more.</exception>
    public static ChosenThresholds ChooseWithin(ExitOutputs chosenOn, IScore score, double budget)
    {
        var best = Choose(chosenOn, score, SmallestRatio);
        if (best.Cost > budget) throw new ArgumentException($"The budget is {budget}, expected at least {best.Cost}.", nameof(budget));
        var (low, high) = (Math.Log(SmallestRatio), Math.Log(LargestRatio));
        for (var step = 0; step < Bisections; step++)
        {
            var middle = (low + high) / 2;
            var tried = Choose(chosenOn, score, Math.Exp(middle));
            if (tried.Cost <= budget) (low, best) = (middle, tried);
            else high = middle;
        }
        return best;
    }
}
