using EarlyExit.Exits;

namespace EarlyExit.Metrics;

/// <summary>
/// Scores and true-or-false labels, sorted once: groups of equal scores with the number of true and false labels in each, from the highest
/// score down. Every measure of how well a score tells true from false is a pass over these groups, so ties count the same in all of them.
/// </summary>
public sealed class RankedLabels
{
    private RankedLabels(double[] scores, int[] trues, int[] falses) => (Scores, Trues, Falses) = (scores, trues, falses);

    /// <summary>The distinct scores, descending.</summary>
    internal double[] Scores { get; }

    /// <summary>How many samples of each score have a true label.</summary>
    internal int[] Trues { get; }

    /// <summary>How many samples of each score have a false label.</summary>
    internal int[] Falses { get; }

    /// <summary>Number of true labels.</summary>
    public int TrueCount { get; private init; }

    /// <summary>Number of false labels.</summary>
    public int FalseCount { get; private init; }

    /// <summary>Number of samples.</summary>
    public int Count => TrueCount + FalseCount;

    /// <summary>Number of distinct scores.</summary>
    public int DistinctScores => Scores.Length;

    /// <summary>Sorts labels by score, O(N).</summary>
    /// <param name="scores"><c>[N]</c>; infinite ones are fine.</param>
    /// <param name="labels"><c>[N]</c>, at least one.</param>
    /// <exception cref="ArgumentException">The lengths differ or are 0, or a score is NaN.</exception>
    public static RankedLabels Of(ReadOnlySpan<double> scores, ReadOnlySpan<bool> labels)
    {
        Samples.RequireSameLength(scores.Length, labels.Length, "scores", "labels");
        Samples.RequireNumbers(scores, "score");
        return Of(scores, labels, SortedOrder.Ascending(scores));
    }

    internal static RankedLabels Of(ReadOnlySpan<double> scores, ReadOnlySpan<bool> labels, ReadOnlySpan<int> order)
    {
        var distinct = new double[order.Length];
        var (trues, falses) = (new int[order.Length], new int[order.Length]);
        var group = -1;
        var trueCount = 0;
        for (var k = order.Length - 1; k >= 0; k--)
        {
            var sample = order[k];
            if (group < 0 || scores[sample] != distinct[group]) distinct[++group] = scores[sample];
            if (labels[sample])
            {
                trues[group]++;
                trueCount++;
            }
            else
            {
                falses[group]++;
            }
        }
        return new(distinct[..(group + 1)], trues[..(group + 1)], falses[..(group + 1)])
        {
            TrueCount = trueCount,
            FalseCount = order.Length - trueCount,
        };
    }

    /// <summary>One exit of tables <c>[L, N]</c>.</summary>
    /// <param name="scores">The scores.</param>
    /// <param name="labels">The labels, such as <see cref="ExitOutputs.Correct"/> or <see cref="Correctness.MayLeave"/>.</param>
    /// <param name="exit">The exit.</param>
    public static RankedLabels Of(ScoreTable scores, ExitTable<bool> labels, int exit) => Of(scores.Of(exit), labels.Of(exit));
}
