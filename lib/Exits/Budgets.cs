namespace EarlyExit.Exits;

/// <summary>Cost budgets, relative to the backbone without heads.</summary>
public static class Budgets
{
    /// <summary>No limit.</summary>
    public const double Max = double.PositiveInfinity;

    /// <summary>The columns of the papers' tables: 25, 50, 75 and 100 % of the backbone's cost, and no limit.</summary>
    public static IReadOnlyList<double> Standard { get; } = [.25, .5, .75, 1, Max];

    /// <summary>How a budget is written: <c>25 %</c>, <c>Max</c>.</summary>
    public static string Label(double budget) => double.IsPositiveInfinity(budget) ? "Max" : $"{100 * budget:G4} %";
}

/// <summary>Which point of a frontier stands for a budget. Where deeper exits unlearn what earlier ones knew, the three differ by up to a point.</summary>
public enum BudgetRule
{
    /// <summary>The papers': going up through the thresholds, the last one before the cost first exceeds the budget.</summary>
    LastBeforeExceeding,

    /// <summary>The most accurate of all points within the budget.</summary>
    BestUnder,

    /// <summary>The straight line between the last point before the cost first exceeds the budget and the next.</summary>
    Interpolated,
}
