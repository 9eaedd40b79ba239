namespace EarlyExit.Exits;

/// <summary>
/// Takes apart what a score says within an exit, the order of its samples, from what it says across exits, the numbers that come with the
/// order: a shared threshold compares the numbers of different exits (quantile mapping, exit by exit).
/// </summary>
public static class Marginals
{
    /// <summary>
    /// The order of one table with the numbers of another: at each exit the sample with the k-th smallest score of <paramref name="ranks"/> gets the
    /// k-th smallest score of <paramref name="values"/>. Samples that tie stay tied, at the middle one of the numbers that fall to them (the lower
    /// of two).
    /// </summary>
    /// <param name="ranks"><c>[L, N]</c>, gives the order of the samples within each exit.</param>
    /// <param name="values"><c>[L, N]</c>, gives the numbers of each exit, whichever samples they belong to.</param>
    /// <returns><c>[L, N]</c>, named after both.</returns>
    /// <exception cref="ArgumentException">The shapes differ.</exception>
    public static ScoreTable Of(ScoreTable ranks, ScoreTable values)
    {
        values.RequireShape(ranks.L, ranks.N, $"score '{values.Name}'");
        var mapped = new double[ranks.L * ranks.N];
        for (var exit = 0; exit < ranks.L; exit++) Map(ranks.Of(exit), values.Of(exit), mapped.AsSpan(exit * ranks.N, ranks.N));
        return new ScoreTable($"ranks of {ranks.Name}, marginals of {values.Name}", mapped, ranks.L, ranks.N);
    }

    private static void Map(ReadOnlySpan<double> ranks, ReadOnlySpan<double> values, Span<double> mapped)
    {
        var order = SortedOrder.Ascending(ranks);
        var sorted = values.ToArray();
        Array.Sort(sorted);
        for (int start = 0, end; start < order.Length; start = end)
        {
            for (end = start + 1; end < order.Length && ranks[order[end]] == ranks[order[start]];) end++;
            for (var k = start; k < end; k++) mapped[order[k]] = sorted[(start + end - 1) / 2];
        }
    }
}
