namespace EarlyExit.Metrics;

/// <summary>How the area under a risk-coverage curve is taken. All are in [0, 1]; the field often prints them times 1,000.</summary>
public enum AurcConvention
{
    /// <summary>The mean of the risks of all N prefixes, as in FMFP (Zhu et al. 2022). Equal scores are in random order, in expectation.</summary>
    MeanOfPrefixes,

    /// <summary>Trapezoids between the N prefixes, divided by their width 1 - 1/N, as in torch-uncertainty. Equal scores are in random order, in expectation.</summary>
    TrapezoidOfPrefixes,

    /// <summary>Trapezoids between the distinct thresholds, continued to coverage 0 with the risk of the last, as in fd-shifts (Jaeger et al. 2023).</summary>
    DistinctThresholds,
}

/// <summary>A point of a risk-coverage curve.</summary>
/// <param name="Coverage">Share of samples that are accepted.</param>
/// <param name="Risk">Share of the accepted ones that are wrong.</param>
/// <param name="Threshold">The lowest score that is accepted.</param>
public readonly record struct RiskPoint(double Coverage, double Risk, double Threshold);

/// <summary>Selective prediction: accept the most confident samples; the more are accepted, the more of them are wrong. True labels are right predictions.</summary>
public static class RiskCoverage
{
    /// <summary>Risk against coverage at every distinct threshold, coverage increasing.</summary>
    /// <param name="ranked">Scores and correctness.</param>
    public static RiskPoint[] Curve(RankedLabels ranked)
    {
        var points = new RiskPoint[ranked.DistinctScores];
        long accepted = 0, wrong = 0;
        for (var g = 0; g < points.Length; g++)
        {
            accepted += ranked.Trues[g] + ranked.Falses[g];
            wrong += ranked.Falses[g];
            points[g] = new((double)accepted / ranked.Count, (double)wrong / accepted, ranked.Scores[g]);
        }
        return points;
    }

    /// <summary>Area under the risk-coverage curve, in [0, 1]; lower is better. NaN for one sample under <see cref="AurcConvention.TrapezoidOfPrefixes"/>.</summary>
    /// <param name="ranked">Scores and correctness.</param>
    /// <param name="convention">How the area is taken.</param>
    public static double Aurc(RankedLabels ranked, AurcConvention convention = AurcConvention.MeanOfPrefixes) => convention switch
    {
        AurcConvention.MeanOfPrefixes => SumOfPrefixRisks(ranked) / ranked.Count,
        AurcConvention.TrapezoidOfPrefixes => (SumOfPrefixRisks(ranked) - (RiskOfFirst(ranked) + RiskOfAll(ranked)) / 2) / (ranked.Count - 1),
        AurcConvention.DistinctThresholds => AreaOfDistinctThresholds(ranked),
        _ => throw new ArgumentException($"Convention {convention} is unknown.", nameof(convention)),
    };

    /// <summary>
    /// Excess area: AURC less that of the best order, r + (1 - r) ln(1 - r) for a share r of wrong predictions (Geifman et al. 2019). Unlike
    /// AURC it does not simply grow with r. That best area is for N to infinity, so a perfect order of few samples may come out below 0.
    /// </summary>
    /// <param name="ranked">Scores and correctness.</param>
    /// <param name="convention">How the area is taken.</param>
    public static double ExcessAurc(RankedLabels ranked, AurcConvention convention = AurcConvention.MeanOfPrefixes)
    {
        var risk = RiskOfAll(ranked);
        var best = risk < 1 ? risk + (1 - risk) * Math.Log(1 - risk) : 1;
        return Aurc(ranked, convention) - best;
    }

    /// <summary>
    /// Area under the generalised risk-coverage curve (Traub et al. 2024), in [0, 1/2]; lower is better: the mean over thresholds of the
    /// probability that a sample is accepted and wrong. With a for accuracy it is (1 - AUROC) a (1 - a) + (1 - a)^2 / 2, ties included.
    /// </summary>
    /// <param name="ranked">Scores and correctness.</param>
    public static double Augrc(RankedLabels ranked)
    {
        // Trapezoids between distinct thresholds: twice the area times N^2, in whole numbers.
        UInt128 area = 0;
        long wrong = 0;
        for (var g = 0; g < ranked.Trues.Length; g++)
        {
            area += (UInt128)((2 * wrong + ranked.Falses[g]) * (ranked.Trues[g] + ranked.Falses[g]));
            wrong += ranked.Falses[g];
        }
        return (double)area / 2 / ranked.Count / ranked.Count;
    }

    /// <summary>Accuracy among the most confident share of samples, in [0, 1]; of equal scores at the border a random part, in expectation.</summary>
    /// <param name="ranked">Scores and correctness.</param>
    /// <param name="coverage">The share, above 0 and at most 1.</param>
    public static double AccuracyAtCoverage(RankedLabels ranked, double coverage)
    {
        if (!(coverage is > 0 and <= 1)) throw new ArgumentOutOfRangeException(nameof(coverage), coverage, "Coverage is above 0 and at most 1.");
        var wanted = coverage * ranked.Count;
        double right = 0, accepted = 0;
        for (var g = 0; accepted < wanted && g < ranked.Trues.Length; g++)
        {
            double size = ranked.Trues[g] + ranked.Falses[g];
            var part = Math.Min(1, (wanted - accepted) / size);
            right += part * ranked.Trues[g];
            accepted += part * size;
        }
        return right / accepted;
    }

    private static double RiskOfAll(RankedLabels ranked) => (double)ranked.FalseCount / ranked.Count;

    private static double RiskOfFirst(RankedLabels ranked) => (double)ranked.Falses[0] / (ranked.Trues[0] + ranked.Falses[0]);

    private static double SumOfPrefixRisks(RankedLabels ranked)
    {
        double sum = 0;
        long accepted = 0, wrong = 0;
        for (var g = 0; g < ranked.Trues.Length; g++)
        {
            int falses = ranked.Falses[g], size = ranked.Trues[g] + falses;
            if (size == 1)
            {
                sum += (double)(wrong += falses) / ++accepted;
                continue;
            }
            // In random order each sample of a group brings falses / size wrong ones in expectation.
            for (var k = 1; k <= size; k++) sum += (wrong + (double)k * falses / size) / (accepted + k);
            accepted += size;
            wrong += falses;
        }
        return sum;
    }

    private static double AreaOfDistinctThresholds(RankedLabels ranked)
    {
        var (coverage, risk, area) = (0.0, RiskOfFirst(ranked), 0.0);
        foreach (var point in Curve(ranked))
        {
            area += (point.Coverage - coverage) * (point.Risk + risk) / 2;
            (coverage, risk) = (point.Coverage, point.Risk);
        }
        return area;
    }
}
