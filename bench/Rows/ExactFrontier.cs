using EarlyExit.Exits;

namespace EarlyExit.Bench.Rows;

/// <summary>From logits to the cost-accuracy frontier: ours at every distinct threshold, the papers' at 100.</summary>
internal static class ExactFrontier
{
    private const int L = 8, N = 10_000, C = 10;

    public static IEnumerable<Result> Measure(Arena arena)
    {
        var (logits, labels) = MadeUp.Logits(L, N, C);
        NpyFile.Write(arena.PathOf("logits.npy"), logits, L, N, C);
        NpyFile.Write(arena.PathOf("labels.npy"), labels);
        NpyFile.Write(arena.PathOf("costs.npy"), MadeUp.Costs(L));
        var peer = arena.Python("frontier.grid");
        var grid = Outputs().Frontier(Scores.MaxSoftmax, FrontierGrid.Papers).Points;
        // The papers' softmax is float32: at a threshold a sample or two may go the other way.
        PeerException.RequireAgreement("frontier", [.. grid.Select(point => point.Cost), .. grid.Select(point => point.Accuracy)], peer.Value, tolerance: 3.0 / N);
        yield return Result.Of("frontier", "exact, against 100 thresholds in NumPy", arena.Between(() => Outputs().Frontier(Scores.MaxSoftmax), peer),
            mark: 5, $"L = {L}, N = {N:N0}, {Outputs().Frontier(Scores.MaxSoftmax).Points.Count:N0} thresholds");

        // Anew each time: outputs keep what they have computed.
        ExitOutputs Outputs() => new(logits, labels, MadeUp.Costs(L), C, new OutputsInfo());
    }
}
