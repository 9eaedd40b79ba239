using EarlyExit.Exits;

namespace EarlyExit.Tests.Exits;

/// <summary>Against LINQ's stable sort.</summary>
public class TaggedSortTests
{
    private static readonly Dictionary<string, Func<Random, double>> Draws = new()
    {
        ["even"] = random => random.NextDouble(),
        ["both signs, heavy tails"] = random => Math.Tan(Math.PI * (random.NextDouble() - .5)),
        ["saturated"] = random => 1 - Math.Pow(10, -17 * random.NextDouble()),
        ["few distinct"] = random => Math.Floor(7 * random.NextDouble()) / 7,
        ["all the same"] = _ => .1,
        ["clusters within clusters"] = random => Math.Pow(10, -300 * random.NextDouble()),
        ["denormal"] = random => random.Next(100) * double.Epsilon,
        ["huge"] = random => (random.NextDouble() - .5) * double.MaxValue * 2,
        ["infinite"] = random => random.Next(5) switch { 0 => double.PositiveInfinity, 1 => double.NegativeInfinity, _ => random.NextDouble() },
        ["zeros of both signs"] = random => random.Next(4) switch { 0 => -0.0, 1 => 0.0, 2 => 1, _ => -1 },
    };

    public static TheoryData<string, int> Cases
    {
        get
        {
            var cases = new TheoryData<string, int>();
            foreach (var name in Draws.Keys)
                foreach (var count in (int[])[0, 1, 2, 25, 300, 5000])
                    cases.Add(name, count);
            // From 65,536 on cores share the work.
            foreach (var name in (string[])["even", "saturated", "few distinct", "all the same", "infinite"]) cases.Add(name, 70_000);
            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Sorts_and_keeps_the_order_of_equals(string name, int count)
    {
        var random = new Random(count);
        double[] values = [.. Enumerable.Range(0, count).Select(_ => Draws[name](random))];
        int[] expected = [.. Enumerable.Range(0, count).OrderBy(k => values[k] + 0.0)];
        Assert.Equal(expected, SortedOrder.Ascending(values));
        bool[] labels = [.. values.Select((_, k) => k % 3 == 0)];
        var tagged = TaggedSort.Rent(values, new Labels(labels));
        Assert.Equal(expected.Select(k => labels[k] ? 1 : 0), tagged.Take(count).Select(item => item.Tag));
        TaggedSort.Return(tagged);
    }
}
