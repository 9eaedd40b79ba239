using EarlyExit.Exits;

namespace EarlyExit.Metrics;

/// <summary>One exit with what its measures look at, sorted once.</summary>
internal sealed class JudgedExit
{
    private readonly ScoreTable _confidences;
    private readonly Lazy<ClassProbabilities> _probabilities;
    private readonly Dictionary<(int, Binning), ReliabilityBin[]> _diagrams = [];

    public JudgedExit(ExitOutputs outputs, ScoreTable confidences, ScoreTable margins, ExitTable<bool> mayLeave, int exit)
    {
        (Outputs, Exit, _confidences) = (outputs, exit, confidences);
        _probabilities = new(() => new ClassProbabilities(outputs, exit));
        Order = SortedOrder.Ascending(Confidences);
        Ranked = RankedLabels.Of(Confidences, Correct, Order);
        RankedMayLeave = RankedLabels.Of(Confidences, mayLeave.Of(exit), Order);
        GroupingLoss = GroupingLoss.LowerBound(Confidences, Correct, margins.Of(exit));
    }

    public ExitOutputs Outputs { get; }

    public int Exit { get; }

    /// <summary><c>[N]</c>, in [0, 1]: how probable it is that the prediction is right.</summary>
    public ReadOnlySpan<double> Confidences => _confidences.Of(Exit);

    /// <summary><c>[N]</c>, the ascending order of the confidences.</summary>
    public int[] Order { get; }

    /// <summary><c>[N]</c>.</summary>
    public ReadOnlySpan<bool> Correct => Outputs.Correct.Of(Exit);

    /// <summary>Samples of equal confidence, split by the margin of their logits.</summary>
    public GroupingLoss GroupingLoss { get; }

    /// <summary>Correctness by confidence.</summary>
    public RankedLabels Ranked { get; }

    /// <summary>Who may leave, by confidence.</summary>
    public RankedLabels RankedMayLeave { get; }

    /// <summary>The softmax of the logits.</summary>
    public ClassProbabilities Probabilities => _probabilities.Value;

    /// <summary>The reliability diagram.</summary>
    public ReliabilityBin[] Diagram(int bins, Binning binning)
    {
        if (!_diagrams.TryGetValue((bins, binning), out var diagram))
            _diagrams[(bins, binning)] = diagram = Reliability.InOrder(Confidences, Correct, Order, bins, binning);
        return diagram;
    }
}
