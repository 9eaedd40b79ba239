using EarlyExit.Exits;
using EarlyExit.Metrics;

namespace EarlyExit.Bench.Rows;

/// <summary>Every proxy of <see cref="Proxies.Standard"/> from logits, as a slider over a calibrator's temperature needs them 60 times a second.</summary>
internal static class AllProxies
{
    private const int L = 8, N = 10_000, C = 10;
    private const double Frame = .016;

    public static IEnumerable<Result> Measure(Arena arena)
    {
        var (logits, labels) = MadeUp.Logits(L, N, C);
        NpyFile.Write(arena.PathOf("logits.npy"), logits, L, N, C);
        NpyFile.Write(arena.PathOf("labels.npy"), labels);
        var peer = arena.Python("proxies.standard");
        PeerException.RequireAgreement("proxies", Values(), peer.Value, tolerance: 1e-9);
        var duel = arena.Between(() => Values(), peer);
        yield return Result.Of("proxies", "all of one set, against NumPy and scikit-learn", duel, mark: 10, $"L = {L}, N = {N:N0}, C = {C}, {Proxies.Standard.Count} proxies");
        yield return new("proxies", "all of one set, against 16 ms", duel.Ours, Frame, "s", Frame / duel.Ours, Frame / duel.Ours, Frame / duel.Ours, Mark: 1);

        double[] Values()
        {
            var outputs = new ExitOutputs(logits, labels, MadeUp.Costs(L), C, new OutputsInfo());
            return [.. Proxies.Standard.Select(proxy => proxy.Value(outputs))];
        }
    }
}
