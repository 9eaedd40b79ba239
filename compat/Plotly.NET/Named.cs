namespace Plotly.NET.Compat;

/// <summary>A named value of plotly; the original's unions have these two members each.</summary>
public abstract class Named
{
    private readonly object _value;

    private protected Named(object value) => _value = value;

    /// <summary>What is written into the figure.</summary>
    public object Convert() => _value;

    /// <summary>What is written, as text.</summary>
    public override string ToString() => _value.ToString()!;
}
