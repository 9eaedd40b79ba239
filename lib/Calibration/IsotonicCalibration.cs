using EarlyExit.Exits;

namespace EarlyExit.Calibration;

/// <summary>
/// Isotonic calibration of the confidence (Zadrozny and Elkan 2002): the non-decreasing curve nearest to correctness, by pooling adjacent
/// violators; straight between its steps and level outside, as scikit-learn has it. Whole stretches become equal.
/// </summary>
public sealed class IsotonicCalibration : ConfidenceCalibrator
{
    private IsotonicCalibration()
    {
    }

    /// <summary>A curve for each exit.</summary>
    public static IsotonicCalibration PerExit { get; } = new();

    /// <inheritdoc/>
    public override string Name => "isotonic calibration";

    /// <inheritdoc/>
    public override Preserves Preserves { get; } = new(RankingEffect.MayTie, Argmax: true);

    /// <inheritdoc/>
    protected override Func<double, double> FitExit(double[] logOdds, bool[] correct)
    {
        var (x, y) = Curve([.. logOdds.Select(Logistic.Sigmoid)], correct);
        return value => At(x, y, Logistic.Sigmoid(value));
    }

    // Samples of equal confidence are one block; a block is merged with its left neighbour as long as that is not lower. The two ends of a
    // block are knots.
    private static (double[] X, double[] Y) Curve(double[] confidences, bool[] correct)
    {
        var blocks = new Stack<Block>();
        var order = SortedOrder.Ascending(confidences);
        for (int start = 0, end; start < order.Length; start = end)
        {
            var confidence = confidences[order[start]];
            var right = 0;
            for (end = start; end < order.Length && confidences[order[end]] == confidence; end++)
                if (correct[order[end]]) right++;
            var block = new Block(confidence, confidence, right, end - start);
            while (blocks.Count > 0 && blocks.Peek().Mean >= block.Mean) block = blocks.Pop().With(block);
            blocks.Push(block);
        }
        var knots = blocks.Reverse()
            .SelectMany(block => block.Low < block.High ? new[] { (X: block.Low, block.Mean), (X: block.High, block.Mean) } : [(X: block.Low, block.Mean)])
            .ToList();
        return ([.. knots.Select(knot => knot.X)], [.. knots.Select(knot => knot.Mean)]);
    }

    private static double At(double[] x, double[] y, double value)
    {
        var at = Array.BinarySearch(x, value);
        if (at >= 0) return y[at];
        var above = ~at;
        if (above == 0) return y[0];
        if (above == x.Length) return y[^1];
        return y[above - 1] + (value - x[above - 1]) / (x[above] - x[above - 1]) * (y[above] - y[above - 1]);
    }

    private readonly record struct Block(double Low, double High, double Right, double Count)
    {
        public double Mean => Right / Count;

        public Block With(Block next) => new(Low, next.High, Right + next.Right, Count + next.Count);
    }
}
