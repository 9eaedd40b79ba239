namespace EarlyExit.Exits;

/// <summary>One threshold for all exits, chosen within a budget.</summary>
public static class SharedThreshold
{
    /// <summary>The threshold that stands for a budget on the exact frontier of some outputs.</summary>
    /// <param name="chosenOn">The outputs to choose on, better not those to judge on.</param>
    /// <param name="score">What is compared.</param>
    /// <param name="budget">Mean relative cost, at least that of the first exit.</param>
    /// <param name="rule">Which point stands for the budget; an interpolated one is no threshold.</param>
    /// <exception cref="ArgumentException">Nothing is within the budget, or the rule interpolates.</exception>
    public static ChosenThresholds Choose(
        ExitOutputs chosenOn, IScore score, double budget, BudgetRule rule = BudgetRule.LastBeforeExceeding)
    {
        ChosenThresholds.RequireBudget(chosenOn, budget);
        if (rule == BudgetRule.Interpolated) throw new ArgumentException("An interpolated point is no threshold.", nameof(rule));
        var threshold = chosenOn.Frontier(score).At(budget, rule)!.Value.Threshold;
        return ChosenThresholds.Of("shared threshold", new ThresholdPolicy(score, threshold), chosenOn);
    }
}
