using EarlyExit.Bench.Rows;

namespace EarlyExit.Bench;

/// <summary>A row of the table: something that we and a peer both do.</summary>
/// <param name="Name">What it is asked for by.</param>
/// <param name="Measure">Measures its variants one after the other.</param>
/// <param name="OnlyWhenNamed">It takes minutes by itself.</param>
internal sealed record Row(string Name, Func<Arena, IEnumerable<Result>> Measure, bool OnlyWhenNamed = false)
{
    public static IReadOnlyList<Row> All { get; } =
    [
        new("operation", SmallOperation.Measure),
        new("training", TrainingSteps.Measure),
        new("heads", FrozenHeads.Measure),
        new("inference", EarlyExits.Measure),
        new("frontier", ExactFrontier.Measure),
        new("ranking", RankingMeasures.Measure),
        new("proxies", AllProxies.Measure),
        new("landscape", LandscapeGrid.Measure),
        new("loading", Loading.Measure),
        new("growth", Growth.Measure, OnlyWhenNamed: true),
    ];

    /// <summary>Rows by the starts of their names; without names, all but those that take long.</summary>
    /// <exception cref="ArgumentException">No row's name starts so.</exception>
    public static IReadOnlyList<Row> Choose(IReadOnlyList<string> names)
    {
        if (names.Count == 0) return [.. All.Where(row => !row.OnlyWhenNamed)];
        foreach (var name in names)
            if (!All.Any(row => Fits(row, name)))
                throw new ArgumentException($"There is no row '{name}', only {string.Join(", ", All.Select(row => row.Name))}.");
        return [.. All.Where(row => names.Any(name => Fits(row, name)))];

        static bool Fits(Row row, string name) => row.Name.StartsWith(name, StringComparison.OrdinalIgnoreCase);
    }
}
