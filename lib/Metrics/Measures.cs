using EarlyExit.Exits;

namespace EarlyExit.Metrics;

/// <summary>Every measure of this library at once: of each exit, their means over exits, and of the whole network.</summary>
public static class Measures
{
    /// <summary>The name of the variant to which nothing was done.</summary>
    public const string Raw = "raw";

    /// <summary>The measures to look at first, all of the whole network: those that arXiv:2508.21495 compares, and the columns of its tables.</summary>
    public static IReadOnlyList<Measure> Headline { get; } =
    [
        ExitMeasures.Ece.MeanOverExits,
        NetworkMeasures.OverDeciding(NetworkMeasures.Auroc, Averaging.OverExits),
        NetworkMeasures.OverDeciding(NetworkMeasures.Eefp, Averaging.OverExits),
        NetworkMeasures.OverDeciding(NetworkMeasures.Eefp, Averaging.Pooled),
        RankingMeasures.Tau.MeanOverExits,
        NetworkMeasures.Area,
        .. Budgets.Standard.Select(NetworkMeasures.AccuracyAt),
    ];

    /// <summary>All measures on the largest softmax probability.</summary>
    /// <param name="outputs">Outputs.</param>
    /// <param name="variant">What was done to the logits.</param>
    public static IReadOnlyList<MeasureValue> Of(ExitOutputs outputs, string variant = Raw) =>
        OfLogits(outputs, outputs.Score(Scores.MaxSoftmax), variant);

    /// <summary>All measures that need no more than a confidence, on one that is not that of the logits.</summary>
    /// <param name="outputs">Outputs.</param>
    /// <param name="confidences"><c>[L, N]</c>, in [0, 1]: how probable it is that the prediction is right.</param>
    /// <param name="variant">Where the confidence is from.</param>
    /// <exception cref="ArgumentException">The shapes differ, or a confidence is outside [0, 1].</exception>
    public static IReadOnlyList<MeasureValue> Of(ExitOutputs outputs, ScoreTable confidences, string variant)
    {
        confidences.RequireShape(outputs.L, outputs.N, $"score '{confidences.Name}'");
        for (var exit = 0; exit < outputs.L; exit++) Samples.RequireProbabilities(confidences.Of(exit), "confidence");
        return Of(outputs, confidences, ExitMeasures.OfConfidence, variant);
    }

    /// <summary>How far calibrated confidences order the samples as the raw ones did: at each exit, their means, and pooled over the exits that decide.</summary>
    /// <param name="raw"><c>[L, N]</c>.</param>
    /// <param name="calibrated"><c>[L, N]</c>.</param>
    /// <param name="variant">What was done to the confidence.</param>
    /// <exception cref="ArgumentException">The shapes differ.</exception>
    public static IReadOnlyList<MeasureValue> Ranking(ScoreTable raw, ScoreTable calibrated, string variant)
    {
        calibrated.RequireShape(raw.L, raw.N, $"score '{calibrated.Name}'");
        var exits = new MeasureValue[raw.L][];
        var pooled = new MeasureValue[RankingMeasures.All.Count];
        Parallel.For(-1, raw.L, exit =>
        {
            if (exit < 0) pooled = Ranking(raw, calibrated, null, variant);
            else exits[exit] = Ranking(raw, calibrated, exit, variant);
        });
        return [.. exits.SelectMany(values => values), .. Means([.. RankingMeasures.All.Select(one => one.Measure)], exits, variant), .. pooled];
    }

    /// <param name="outputs">Outputs.</param>
    /// <param name="confidences">Their largest softmax probabilities.</param>
    /// <param name="variant">What was done to the logits.</param>
    internal static IReadOnlyList<MeasureValue> OfLogits(ExitOutputs outputs, ScoreTable confidences, string variant) =>
        Of(outputs, confidences, [.. ExitMeasures.OfConfidence, .. ExitMeasures.OfClasses], variant);

    private static MeasureValue[] Ranking(ScoreTable raw, ScoreTable calibrated, int? exit, string variant)
    {
        var orders = new TwoOrders(raw, calibrated, exit);
        return [.. RankingMeasures.All.Select(one => MeasureValue.Of(
            exit is null ? NetworkMeasures.OverDeciding(one.Measure, Averaging.Pooled) : one.Measure, exit, variant, one.Value(orders), () => orders.Why))];
    }

    private static IReadOnlyList<MeasureValue> Of(
        ExitOutputs outputs, ScoreTable confidences, IReadOnlyList<ExitMeasure> measures, string variant)
    {
        var (mayLeave, margins) = (outputs.Correct.MayLeave(), outputs.Score(Scores.Margin));
        var exits = new MeasureValue[outputs.L][];
        MeasureValue[] network = [];
        Parallel.For(-1, outputs.L, exit =>
        {
            if (exit < 0) network = OfNetwork(new JudgedNetwork(outputs, confidences, mayLeave), variant);
            else exits[exit] = OfExit(new JudgedExit(outputs, confidences, margins, mayLeave, exit), measures, variant);
        });
        return [.. exits.SelectMany(values => values), .. Means([.. measures.Select(one => one.Measure)], exits, variant), .. network];
    }

    private static MeasureValue[] OfExit(JudgedExit exit, IReadOnlyList<ExitMeasure> measures, string variant) =>
        [.. measures.Concat(exit.Exit < exit.Outputs.L - 1 ? ExitMeasures.OfDeciding : [])
            .Select(one => MeasureValue.Of(one.Measure, exit.Exit, variant, one.Value(exit), () => one.Why(exit)))];

    private static MeasureValue[] OfNetwork(JudgedNetwork network, string variant) =>
        [.. NetworkMeasures.All.Select(one => MeasureValue.Of(one.Measure, null, variant, one.Value(network), () => one.Why(network)))];

    // Measures come first in each exit's values, in this order.
    private static IEnumerable<MeasureValue> Means(Measure[] measures, MeasureValue[][] exits, string variant)
    {
        for (var k = 0; k < measures.Length; k++)
        {
            double[] values = [.. exits.Select(exit => exit[k].Value)];
            yield return MeasureValue.Of(measures[k].MeanOverExits, null, variant, values.Mean(),
                () => Array.Exists(values, double.IsInfinity) ? "infinite at an exit" : "undefined at every exit");
        }
    }
}
