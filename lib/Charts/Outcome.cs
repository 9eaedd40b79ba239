namespace EarlyExit.Charts;

/// <summary>Whether a claim holds here.</summary>
public enum Outcome
{
    /// <summary>The data say so.</summary>
    Holds,

    /// <summary>The data say the opposite.</summary>
    DoesNotHold,

    /// <summary>The effect is not there, but the networks or data are much smaller than the paper's, so that it need not be.</summary>
    NotReproducedAtThisScale,

    /// <summary>The data are too few to tell.</summary>
    Undecided,
}

/// <summary>How outcomes are written.</summary>
internal static class Outcomes
{
    internal static string Words(this Outcome outcome) => outcome switch
    {
        Outcome.Holds => "holds",
        Outcome.DoesNotHold => "does not hold",
        Outcome.NotReproducedAtThisScale => "not reproduced at this scale",
        _ => "undecided",
    };

    /// <summary>A sign that differs in shape, so that colour is not needed.</summary>
    internal static string Sign(this Outcome outcome) => outcome switch
    {
        Outcome.Holds => "✔",
        Outcome.DoesNotHold => "✘",
        Outcome.NotReproducedAtThisScale => "≈",
        _ => "?",
    };

    internal static string Colour(this Outcome outcome) => outcome switch
    {
        Outcome.Holds => "#00664b",
        Outcome.DoesNotHold => "#a84300",
        _ => Style.Muted,
    };
}
