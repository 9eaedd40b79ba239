namespace EarlyExit.Exits;

/// <summary>Cost and accuracy of a threshold on a score, over many thresholds, which is one trade-off curve of a multi-exit network.</summary>
public sealed class Frontier
{
    // Costs are weighted sums in floating point: a budget of 1 must buy a cost of 1 whatever its last bit.
    private const double Slack = 1e-12;
    private readonly OperatingPoint[] _points;

    /// <summary>Wraps points that come in order of their thresholds.</summary>
    /// <param name="name">The name in tables and legends.</param>
    /// <param name="points">At least one, thresholds increasing.</param>
    /// <exception cref="ArgumentException">There is no point, a number is NaN, or the thresholds do not increase.</exception>
    public Frontier(string name, OperatingPoint[] points)
    {
        if (points.Length == 0) throw new ArgumentException("A frontier has no points, expected at least one.", nameof(points));
        for (var k = 0; k < points.Length; k++)
        {
            if (double.IsNaN(points[k].Cost + points[k].Accuracy) || double.IsNaN(points[k].Threshold))
                throw new ArgumentException($"Point {k} is {points[k]}, expected numbers.", nameof(points));
            if (k > 0 && points[k].Threshold <= points[k - 1].Threshold)
                throw new ArgumentException(
                    $"Point {k} has threshold {points[k].Threshold}, expected more than {points[k - 1].Threshold}.", nameof(points));
        }
        (Name, _points) = (name, points);
        Points = Array.AsReadOnly(points);
    }

    /// <summary>The name in tables and legends.</summary>
    public string Name { get; }

    /// <summary>The points in order of their thresholds, which is also the order of their costs.</summary>
    public IReadOnlyList<OperatingPoint> Points { get; }

    /// <summary>
    /// Mean accuracy over cost, in [0, 1]: the integral of accuracy over cost between the first and the last point, by trapezoids, divided by
    /// their distance in cost. (The chord between two points is what drawing between their thresholds by lot gives.) On an exact frontier
    /// the ends are the first and the last exit, whatever the score. One cost alone: the mean accuracy of its points.
    /// </summary>
    public double Area()
    {
        double area = 0;
        for (var k = 1; k < _points.Length; k++)
            area += (_points[k].Cost - _points[k - 1].Cost) * (_points[k].Accuracy + _points[k - 1].Accuracy) / 2;
        var range = _points[^1].Cost - _points[0].Cost;
        return range > 0 ? area / range : _points.Average(point => point.Accuracy);
    }

    /// <summary>Accuracy in [0, 1] within a budget; null where even the lowest threshold costs more.</summary>
    /// <param name="budget">Mean relative cost; 1 is the backbone without heads. See <see cref="Budgets"/>.</param>
    /// <param name="rule">Which point stands for the budget; the papers' rule by default.</param>
    public double? AccuracyAt(double budget, BudgetRule rule = BudgetRule.LastBeforeExceeding) => At(budget, rule)?.Accuracy;

    /// <summary>The point that stands for a budget, interpolated if the rule says so; null where even the lowest threshold costs more.</summary>
    /// <param name="budget">Mean relative cost; 1 is the backbone without heads.</param>
    /// <param name="rule">Which point stands for the budget; the papers' rule by default.</param>
    /// <exception cref="ArgumentException">The budget is NaN, or there is no such rule.</exception>
    public OperatingPoint? At(double budget, BudgetRule rule = BudgetRule.LastBeforeExceeding)
    {
        if (double.IsNaN(budget)) throw new ArgumentException("The budget is NaN, expected a number.", nameof(budget));
        var within = budget * (1 + Slack);
        var next = Array.FindIndex(_points, point => point.Cost > within);
        if (next == 0) return rule == BudgetRule.BestUnder ? Best(within) : null;
        var last = next < 0 ? _points[^1] : _points[next - 1];
        return rule switch
        {
            BudgetRule.LastBeforeExceeding => last,
            BudgetRule.BestUnder => Best(within),
            BudgetRule.Interpolated => next < 0 ? last : Between(last, _points[next], budget),
            _ => throw new ArgumentException($"Budget rule {rule} is unknown.", nameof(rule)),
        };
    }

    /// <summary>Frontiers of several seeds averaged threshold by threshold, cost and accuracy separately, as the papers do before they look up a budget.</summary>
    /// <exception cref="ArgumentException">There is none, or their thresholds differ.</exception>
    public static Frontier MeanOf(IReadOnlyList<Frontier> frontiers)
    {
        if (frontiers.Count == 0) throw new ArgumentException("There are no frontiers, expected at least one.", nameof(frontiers));
        var thresholds = frontiers[0]._points.Select(point => point.Threshold);
        if (frontiers.Any(frontier => !frontier._points.Select(point => point.Threshold).SequenceEqual(thresholds)))
            throw new ArgumentException("The frontiers have different thresholds; put them on one grid (FrontierGrid).", nameof(frontiers));
        return new Frontier(frontiers[0].Name, [.. thresholds.Select((threshold, k) => new OperatingPoint(
            frontiers.Average(frontier => frontier._points[k].Cost), frontiers.Average(frontier => frontier._points[k].Accuracy), threshold))]);
    }

    private OperatingPoint? Best(double within)
    {
        OperatingPoint? best = null;
        foreach (var point in _points)
            if (point.Cost <= within && (best is null || point.Accuracy > best.Value.Accuracy)) best = point;
        return best;
    }

    private static OperatingPoint Between(OperatingPoint low, OperatingPoint high, double budget)
    {
        var share = Math.Clamp((budget - low.Cost) / (high.Cost - low.Cost), 0, 1);
        return new(low.Cost + share * (high.Cost - low.Cost), low.Accuracy + share * (high.Accuracy - low.Accuracy), low.Threshold);
    }
}
