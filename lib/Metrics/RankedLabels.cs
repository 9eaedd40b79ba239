using System.Buffers;
using System.Runtime.CompilerServices;
using EarlyExit.Exits;

namespace EarlyExit.Metrics;

/// <summary>
/// Scores and true-or-false labels, sorted once: groups of equal scores with the number of true and false labels in each, from the highest
/// score down. Every measure of how well a score tells true from false is a pass over these groups, so ties count the same in all of them.
/// </summary>
public sealed class RankedLabels
{
    // Nearly every measure asks for the same scores and labels; what was ranked once is kept as long as both live.
    private static readonly ConditionalWeakTable<ScoreTable, ConditionalWeakTable<ExitTable<bool>, RankedLabels?[]>> Kept = [];

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

    /// <summary>Sorts labels by score, O(N log N).</summary>
    /// <param name="scores"><c>[N]</c>; infinite ones are fine.</param>
    /// <param name="labels"><c>[N]</c>, at least one.</param>
    /// <exception cref="ArgumentException">The lengths differ or are 0, or a score is NaN.</exception>
    public static RankedLabels Of(ReadOnlySpan<double> scores, ReadOnlySpan<bool> labels)
    {
        Samples.RequireSameLength(scores.Length, labels.Length, "scores", "labels");
        Samples.RequireNumbers(scores, "score");
        var sorted = TaggedSort.Rent(scores, new Labels(labels));
        var ranked = Of(sorted.AsSpan(0, scores.Length));
        TaggedSort.Return(sorted);
        return ranked;
    }

    internal static RankedLabels Of(ReadOnlySpan<double> scores, ReadOnlySpan<bool> labels, ReadOnlySpan<int> order)
    {
        var sorted = ArrayPool<Tagged>.Shared.Rent(order.Length);
        for (var k = 0; k < order.Length; k++) sorted[k] = new(scores[order[k]], labels[order[k]] ? 1 : 0);
        var ranked = Of(sorted.AsSpan(0, order.Length));
        TaggedSort.Return(sorted);
        return ranked;
    }

    // From scores in ascending order, tagged with 1 for true labels.
    private static RankedLabels Of(ReadOnlySpan<Tagged> sorted)
    {
        var distinct = GC.AllocateUninitializedArray<double>(sorted.Length);
        var (trues, falses) = (GC.AllocateUninitializedArray<int>(sorted.Length), GC.AllocateUninitializedArray<int>(sorted.Length));
        int groups = 0, trueCount = 0;
        for (var k = sorted.Length - 1; k >= 0; groups++)
        {
            var (last, score, right) = (k, sorted[k].Value, sorted[k].Tag);
            for (k--; k >= 0 && sorted[k].Value == score; k--) right += sorted[k].Tag;
            (distinct[groups], trues[groups], falses[groups]) = (score, right, last - k - right);
            trueCount += right;
        }
        Array.Resize(ref distinct, groups);
        Array.Resize(ref trues, groups);
        Array.Resize(ref falses, groups);
        return new(distinct, trues, falses) { TrueCount = trueCount, FalseCount = sorted.Length - trueCount };
    }

    /// <summary>One exit of tables <c>[L, N]</c>.</summary>
    /// <param name="scores">The scores.</param>
    /// <param name="labels">The labels, such as <see cref="ExitOutputs.Correct"/> or <see cref="Correctness.MayLeave"/>.</param>
    /// <param name="exit">The exit.</param>
    public static RankedLabels Of(ScoreTable scores, ExitTable<bool> labels, int exit)
    {
        var ofExit = scores.Of(exit);
        var labelsOfExit = labels.Of(exit);
        var perExit = Kept.GetOrCreateValue(scores).GetValue(labels, table => new RankedLabels?[table.L]);
        return perExit[exit] ??= Of(ofExit, labelsOfExit, scores.Order(exit));
    }
}
