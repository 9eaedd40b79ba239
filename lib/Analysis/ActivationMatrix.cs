namespace EarlyExit.Analysis;

/// <summary>What of a layer's output for one sample makes a row.</summary>
public enum FeatureLayout
{
    /// <summary>All numbers: C x H x W of a map, T x F of tokens.</summary>
    Flattened,

    /// <summary>The mean over height and width of a map, or over tokens: C or F numbers.</summary>
    Pooled,
}

/// <summary>Where in a layer its output is taken.</summary>
public enum ActivationPlace
{
    /// <summary>After its last non-linearity: what the next layer and the head see.</summary>
    AfterNonLinearity,

    /// <summary>Before it. A layer that does not end with one, such as a transformer block, has the same output at both places.</summary>
    BeforeNonLinearity,
}

/// <summary>Whether each feature's mean over the samples is taken off.</summary>
public enum Centring
{
    /// <summary>It is: the singular values are those of the covariance, up to squares and the number of samples.</summary>
    PerFeature,

    /// <summary>It is not: after a ReLU the mean alone often makes the largest singular value.</summary>
    None,
}

/// <summary>How the activations of a layer become a matrix [N, F] with one row for each sample: the convention that a rank rests on.</summary>
public sealed record ActivationMatrix
{
    /// <summary>Flattened or pooled.</summary>
    public FeatureLayout Layout { get; init; } = FeatureLayout.Flattened;

    /// <summary>Before or after the non-linearity.</summary>
    public ActivationPlace Place { get; init; } = ActivationPlace.AfterNonLinearity;

    /// <summary>Centred or not.</summary>
    public Centring Centring { get; init; } = Centring.PerFeature;

    /// <summary>As in <c>flattened, after the non-linearity, centred</c>.</summary>
    public override string ToString() => string.Join(", ",
        Layout == FeatureLayout.Flattened ? "flattened" : "pooled",
        Place == ActivationPlace.AfterNonLinearity ? "after the non-linearity" : "before the non-linearity",
        Centring == Centring.PerFeature ? "centred" : "not centred");
}
