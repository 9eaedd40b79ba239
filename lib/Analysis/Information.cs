using System.Globalization;

namespace EarlyExit.Analysis;

/// <summary>An estimate of mutual information and what it cannot tell.</summary>
/// <param name="Nats">The estimate, in nats.</param>
/// <param name="Error">Its standard error over samples: not its bias, which <paramref name="Limits"/> is about.</param>
/// <param name="Ceiling">The most that this estimator can return here, in nats. An estimate near it says "at least this much".</param>
/// <param name="Limits">What the number is, and what it is not.</param>
public sealed record Information(double Nats, double Error, double Ceiling, string Limits) : IFormattable
{
    /// <summary>As in <c>2.31 of at most 6.91 nats</c>.</summary>
    public override string ToString() => ToString("F2", CultureInfo.InvariantCulture);

    /// <summary>The same with numbers in a format of one's own.</summary>
    public string ToString(string? format, IFormatProvider? formatProvider)
    {
        formatProvider ??= CultureInfo.InvariantCulture;
        return $"{Nats.ToString(format ?? "F2", formatProvider)} of at most {Ceiling.ToString(format ?? "F2", formatProvider)} nats";
    }

    /// <summary>Mean and standard error of values that are averaged over samples.</summary>
    internal static (double Mean, double Error) Average(IReadOnlyCollection<double> values)
    {
        var mean = values.Average();
        return (mean, values.Count > 1 ? Math.Sqrt(values.Sum(value => (value - mean) * (value - mean)) / (values.Count - 1.0) / values.Count) : double.PositiveInfinity);
    }
}
