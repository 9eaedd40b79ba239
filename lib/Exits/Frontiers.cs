namespace EarlyExit.Exits;

/// <summary>The cost-accuracy frontier of outputs under a shared threshold on a score.</summary>
/// <remarks>
/// A sample's exit changes only where its score exceeds those of all earlier exits. Such a record is an event: once the threshold falls below
/// it, the sample moves from its next record (or from the last exit) to this exit. Sorted once, the events give every operating point.
/// </remarks>
public static class Frontiers
{
    /// <summary>Every operating point that a shared threshold can reach, exactly: one for each distinct threshold that changes a decision, in O(L N log(L N)).</summary>
    public static Frontier Frontier(this ExitOutputs outputs, IScore score) => outputs.Frontier(outputs.Score(score));

    /// <inheritdoc cref="Frontier(ExitOutputs, IScore)"/>
    /// <exception cref="ArgumentException">The scores are not those of these outputs: their shape differs.</exception>
    public static Frontier Frontier(this ExitOutputs outputs, ScoreTable scores)
    {
        var events = FrontierEvents.Of(scores, outputs);
        var order = SortedOrder.Ascending(events.Scores);
        double[] costs = [.. outputs.Costs];
        var leaving = NobodyEarly(outputs);
        var right = outputs.Correct.Of(outputs.L - 1).Count(true);
        var points = new OperatingPoint[order.Length + 1];
        var first = points.Length;

        // From the highest threshold down. At a threshold equal to a score nobody with that score leaves, so its point comes before its group.
        for (var k = order.Length - 1; k >= 0;)
        {
            var threshold = events.Scores[order[k]];
            points[--first] = OperatingPoint.Of(leaving, right, costs, outputs.N, threshold);
            for (; k >= 0 && events.Scores[order[k]] == threshold; k--)
            {
                var (from, to, gain) = events.Moves[order[k]];
                leaving[from]--;
                leaving[to]++;
                right += gain;
            }
        }
        points[--first] = OperatingPoint.Of(leaving, right, costs, outputs.N, double.NegativeInfinity);
        return new Frontier(scores.Name, points[first..]);
    }

    /// <summary>The operating points of given thresholds, such as the papers' <see cref="FrontierGrid.Papers"/>.</summary>
    /// <param name="outputs">The outputs.</param>
    /// <param name="score">What is compared.</param>
    /// <param name="thresholds">Increasing.</param>
    public static Frontier Frontier(this ExitOutputs outputs, IScore score, IReadOnlyList<double> thresholds) =>
        outputs.Frontier(outputs.Score(score), thresholds);

    /// <inheritdoc cref="Frontier(ExitOutputs, IScore, IReadOnlyList{double})"/>
    /// <exception cref="ArgumentException">The scores have another shape, or the thresholds do not increase.</exception>
    public static Frontier Frontier(this ExitOutputs outputs, ScoreTable scores, IReadOnlyList<double> thresholds)
    {
        double[] grid = [.. thresholds];
        var events = FrontierEvents.Of(scores, outputs);

        // An event holds at all thresholds below its score: note it at the highest of them, then add up from the top.
        var change = new int[grid.Length, outputs.L];
        var gains = new int[grid.Length];
        for (var k = 0; k < events.Moves.Length; k++)
        {
            var below = FrontierGrid.CountBelow(grid, events.Scores[k]);
            if (below == 0) continue;
            var (from, to, gain) = events.Moves[k];
            change[below - 1, from]--;
            change[below - 1, to]++;
            gains[below - 1] += gain;
        }
        double[] costs = [.. outputs.Costs];
        var leaving = NobodyEarly(outputs);
        var right = outputs.Correct.Of(outputs.L - 1).Count(true);
        var points = new OperatingPoint[grid.Length];
        for (var k = grid.Length - 1; k >= 0; k--)
        {
            for (var exit = 0; exit < outputs.L; exit++) leaving[exit] += change[k, exit];
            right += gains[k];
            points[k] = OperatingPoint.Of(leaving, right, costs, outputs.N, grid[k]);
        }
        return new Frontier(scores.Name, points);
    }

    private static int[] NobodyEarly(ExitOutputs outputs)
    {
        var leaving = new int[outputs.L];
        leaving[^1] = outputs.N;
        return leaving;
    }
}
