using System.Text;
using EarlyExit.Exits;

namespace EarlyExit.Metrics;

/// <summary>One thing that is expected of a proxy.</summary>
/// <param name="Name">What.</param>
/// <param name="Passes">Whether the proxy does it.</param>
/// <param name="Finding">What was found.</param>
public sealed record ProxyCheck(string Name, bool Passes, string Finding);

/// <summary>What was expected of a proxy and what was found.</summary>
/// <param name="Proxy">The proxy.</param>
/// <param name="Checks">All checks.</param>
public sealed record ProxyReport(Proxy Proxy, IReadOnlyList<ProxyCheck> Checks)
{
    /// <summary>Whether all checks pass.</summary>
    public bool Passes => Checks.All(check => check.Passes);

    /// <summary>A line for each check.</summary>
    public override string ToString()
    {
        var text = new StringBuilder($"{Proxy.Name}: {(Passes ? "passes" : "does not pass")}");
        foreach (var check in Checks) text.Append($"\n{(check.Passes ? "pass" : "FAIL")}  {check.Name}: {check.Finding}");
        return text.ToString();
    }
}

/// <summary>Whether a proxy keeps to what a study expects of it, on small made-up outputs.</summary>
public static class ProxyChecks
{
    private const double Tolerance = 1e-9;

    /// <summary>All checks.</summary>
    public static ProxyReport All(Proxy proxy)
    {
        var network = MadeUpOutputs.Trained(seed: 1, exits: 4, samples: 400, classes: 5);
        var tied = MadeUpOutputs.Tied(network);
        return new(proxy,
        [
            Gives(proxy, "a number for an ordinary network", network, undefined: false),
            Same(proxy, "the same number twice", network, network),
            Same(proxy, "the same number whatever the order of samples", network, MadeUpOutputs.Shuffled(network)),
            Gives(proxy, "a number where many confidences are equal", tied, undefined: false),
            Same(proxy, "the same number whatever the order of samples of equal confidence", tied, MadeUpOutputs.Shuffled(tied)),
            Differs(proxy, network, MadeUpOutputs.Guessing(network)),
            Gives(proxy, "a number or NaN where all exits are right", MadeUpOutputs.Relabelled(network, right: true), undefined: true),
            Gives(proxy, "a number or NaN where all exits are wrong", MadeUpOutputs.Relabelled(network, right: false), undefined: true),
            Gives(proxy, "a number or NaN for constant logits", network.WithLogits(new float[network.Logits.Length], "constant"), undefined: true),
            Gives(proxy, "a number or NaN for certain confidences", network.WithLogits([.. network.Logits.ToArray().Select(z => 100 * z)], "certain"), undefined: true),
            Gives(proxy, "a number or NaN for one sample", network.Subset([0]), undefined: true),
            Gives(proxy, "a number or NaN for one exit", MadeUpOutputs.Trained(seed: 2, exits: 1, samples: 50, classes: 5), undefined: true),
            Gives(proxy, "a number or NaN for two classes", MadeUpOutputs.Trained(seed: 3, exits: 3, samples: 50, classes: 2), undefined: true),
        ]);
    }

    private static ProxyCheck Gives(Proxy proxy, string name, ExitOutputs outputs, bool undefined) => Try(name, () =>
    {
        var value = proxy.Value(outputs);
        return (double.IsFinite(value) || (undefined && double.IsNaN(value)), $"{value:G6}");
    });

    private static ProxyCheck Same(Proxy proxy, string name, ExitOutputs first, ExitOutputs second) => Try(name, () =>
    {
        var (a, b) = (proxy.Value(first), proxy.Value(second));
        return (Math.Abs(a - b) <= Tolerance * Math.Max(1, Math.Abs(a)) || a.Equals(b), $"{a:G6} and {b:G6}");
    });

    private static ProxyCheck Differs(Proxy proxy, ExitOutputs trained, ExitOutputs guessing) => Try("something else for a network that guesses", () =>
    {
        var (a, b) = (proxy.Value(trained), proxy.Value(guessing));
        return (!a.Equals(b), $"{a:G6} and {b:G6}");
    });

    private static ProxyCheck Try(string name, Func<(bool Passes, string Finding)> check)
    {
        try
        {
            var (passes, finding) = check();
            return new(name, passes, finding);
        }
        catch (Exception error)
        {
            return new(name, false, $"throws {error.GetType().Name}: {error.Message}");
        }
    }
}
