using System.Collections;
using EarlyExit.Exits;
using EarlyExit.Metrics;

namespace EarlyExit.Regimes;

/// <summary>The trained networks of a study.</summary>
public sealed class Runs(IReadOnlyList<Run> runs) : IReadOnlyList<Run>
{
    /// <summary>Number of runs.</summary>
    public int Count => runs.Count;

    /// <summary>A run, in the order in which they were trained.</summary>
    public Run this[int index] => runs[index];

    /// <summary>The regimes, in the order in which they first occur.</summary>
    public IReadOnlyList<string> Regimes => [.. runs.Select(run => run.Regime.Name).Distinct()];

    /// <summary>The runs of one regime, ordered by seed.</summary>
    /// <exception cref="KeyNotFoundException">There is no run of that regime.</exception>
    public Runs Of(string regime)
    {
        Run[] chosen = [.. runs.Where(run => run.Regime.Name == regime).OrderBy(run => run.Seed)];
        return chosen.Length > 0
            ? new(chosen)
            : throw new KeyNotFoundException($"There is no run of the regime '{regime}', only of {string.Join(", ", Regimes)}.");
    }

    /// <inheritdoc cref="Of(string)"/>
    public Runs Of(Regime regime) => Of(regime.Name);

    /// <summary>The cost-accuracy frontier of every run on the test part, regime by regime and seed by seed.</summary>
    /// <param name="score">What thresholds are on; <see cref="Scores.MaxSoftmax"/> when not given.</param>
    public IReadOnlyList<(string Name, IReadOnlyList<Frontier> Seeds)> Frontiers(IScore? score = null) =>
        [.. Regimes.Select(regime => (regime, (IReadOnlyList<Frontier>)[.. Of(regime).Select(run => run.Test.Frontier(score ?? Scores.MaxSoftmax))]))];

    /// <summary>Accuracy on the test part at 25, 50, 75 and 100 % of the backbone's cost and without a limit; thresholds are chosen on the test part too, as the papers do.</summary>
    /// <param name="score">What thresholds are on; <see cref="Scores.MaxSoftmax"/> when not given.</param>
    /// <param name="rule">Which point of a frontier stands for a budget.</param>
    public BudgetTable AccuracyAtBudgets(IScore? score = null, BudgetRule rule = BudgetRule.LastBeforeExceeding) => Table(Frontiers(score), rule);

    /// <summary>The cost-correlation frontier of every run of a regression on the test part, regime by regime and seed by seed.</summary>
    /// <param name="kind">Which correlation.</param>
    /// <param name="patience">Changes in a row below eps after which a sample leaves.</param>
    public IReadOnlyList<(string Name, IReadOnlyList<Frontier> Seeds)> Frontiers(CorrelationKind kind, int patience = 1) =>
        [.. Regimes.Select(regime => (regime, (IReadOnlyList<Frontier>)[.. Of(regime).Select(run => run.TestNumbers.Frontier(kind, patience))]))];

    /// <summary>As <see cref="AccuracyAtBudgets"/> for a regression, with 100 times the correlation in the place of accuracy.</summary>
    /// <param name="kind">Which correlation.</param>
    /// <param name="patience">Changes in a row below eps after which a sample leaves.</param>
    /// <param name="rule">Which point of a frontier stands for a budget.</param>
    public BudgetTable CorrelationAtBudgets(CorrelationKind kind, int patience = 1, BudgetRule rule = BudgetRule.LastBeforeExceeding) =>
        Table(Frontiers(kind, patience), rule);

    private static BudgetTable Table(IReadOnlyList<(string Name, IReadOnlyList<Frontier> Seeds)> regimes, BudgetRule rule) => new(
        [.. from regime in regimes
            from budget in Budgets.Standard
            let seeds = regime.Seeds.Select(frontier => frontier.AccuracyAt(budget, rule)).ToArray()
            select new AccuracyAtBudget(regime.Name, budget, seeds.Contains(null) ? [] : [.. seeds.Select(accuracy => accuracy!.Value)])]);

    /// <inheritdoc/>
    public IEnumerator<Run> GetEnumerator() => runs.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
