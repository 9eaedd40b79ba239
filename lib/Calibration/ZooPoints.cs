using EarlyExit.Exits;
using EarlyExit.Metrics;

namespace EarlyExit.Calibration;

/// <summary>The networks of the zoo as points of a <see cref="ProxyStudy"/>.</summary>
public static class ZooPoints
{
    /// <summary>The temperatures that <see cref="Temperatures"/> takes by default, as factors of the fitted ones.</summary>
    public static IReadOnlyList<double> StandardFactors { get; } = [.25, .5, .7, 1, 1.4, 2, 4];

    /// <summary>The test outputs of every network as they are.</summary>
    public static IReadOnlyList<StudyPoint> Raw(this IEnumerable<ZooNetwork> zoo) => [.. zoo.Select(Raw)];

    /// <summary>
    /// The test outputs of every network as they are and under several temperatures: accuracy stays, calibration and the order of
    /// samples move, so that what a proxy says within one network can be told from what it says of better networks.
    /// </summary>
    /// <param name="zoo">The networks.</param>
    /// <param name="factors">Each exit's temperature is the fitted one (on <see cref="ZooNetwork.ForCalibrators"/>) times this; <see cref="StandardFactors"/> when none is given.</param>
    public static IReadOnlyList<StudyPoint> Temperatures(this IEnumerable<ZooNetwork> zoo, params IReadOnlyList<double> factors)
    {
        var all = factors.Count > 0 ? factors : StandardFactors;
        return [.. zoo.AsParallel().AsOrdered().SelectMany(net => All(net, all))];
    }

    private static StudyPoint Raw(ZooNetwork net) => new(net.Name, "raw", net.Test);

    private static IEnumerable<StudyPoint> All(ZooNetwork net, IReadOnlyList<double> factors)
    {
        yield return Raw(net);
        var fitted = Temperature.PerExit.Fit(net.ForCalibrators).Temperatures;
        foreach (var factor in factors)
        {
            var scaled = Temperature.Of(net.Test.C, [.. fitted.Select(temperature => factor * temperature)]).Apply(net.Test);
            yield return new(net.Name, FormattableString.Invariant($"fitted temperature x {factor:0.##}"), scaled);
        }
    }
}
