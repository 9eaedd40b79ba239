using EarlyExit.Metrics;

namespace EarlyExit.Bench.Rows;

/// <summary>Measures of one score: AUROC (scikit-learn), AURC and ECE (NumPy), Kendall's tau (SciPy).</summary>
internal static class RankingMeasures
{
    public static IEnumerable<Result> Measure(Arena arena)
    {
        foreach (var (samples, text) in ((int, string)[])[(10_000, "10^4"), (1_000_000, "10^6")])
            foreach (var measure in OneMeasure.All)
            {
                var input = new ScoreInput(arena, samples);
                var peer = arena.Python(measure.Task);
                PeerException.RequireAgreement(measure.Name, [measure.Ours(input)], peer.Value, tolerance: 1e-9);
                yield return Result.Of("ranking", $"{measure.Name}, N = {text}, against {measure.Peer}", arena.Between(() => measure.Ours(input), peer), mark: 5);
                peer.Forget();
            }
    }
}

/// <summary>N confidences, correctness and a second score, here and in the exchange folder.</summary>
internal sealed class ScoreInput
{
    public ScoreInput(Arena arena, int samples)
    {
        (Confidences, Correct, Other) = MadeUp.Confidences(samples);
        NpyFile.Write(arena.PathOf("confidences.npy"), Confidences);
        NpyFile.Write(arena.PathOf("correct.npy"), Correct);
        NpyFile.Write(arena.PathOf("other.npy"), Other);
    }

    public double[] Confidences { get; }

    public bool[] Correct { get; }

    public double[] Other { get; }
}

/// <summary>A measure of <see cref="ScoreInput"/>.</summary>
/// <param name="Name">What it is.</param>
/// <param name="Task">The peer's function.</param>
/// <param name="Peer">Whose that is.</param>
/// <param name="Ours">Our value.</param>
/// <param name="Sorts">Whether it takes N log N, else N.</param>
internal sealed record OneMeasure(string Name, string Task, string Peer, Func<ScoreInput, double> Ours, bool Sorts)
{
    public static IReadOnlyList<OneMeasure> All { get; } =
    [
        new("AUROC", "ranking.auroc", "scikit-learn", input => FailurePrediction.Auroc(input.Confidences, input.Correct), Sorts: true),
        new("AURC", "ranking.aurc", "NumPy", input => RiskCoverage.Aurc(RankedLabels.Of(input.Confidences, input.Correct)), Sorts: true),
        new("ECE", "ranking.ece", "NumPy", input => CalibrationError.Ece(input.Confidences, input.Correct), Sorts: false),
        new("Kendall's tau", "ranking.kendall", "SciPy", input => Kendall.Of(input.Confidences, input.Other).TauB, Sorts: true),
    ];
}
