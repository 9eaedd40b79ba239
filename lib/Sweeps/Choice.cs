using EarlyExit.Data;

namespace EarlyExit.Sweeps;

/// <summary>A value of an axis under the name that tables, <c>include</c> and <c>exclude</c> know it by. What it trains depends on the value alone.</summary>
/// <param name="Name">The name, one of its own on its axis.</param>
/// <param name="Value">The value.</param>
public sealed record Choice<T>(string Name, T Value);

/// <summary>A data set of a study, opened when first asked for.</summary>
/// <param name="name">The name on its axis.</param>
/// <param name="open">Opens it.</param>
public sealed class SweepData(string name, Func<IDataSet> open)
{
    private readonly Lazy<IDataSet> _set = new(open);

    /// <summary>A set that is open already, under its own name.</summary>
    public SweepData(IDataSet set) : this(set.Name, () => set) { }

    /// <summary>The name on its axis.</summary>
    public string Name => name;

    /// <summary>The set.</summary>
    public IDataSet Set => _set.Value;
}
