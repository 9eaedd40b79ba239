namespace EarlyExit.Exits;

/// <summary>The score of each sample at each exit, <c>[L, N]</c>; higher is readier to leave. Numbers may be infinite, never NaN.</summary>
public sealed class ScoreTable : ExitTable<double>
{
    private readonly int[]?[] _orders;
    private int[]? _pooled;

    /// <summary>Checks and wraps scores without copying them.</summary>
    /// <param name="name">The name in tables and legends.</param>
    /// <param name="values"><c>[L, N]</c>, row-major.</param>
    /// <param name="exits">L.</param>
    /// <param name="samples">N.</param>
    /// <exception cref="ArgumentException">A score is NaN, or the number of scores is not L times N.</exception>
    public ScoreTable(string name, double[] values, int exits, int samples) : base(values, exits, samples)
    {
        for (var k = 0; k < values.Length; k++)
            if (double.IsNaN(values[k]))
                throw new ArgumentException($"Score '{name}' is NaN at exit {k / samples}, sample {k % samples}; expected a number.", nameof(values));
        Name = name;
        _orders = new int[exits][];
    }

    /// <summary>The name in tables and legends.</summary>
    public string Name { get; }

    /// <summary>The samples of an exit by ascending score; sorted once and kept, since nearly every measure asks for it.</summary>
    internal ReadOnlySpan<int> Order(int exit) => _orders[exit] ??= SortedOrder.Ascending(Of(exit));

    /// <summary>The places in <see cref="ExitTable{T}.Values"/> of all scores but the last exit's, by ascending score.</summary>
    internal ReadOnlySpan<int> PooledOrder => _pooled ??= SortedOrder.Ascending(Values[..((L - 1) * N)]);

    /// <summary>Every score through the same function.</summary>
    public ScoreTable Map(string name, Func<double, double> map) => Map(name, (_, score) => map(score));

    /// <summary>Every score through a function of its exit.</summary>
    /// <param name="name">The name of the result.</param>
    /// <param name="map">From exit and score to the new score.</param>
    public ScoreTable Map(string name, Func<int, double, double> map)
    {
        var values = new double[L * N];
        for (var k = 0; k < values.Length; k++) values[k] = map(k / N, Values[k]);
        return new ScoreTable(name, values, L, N);
    }

    /// <summary>The product with another table of the same shape, entry by entry.</summary>
    public ScoreTable Times(ScoreTable other) => Zip($"{Name} x {other.Name}", other, (a, b) => a * b);

    /// <summary>The sum with another table of the same shape, entry by entry.</summary>
    public ScoreTable Plus(ScoreTable other) => Zip($"{Name} + {other.Name}", other, (a, b) => a + b);

    /// <summary>Two tables of the same shape, entry by entry.</summary>
    /// <exception cref="ArgumentException">The shapes differ, or a result is NaN.</exception>
    public ScoreTable Zip(string name, ScoreTable other, Func<double, double, double> combine)
    {
        other.RequireShape(L, N, $"score '{other.Name}'");
        var values = new double[L * N];
        for (var k = 0; k < values.Length; k++) values[k] = combine(Values[k], other.Values[k]);
        return new ScoreTable(name, values, L, N);
    }
}
