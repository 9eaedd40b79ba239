namespace EarlyExit.Models;

/// <summary>After which stages of a backbone heads hang. The backbone's own classifier is always the last exit and needs no place.</summary>
/// <param name="Name">The rule in words.</param>
/// <param name="Stages">From the backbone's number of stages S to ascending indices in 0 .. S - 2.</param>
public sealed record Placement(string Name, Func<int, IReadOnlyList<int>> Stages)
{
    /// <summary>After exactly these stages, counted from 0 as in the code of arXiv:2407.14320.</summary>
    public static Placement After(params int[] stages) => new($"after {string.Join(", ", stages)}", _ => stages);

    /// <summary>After the first <paramref name="heads"/> stages.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Not at least 1 head.</exception>
    public static Placement Early(int heads) => heads >= 1
        ? new($"after the first {heads} stages", _ => [.. Enumerable.Range(0, heads)])
        : throw new ArgumentOutOfRangeException(nameof(heads), heads, "At least 1 head hangs early.");

    /// <summary>After the last <paramref name="heads"/> stages before the one that has the classifier.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Not at least 1 head.</exception>
    public static Placement Late(int heads) => heads >= 1
        ? new($"after the last {heads} stages", stages => [.. Enumerable.Range(stages - 1 - heads, heads)])
        : throw new ArgumentOutOfRangeException(nameof(heads), heads, "At least 1 head hangs late.");

    /// <summary>Nowhere: the backbone alone, with its classifier as the only exit.</summary>
    public static Placement None { get; } = new("none", _ => []);
}

/// <summary>Regular placements.</summary>
public static class Every
{
    /// <summary>After every stage but the last, which has the classifier.</summary>
    public static Placement Block { get; } = new("every block", stages => [.. Enumerable.Range(0, stages - 1)]);

    /// <summary>After stages n - 1, 2 n - 1, ..., the last excepted.</summary>
    public static Placement Nth(int n) => n >= 1
        ? new($"every {n} blocks", stages => [.. Enumerable.Range(0, stages - 1).Where(stage => (stage + 1) % n == 0)])
        : throw new ArgumentOutOfRangeException(nameof(n), n, "Heads hang after every n-th stage, n at least 1.");
}
