namespace EarlyExit.Exits;

/// <summary>Whether each exit is right about each sample, <c>[L, N]</c>.</summary>
/// <inheritdoc cref="ExitTable{T}(T[], int, int)"/>
public sealed class Correctness(bool[] values, int exits, int samples) : ExitTable<bool>(values, exits, samples)
{
    private ExitTable<bool>? _mayLeave;

    /// <summary>Share of samples that an exit has right, in [0, 1].</summary>
    public double Accuracy(int exit) => (double)Of(exit).Count(true) / N;

    /// <summary>
    /// The labels of early-exit failure prediction (arXiv:2508.21495 v3), <c>[L, N]</c>: true where a sample may leave, because the exit
    /// is right or because no later exit is, so that computing further is futile. At the last exit all are true.
    /// </summary>
    public ExitTable<bool> MayLeave() => _mayLeave ??= FindMayLeave();

    private ExitTable<bool> FindMayLeave()
    {
        var labels = new bool[L * N];
        var rightLater = new bool[N];
        for (var exit = L - 1; exit >= 0; exit--)
        {
            var right = Of(exit);
            var row = labels.AsSpan(exit * N, N);
            for (var n = 0; n < row.Length; n++)
            {
                row[n] = right[n] || !rightLater[n];
                rightLater[n] |= right[n];
            }
        }
        return new ExitTable<bool>(labels, L, N);
    }
}
