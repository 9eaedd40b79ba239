namespace EarlyExit.Bench;

/// <summary>Two sides that took turns.</summary>
/// <param name="Ours">Median seconds of ours.</param>
/// <param name="Peer">Median seconds of the peer.</param>
/// <param name="Ratio">Median of the rounds' peer / ours: what slows the machine down for a while slows both sides of a round.</param>
/// <param name="Low">Lower quartile of the rounds' ratios.</param>
/// <param name="High">Upper quartile of the rounds' ratios.</param>
internal sealed record Duel(double Ours, double Peer, double Ratio, double Low, double High)
{
    private const double SampleSeconds = .1, LongSeconds = 2;
    private const int MostTimes = 1_000_000;

    /// <summary>Warms both up, then lets them take turns; who begins changes from round to round.</summary>
    /// <param name="ours">Ours.</param>
    /// <param name="peer">The peer.</param>
    /// <param name="rounds">At least 1.</param>
    public static Duel Of(ISide ours, ISide peer, int rounds)
    {
        var (timesOurs, timesPeer) = (TimesFor(ours), TimesFor(peer));
        var (a, b) = (new double[rounds], new double[rounds]);
        for (var round = 0; round < rounds; round++)
        {
            if (round % 2 == 0) a[round] = ours.Seconds(timesOurs);
            b[round] = peer.Seconds(timesPeer);
            if (round % 2 == 1) a[round] = ours.Seconds(timesOurs);
        }
        double[] ratios = [.. b.Zip(a, (theirs, mine) => theirs / mine)];
        return new(Quantile(a, .5), Quantile(b, .5), Quantile(ratios, .5), Quantile(ratios, .25), Quantile(ratios, .75));
    }

    /// <summary>A quantile by linear interpolation between the ordered values.</summary>
    internal static double Quantile(IReadOnlyList<double> values, double level)
    {
        double[] sorted = [.. values.Order()];
        var place = level * (sorted.Length - 1);
        var below = (int)place;
        return below + 1 < sorted.Length ? sorted[below] + (place - below) * (sorted[below + 1] - sorted[below]) : sorted[below];
    }

    // Twice to warm up, and so often per sample that the clock's grain and a pipe's delay do not matter.
    private static int TimesFor(ISide side)
    {
        if (side.Seconds(1) > LongSeconds) return 1;
        var times = 1;
        for (var seconds = side.Seconds(1); seconds * times < SampleSeconds && times < MostTimes; seconds = side.Seconds(times))
            times = (int)Math.Clamp(Math.Ceiling(1.2 * SampleSeconds / Math.Max(seconds, 1e-9)), 2 * times, MostTimes);
        return times;
    }
}
