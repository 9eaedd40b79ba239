using EarlyExit.Exits;

namespace EarlyExit.Metrics;

/// <summary>Outputs that take part in a study.</summary>
/// <param name="Network">The network; outputs of the same network differ only in what was done to its logits.</param>
/// <param name="Variant">What was done, such as <c>raw</c> or <c>temperature 2</c>.</param>
/// <param name="Outputs">The outputs.</param>
public sealed record StudyPoint(string Network, string Variant, ExitOutputs Outputs);

/// <summary>How much better one proxy goes along with an efficiency than another: differences of their correlations.</summary>
/// <param name="Proxy">The one.</param>
/// <param name="Over">The other.</param>
/// <param name="OverAll">Over all outputs; for the interval both correlations are taken of the same draws of networks. NaN where it is undefined.</param>
/// <param name="GivenAccuracy">The same of the partial correlations given the mean accuracy of the exits.</param>
/// <param name="Within">Mean over networks of the difference over the variants of one network, with an interval from drawing networks.</param>
public sealed record ProxyLead(Proxy Proxy, Proxy Over, Interval OverAll, Interval GivenAccuracy, Interval Within);

/// <summary>Proxies and efficiencies of many outputs, to see which proxy goes along with efficiency.</summary>
public sealed class ProxyStudy
{
    private const int FewestVariants = 3;
    private readonly double[][] _proxies;
    private readonly double[][] _efficiencies;
    private readonly double[] _accuracies;

    private ProxyStudy(StudyPoint[] points, Proxy[] proxies, Efficiency[] efficiencies)
    {
        (Points, Proxies, Efficiencies) = (points, proxies, efficiencies);
        _proxies = Array.ConvertAll(proxies, _ => new double[points.Length]);
        _efficiencies = Array.ConvertAll(efficiencies, _ => new double[points.Length]);
        _accuracies = new double[points.Length];
        Parallel.For(0, points.Length, p =>
        {
            var outputs = points[p].Outputs;
            for (var k = 0; k < proxies.Length; k++) _proxies[k][p] = proxies[k].Value(outputs);
            for (var k = 0; k < efficiencies.Length; k++) _efficiencies[k][p] = efficiencies[k].Value(outputs);
            _accuracies[p] = outputs.Accuracy().Mean();
        });
    }

    private ProxyStudy(ProxyStudy whole, int[] kept)
    {
        (Points, Proxies, Efficiencies) = ([.. kept.Select(p => whole.Points[p])], whole.Proxies, whole.Efficiencies);
        _proxies = Array.ConvertAll(whole._proxies, values => Pick(values, kept));
        _efficiencies = Array.ConvertAll(whole._efficiencies, values => Pick(values, kept));
        _accuracies = Pick(whole._accuracies, kept);
    }

    /// <summary>The outputs.</summary>
    public IReadOnlyList<StudyPoint> Points { get; }

    /// <summary>The proxies.</summary>
    public IReadOnlyList<Proxy> Proxies { get; }

    /// <summary>What they are held against.</summary>
    public IReadOnlyList<Efficiency> Efficiencies { get; }

    /// <summary>Computes every proxy and efficiency of every point.</summary>
    /// <param name="points">At least one.</param>
    /// <param name="proxies">At least one. Called from several threads.</param>
    /// <param name="efficiencies">What they are held against; <see cref="Efficiency.Standard"/> where there is none.</param>
    /// <exception cref="ArgumentException">There are no points or no proxies.</exception>
    public static ProxyStudy Run(IEnumerable<StudyPoint> points, IEnumerable<Proxy> proxies, params Efficiency[] efficiencies)
    {
        StudyPoint[] all = [.. points];
        Proxy[] judged = [.. proxies];
        if (all.Length == 0) throw new ArgumentException("There are no outputs to study, expected at least one.", nameof(points));
        if (judged.Length == 0) throw new ArgumentException("There are no proxies to study, expected at least one.", nameof(proxies));
        return new ProxyStudy(all, judged, efficiencies.Length > 0 ? efficiencies : [.. Efficiency.Standard]);
    }

    /// <summary>The study of some of the points; nothing is computed again.</summary>
    /// <exception cref="ArgumentException">None is chosen.</exception>
    public ProxyStudy Where(Func<StudyPoint, bool> chosen)
    {
        int[] kept = [.. Enumerable.Range(0, Points.Count).Where(p => chosen(Points[p]))];
        if (kept.Length == 0) throw new ArgumentException($"None of the {Points.Count} outputs is chosen, expected at least one.", nameof(chosen));
        return new(this, kept);
    }

    /// <summary>A proxy's value at every point, in their order.</summary>
    public IReadOnlyList<double> Values(Proxy proxy) => _proxies[Index(Proxies, proxy, proxy.Name)];

    /// <summary>An efficiency at every point, in their order.</summary>
    public IReadOnlyList<double> Values(Efficiency efficiency) => _efficiencies[Index(Efficiencies, efficiency, efficiency.Name)];

    /// <summary>Every proxy against an efficiency, the one that goes along best first.</summary>
    /// <param name="against">One of <see cref="Efficiencies"/>; the first of them, area, by default.</param>
    /// <param name="kind">The coefficient of correlation.</param>
    /// <param name="resamples">How many bootstrap samples of whole networks the intervals rest on.</param>
    /// <param name="level">The level of the intervals.</param>
    /// <param name="seed">The same seed gives the same intervals.</param>
    /// <exception cref="ArgumentException">The efficiency is not part of the study.</exception>
    public Leaderboard Leaderboard(Efficiency? against = null, CorrelationKind kind = CorrelationKind.Spearman,
        int resamples = Bootstrap.StandardResamples, double level = .95, int seed = 0)
    {
        against ??= Efficiencies[0];
        var target = _efficiencies[Index(Efficiencies, against, against.Name)];
        var rows = new LeaderboardRow[Proxies.Count];
        Parallel.For(0, rows.Length, k => rows[k] = Row(Proxies[k], _proxies[k], target, kind, resamples, level, seed));
        return new Leaderboard(against.Name, kind, Points.Count, Points.Select(point => point.Network).Distinct().Count(),
            [.. rows.OrderByDescending(row => double.IsNaN(row.OverAll.Mean) ? double.NegativeInfinity : row.OverAll.Mean)]);
    }

    /// <summary>How much better one proxy goes along with an efficiency than another, over the outputs on which both are defined.</summary>
    /// <param name="proxy">One of <see cref="Proxies"/>.</param>
    /// <param name="over">Another, whose correlations are taken off.</param>
    /// <param name="against">One of <see cref="Efficiencies"/>; the first of them, area, by default.</param>
    /// <param name="kind">The coefficient of correlation.</param>
    /// <param name="resamples">How many bootstrap samples of whole networks the intervals rest on.</param>
    /// <param name="level">The level of the intervals.</param>
    /// <param name="seed">The same seed gives the same intervals.</param>
    /// <exception cref="ArgumentException">A proxy or the efficiency is not part of the study.</exception>
    public ProxyLead Lead(Proxy proxy, Proxy over, Efficiency? against = null, CorrelationKind kind = CorrelationKind.Spearman,
        int resamples = Bootstrap.StandardResamples, double level = .95, int seed = 0)
    {
        var target = Target(against);
        var (ahead, behind) = (_proxies[Index(Proxies, proxy, proxy.Name)], _proxies[Index(Proxies, over, over.Name)]);
        var networks = Networks(target, ahead, behind);
        int[][] several = [.. networks.Where(points => points.Length >= FewestVariants && !double.IsNaN(Gap(points, Plain)))];
        return new(proxy, over, Drawn(networks, Plain), Drawn(networks, Partial), several.Length == 0 ? Undefined(level)
            : Bootstrap.OfMean([.. several.Select(points => Gap(points, Plain))], resamples, level, seed));

        double Plain(double[] values, int[] points) => Correlation.Of(kind, Pick(values, points), Pick(target, points));

        double Partial(double[] values, int[] points) => Correlation.Partial(kind, Pick(values, points), Pick(target, points), Pick(_accuracies, points));

        double Gap(int[] points, Func<double[], int[], double> correlation) => correlation(ahead, points) - correlation(behind, points);

        Interval Drawn(int[][] of, Func<double[], int[], double> correlation) => of.Length == 0 ? Undefined(level)
            : Bootstrap.Percentile(of.Length, drawn => Gap([.. drawn.SelectMany(network => of[network])], correlation), resamples, level, seed);
    }

    /// <summary>The correlation over the variants of each network; NaN for networks with fewer than three and where it is undefined.</summary>
    /// <param name="proxy">One of <see cref="Proxies"/>.</param>
    /// <param name="against">One of <see cref="Efficiencies"/>; the first of them, area, by default.</param>
    /// <param name="kind">The coefficient of correlation.</param>
    /// <returns>Network by network, in the order of the points.</returns>
    /// <exception cref="ArgumentException">The proxy or the efficiency is not part of the study.</exception>
    public IReadOnlyList<(string Network, double Correlation)> Within(
        Proxy proxy, Efficiency? against = null, CorrelationKind kind = CorrelationKind.Spearman)
    {
        var (values, target) = (_proxies[Index(Proxies, proxy, proxy.Name)], Target(against));
        var defined = Networks(target, values).ToDictionary(points => Points[points[0]].Network);
        return [.. Points.Select(point => point.Network).Distinct().Select(network => (network,
            defined.TryGetValue(network, out var points) && points.Length >= FewestVariants
                ? Correlation.Of(kind, Pick(values, points), Pick(target, points)) : double.NaN))];
    }

    // Networks, not outputs, are drawn: variants of one network are not independent.
    private LeaderboardRow Row(Proxy proxy, double[] values, double[] target, CorrelationKind kind, int resamples, double level, int seed)
    {
        var groups = Networks(target, values);
        if (groups.Length == 0) return new(proxy, Undefined(level), double.NaN, 0, Undefined(level), 0);

        var overAll = Bootstrap.Percentile(groups.Length, drawn => Over(drawn, Plain), resamples, level, seed);
        var givenAccuracy = Bootstrap.Percentile(groups.Length, drawn => Over(drawn, Partial), resamples, level, seed);
        double[] within = [.. groups.Where(group => group.Length >= FewestVariants).Select(Plain).Where(r => !double.IsNaN(r))];
        return new(proxy, overAll, within.Mean(), within.Length, givenAccuracy, groups.Sum(group => group.Length));

        double Over(int[] drawn, Func<int[], double> correlation) => correlation([.. drawn.SelectMany(group => groups[group])]);

        double Plain(int[] points) => Correlation.Of(kind, Pick(values, points), Pick(target, points));

        double Partial(int[] points) => Correlation.Partial(kind, Pick(values, points), Pick(target, points), Pick(_accuracies, points));
    }

    // The points of each network at which everything is defined.
    private int[][] Networks(double[] target, params double[][] values) =>
    [
        .. Enumerable.Range(0, Points.Count)
            .Where(p => !double.IsNaN(target[p]) && values.All(one => !double.IsNaN(one[p])))
            .GroupBy(p => Points[p].Network, (_, members) => members.ToArray()),
    ];

    private double[] Target(Efficiency? against) => _efficiencies[against is null ? 0 : Index(Efficiencies, against, against.Name)];

    private static Interval Undefined(double level) => new(double.NaN, double.NaN, double.NaN, level, 0);

    private static double[] Pick(double[] values, int[] points) => Array.ConvertAll(points, point => values[point]);

    private static int Index<T>(IReadOnlyList<T> all, T one, string name) where T : class
    {
        for (var k = 0; k < all.Count; k++)
            if (ReferenceEquals(all[k], one)) return k;
        throw new ArgumentException($"'{name}' is not part of this study.");
    }
}
