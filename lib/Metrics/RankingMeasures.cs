using EarlyExit.Exits;
using Group = EarlyExit.Metrics.MeasureGroup;

namespace EarlyExit.Metrics;

/// <summary>A measure of how two orders of the same samples go together.</summary>
/// <param name="Measure">Its name.</param>
/// <param name="Value">The number; NaN where it is undefined.</param>
internal sealed record RankingMeasure(Measure Measure, Func<TwoOrders, double> Value);

/// <summary>The confidences of the same samples before and after calibration.</summary>
internal sealed class TwoOrders
{
    private readonly int _count;

    /// <param name="before">Confidences <c>[L, N]</c>.</param>
    /// <param name="after">Confidences <c>[L, N]</c>.</param>
    /// <param name="exit">The exit; without one, all pairs of sample and deciding exit are in one order, as a shared threshold sees them.</param>
    public TwoOrders(ScoreTable before, ScoreTable after, int? exit)
    {
        var x = Compared(before);
        var y = Compared(after);
        _count = x.Length;
        if (_count == 0) return;
        Kendall = Kendall.Of(x, y);
        Spearman = Correlation.Spearman(x, y);

        ReadOnlySpan<double> Compared(ScoreTable confidences) =>
            exit is { } at ? confidences.Of(at) : confidences.Values[..((confidences.L - 1) * confidences.N)];
    }

    public Kendall Kendall { get; }

    public double Spearman { get; } = double.NaN;

    /// <summary>Why a measure is undefined, if it is.</summary>
    public string Why => _count switch
    {
        0 => "one exit decides nothing",
        1 => "one sample",
        _ => "confidence is the same for all samples",
    };
}

/// <summary>Every measure of what a calibrator did to the order by confidence, which is all that a threshold looks at.</summary>
internal static class RankingMeasures
{
    /// <summary>Kendall's tau-b against the raw confidence.</summary>
    public static Measure Tau { get; } = new(Group.Ranking, "Kendall's tau", "tau-b, against raw");

    /// <summary>All of them.</summary>
    public static IReadOnlyList<RankingMeasure> All { get; } =
    [
        new(Tau, orders => orders.Kendall.TauB),
        new(new(Group.Ranking, "discordant pairs", "share, against raw"), orders => orders.Kendall.DiscordantShare),
        new(new(Group.Ranking, "Spearman's rho", "mid-ranks, against raw"), orders => orders.Spearman),
    ];
}
