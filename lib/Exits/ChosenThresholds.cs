namespace EarlyExit.Exits;

/// <summary>Thresholds that were chosen on some outputs, and which those were: chosen on the samples they are judged on, they flatter.</summary>
/// <param name="Rule">How they were chosen.</param>
/// <param name="Policy">The thresholds.</param>
/// <param name="ChosenOn">Where from, such as a validation split.</param>
/// <param name="Cost">Mean relative cost there.</param>
/// <param name="Accuracy">Accuracy there, in [0, 1].</param>
public sealed record ChosenThresholds(string Rule, ThresholdPolicy Policy, OutputsInfo ChosenOn, double Cost, double Accuracy) : ICriterion
{
    /// <inheritdoc/>
    public string Name => $"{Rule} on {Policy.Score.Name}, chosen on {(ChosenOn.Split.Length > 0 ? ChosenOn.Split : "an unnamed split")}";

    /// <inheritdoc/>
    public Decisions Decide(ExitOutputs outputs) => Policy.Decide(outputs);

    internal static ChosenThresholds Of(string rule, ThresholdPolicy policy, ExitOutputs chosenOn)
    {
        var decisions = chosenOn.Decide(policy);
        return new(rule, policy, chosenOn.Info, decisions.Cost, decisions.Accuracy);
    }

    internal static void RequireBudget(ExitOutputs chosenOn, double budget)
    {
        if (!(budget >= chosenOn.Costs[0] * (1 - 1e-12)))
            throw new ArgumentException($"The budget is {budget}, expected at least the cost of the first exit, {chosenOn.Costs[0]}.", nameof(budget));
    }
}
