namespace EarlyExit.Calibration;

/// <summary>
/// How many samples should leave at each exit: EENet's learned exit distribution (Ilhan et al. 2024) where it can be had exactly. Sample n
/// should leave at exit i with probability r_ni, near to p_ni, its scores normalised over the exits, while the mean cost is the budget:
/// the r with the least sum of KL(p_n || r_n). Its solution is r_ni = p_ni / (m_n + t c_i), where m_n makes row n add up to 1 and t meets the
/// budget. EENet trains a small network towards this by gradient descent, with the budget as a penalty.
/// </summary>
internal static class ExitShares
{
    private const int Bisections = 80, MostSteps = 100;

    /// <summary>The r of every sample, [N, L].</summary>
    /// <param name="wanted">p, [N, L], above 0; rows add up to 1.</param>
    /// <param name="costs">[L], strictly increasing.</param>
    /// <param name="budget">Mean cost, between the first and the last cost.</param>
    public static double[] Of(double[] wanted, IReadOnlyList<double> costs, double budget)
    {
        // The mean cost falls as the price t rises. In the budget's units, prices of 1e6 leave everything at one end.
        var (low, high) = (-1e6 / budget, 1e6 / budget);
        for (var step = 0; step < Bisections; step++)
        {
            var price = (low + high) / 2;
            if (MeanCost(Shares(wanted, costs, price), costs) > budget) low = price;
            else high = price;
        }
        return Shares(wanted, costs, high);
    }

    private static double[] Shares(double[] wanted, IReadOnlyList<double> costs, double price)
    {
        var shares = new double[wanted.Length];
        for (var n = 0; n < wanted.Length; n += costs.Count)
        {
            var row = wanted.AsSpan(n, costs.Count);
            var level = Level(row, costs, price);
            for (var exit = 0; exit < costs.Count; exit++) shares[n + exit] = row[exit] / (level + price * costs[exit]);
        }
        return shares;
    }

    // m with sum p / (m + t c) = 1, as least + x: the terms fall and are convex in x > 0, so that Newton's steps from where one of them alone
    // is 1 never go too far.
    private static double Level(ReadOnlySpan<double> row, IReadOnlyList<double> costs, double price)
    {
        var least = Math.Max(-price * costs[0], -price * costs[^1]);
        double x = 0;
        for (var exit = 0; exit < costs.Count; exit++) x = Math.Max(x, row[exit] - (least + price * costs[exit]));
        for (var step = 0; step < MostSteps; step++)
        {
            double sum = 0, fall = 0;
            for (var exit = 0; exit < costs.Count; exit++)
            {
                var share = row[exit] / (least + price * costs[exit] + x);
                sum += share;
                fall += share / (least + price * costs[exit] + x);
            }
            var next = x + (sum - 1) / fall;
            if (!(next > x)) break;
            x = next;
        }
        return least + x;
    }

    private static double MeanCost(double[] shares, IReadOnlyList<double> costs)
    {
        double sum = 0;
        for (var k = 0; k < shares.Length; k++) sum += shares[k] * costs[k % costs.Count];
        return sum * costs.Count / shares.Length;
    }
}
