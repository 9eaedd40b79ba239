namespace EarlyExit.Metrics;

/// <summary>What a measure tells.</summary>
public enum MeasureGroup
{
    /// <summary>How far confidence is from accuracy.</summary>
    Calibration,

    /// <summary>How well confidence tells right from wrong, or who may leave from who should go on.</summary>
    FailurePrediction,

    /// <summary>How far the order by confidence is still that of the raw logits.</summary>
    Ranking,

    /// <summary>What early exits buy: accuracy for cost.</summary>
    Efficiency,
}

/// <summary>A measure as it is known in tables and files.</summary>
/// <param name="Group">What it tells.</param>
/// <param name="Name">What it measures, such as <c>ECE</c>.</param>
/// <param name="Convention">How, where there is more than one way, such as <c>15 bins of equal width</c>; otherwise empty.</param>
public sealed record Measure(MeasureGroup Group, string Name, string Convention)
{
    /// <summary>The mean of this measure over all exits at which it is defined, as a measure of the whole network.</summary>
    public Measure MeanOverExits => With("mean over exits");

    internal Measure With(string further) => this with { Convention = Convention.Length > 0 ? $"{Convention}, {further}" : further };

    /// <summary>A convention's name in words: <c>MeanOfPrefixes</c> becomes <c>mean of prefixes</c>.</summary>
    internal static string Words<T>(T convention) where T : struct, Enum
    {
        var words = string.Concat(convention.ToString().Select(letter => char.IsUpper(letter) ? $" {char.ToLowerInvariant(letter)}" : $"{letter}"));
        return words.TrimStart();
    }
}

/// <summary>One number about outputs.</summary>
/// <param name="Measure">What it measures.</param>
/// <param name="Convention">How, where there is more than one way; otherwise empty.</param>
/// <param name="Exit">Of which exit, from 0; null where it is of the whole network.</param>
/// <param name="Variant">What was done to the confidence: <c>raw</c>, or the name of a calibrator.</param>
/// <param name="Value">The number; NaN where it is undefined.</param>
public sealed record MeasureValue(string Measure, string Convention, int? Exit, string Variant, double Value)
{
    /// <summary>What the measure tells.</summary>
    public MeasureGroup Group { get; private init; }

    /// <summary>Why the value is not a finite number; empty where it is one.</summary>
    public string Why { get; private init; } = "";

    /// <summary>Whether this is a value of a measure.</summary>
    public bool Is(Measure measure) => (Group, Measure, Convention) == (measure.Group, measure.Name, measure.Convention);

    internal static MeasureValue Of(Measure measure, int? exit, string variant, double value, Func<string> why) =>
        new(measure.Name, measure.Convention, exit, variant, value)
        {
            Group = measure.Group,
            Why = double.IsFinite(value) ? "" : why(),
        };
}
