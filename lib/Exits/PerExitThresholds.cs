namespace EarlyExit.Exits;

/// <summary>
/// A threshold for each exit by coordinate search: one exit's threshold after the other is set to what is best given the others, which one
/// pass over its sorted scores tells. First for accuracy less a price of cost, at many prices; then for accuracy within the budget.
/// </summary>
public static class PerExitThresholds
{
    private const int Prices = 24;
    private const double Slack = 1e-12;

    /// <summary>Chooses the thresholds on some outputs. There they are at least as accurate as the shared threshold of the same budget.</summary>
    /// <param name="chosenOn">The outputs to choose on, better not those to judge on: L - 1 thresholds flatter more than one.</param>
    /// <param name="score">What is compared.</param>
    /// <param name="budget">Mean relative cost, at least that of the first exit.</param>
    /// <exception cref="ArgumentException">The budget is below the cost of the first exit.</exception>
    public static ChosenThresholds Choose(ExitOutputs chosenOn, IScore score, double budget)
    {
        var shared = SharedThreshold.Choose(chosenOn, score, budget, BudgetRule.BestUnder);
        var start = new double[Math.Max(1, chosenOn.L - 1)];
        Array.Fill(start, shared.Policy.Thresholds[0]);
        var best = Of(start);
        if (chosenOn.L == 1) return best;

        var search = new ThresholdSearch(chosenOn, chosenOn.Score(score));
        // From a price at which accuracy is all that counts to one at which a sample's whole accuracy does not pay for the smallest step.
        var dearest = 2 / chosenOn.Costs.Zip(chosenOn.Costs.Skip(1), (cheap, dear) => dear - cheap).Min();
        for (var k = 0; k < Prices; k++)
        {
            var priced = search.Run(start, price: dearest * Math.Pow(1e-4, (double)k / (Prices - 1)), limit: double.PositiveInfinity);
            var tried = Of(search.Run(priced, price: 1e-7, budget * (1 + Slack)));
            if (tried.Cost > budget * (1 + Slack)) continue;
            if (tried.Accuracy > best.Accuracy || (tried.Accuracy == best.Accuracy && tried.Cost < best.Cost)) best = tried;
        }
        return best;

        ChosenThresholds Of(double[] thresholds) =>
            ChosenThresholds.Of("threshold per exit", new ThresholdPolicy(score, thresholds), chosenOn);
    }
}
