using System.Text.Json.Nodes;

namespace EarlyExit.Charts.Static;

internal enum AxisKind
{
    Linear,
    Logarithmic,
    Category,
}

/// <summary>
/// An axis: maps values to shares of its length. Categories lie at 0, 1, 2 and so on; ends of a logarithmic axis are logarithms. Its marks are
/// its own choice unless some are given.
/// </summary>
internal sealed record Axis(
    AxisKind Kind, double Low, double High, IReadOnlyList<string> Categories, IReadOnlyList<(double Value, string Label)>? Given, string Title,
    bool HasGrid, bool IsReversed)
{
    /// <summary>Where along the axis a value lies: 0 at its beginning, 1 at its end; NaN for what it cannot show.</summary>
    internal double Share(double value)
    {
        var share = (Scaled(value) - Low) / (High - Low);
        return IsReversed ? 1 - share : share;
    }

    /// <summary>Its marks as shares of the length, with their labels.</summary>
    internal IReadOnlyList<(double Share, string Label)> Marks(int most)
    {
        var ticks = Kind switch
        {
            _ when Given is not null => [.. Given.Select(mark => (Scaled(mark.Value), mark.Label)).Where(mark => mark.Item1 >= Low && mark.Item1 <= High)],
            AxisKind.Category => [.. Categories.Select((name, i) => ((double)i, name))],
            AxisKind.Logarithmic => Ticks.Logarithmic(Low, High, most),
            _ => Ticks.Linear(Low, High, most),
        };
        return [.. ticks.Select(tick => ((tick.Item1 - Low) / (High - Low), tick.Item2)).Select(tick => IsReversed ? (1 - tick.Item1, tick.Item2) : tick)];
    }

    private double Scaled(double value) => Kind == AxisKind.Logarithmic ? Math.Log10(value) : value;
}

/// <summary>Gathers what the traces of a plot need of one axis.</summary>
internal sealed class AxisNeeds
{
    private readonly List<string> _categories = [];
    private double _low = double.PositiveInfinity;
    private double _high = double.NegativeInfinity;
    private double _below;
    private double _above;

    /// <summary>Coordinates of numbers and of categories, NaN for gaps; 0, 1, 2 ... where a trace gives none.</summary>
    internal double[] Places(JsonNode? values, int count) => values is JsonArray array
        ? [.. array.Select(Place)]
        : [.. Enumerable.Range(0, count).Select(i => (double)i)];

    /// <summary>The axis shows these values.</summary>
    internal void Include(params IEnumerable<double> values)
    {
        foreach (var value in values)
            if (double.IsFinite(value)) (_low, _high) = (Math.Min(_low, value), Math.Max(_high, value));
    }

    /// <summary>The axis leaves some room beyond its values, as shares of their range.</summary>
    internal void LeaveRoom(double below, double above) => (_below, _above) = (Math.Max(_below, below), Math.Max(_above, above));

    /// <summary>The axis, as far as the layout does not say otherwise.</summary>
    internal Axis ToAxis(JsonNode? layout)
    {
        var kind = Kind((string?)layout?["type"]);
        var (low, high) = layout?["range"] is JsonArray { Count: 2 } range ? ((double)range[0]!, (double)range[1]!) : Automatic(kind);
        var reversed = low > high || (string?)layout?["autorange"] == "reversed";
        if (low > high) (low, high) = (high, low);
        if (high == low) (low, high) = (low - .5, high + .5);
        return new Axis(kind, low, high, _categories, Given(layout), Read.Title(layout), (bool?)layout?["showgrid"] ?? true, reversed);
    }

    private static IReadOnlyList<(double, string)>? Given(JsonNode? layout)
    {
        if (layout?["tickvals"] is not JsonArray values) return null;
        var labels = Read.Texts(layout["ticktext"]);
        return [.. Read.Numbers(values).Select((value, i) => (value, labels(i)))];
    }

    private AxisKind Kind(string? type) => type switch
    {
        "log" => AxisKind.Logarithmic,
        _ when _categories.Count > 0 => AxisKind.Category,
        _ => AxisKind.Linear,
    };

    private (double Low, double High) Automatic(AxisKind kind)
    {
        if (kind == AxisKind.Category) return (-.5, _categories.Count - .5);
        if (_low > _high) return (0, 1);
        if (kind == AxisKind.Logarithmic && _low <= 0)
            throw new ArgumentException($"A logarithmic axis is to show {_low}, expected values above 0.");
        var (low, high) = kind == AxisKind.Logarithmic ? (Math.Log10(_low), Math.Log10(_high)) : (_low, _high);
        var range = high > low ? high - low : 1;
        return (low - _below * range, high + _above * range);
    }

    private double Place(JsonNode? value)
    {
        if (value is null) return double.NaN;
        if (Read.TryNumber(value, out var number)) return number;
        var name = value.ToString();
        var place = _categories.IndexOf(name);
        if (place >= 0) return place;
        _categories.Add(name);
        return _categories.Count - 1;
    }
}
