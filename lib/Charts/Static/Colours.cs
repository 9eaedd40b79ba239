using System.Globalization;
using System.Text.Json.Nodes;

namespace EarlyExit.Charts.Static;

/// <summary>Colours for values between a lowest and a highest.</summary>
internal sealed class Colours
{
    private readonly (double Place, string Colour)[] _stops;

    private Colours((double, string)[] stops, double low, double high) => (_stops, Low, High) = (stops, low, high);

    internal double Low { get; }

    internal double High { get; }

    /// <summary>The scale of a trace for values in a range; <see cref="Style.Sequential"/> where it has none.</summary>
    /// <exception cref="NotSupportedException">The scale is one of plotly's by name, which the picture does not know.</exception>
    internal static Colours Of(JsonNode trace, IEnumerable<double> values)
    {
        double[] finite = [.. values.Where(double.IsFinite)];
        var (low, high) = finite.Length == 0 ? (0, 1) : (finite.Min(), finite.Max());
        if (high == low) high = low + 1;
        (double, string)[] stops = trace["colorscale"] switch
        {
            null => [.. Style.Sequential],
            JsonArray array => [.. array.Select(stop => ((double)stop![0]!, Hex((string)stop[1]!)))],
            var name => throw new NotSupportedException($"The colour scale '{name}' is not known here; give its colours (Style.Sequential)."),
        };
        if ((bool?)trace["reversescale"] == true) stops = [.. stops.Reverse().Select(stop => (1 - stop.Item1, stop.Item2))];
        return new Colours(stops, low, high);
    }

    internal string At(double value) => AtShare((value - Low) / (High - Low));

    internal string AtShare(double share)
    {
        share = Math.Clamp(share, 0, 1);
        for (var i = 1; i < _stops.Length; i++)
            if (share <= _stops[i].Place)
                return Style.Between(_stops[i - 1].Colour, _stops[i].Colour, (share - _stops[i - 1].Place) / (_stops[i].Place - _stops[i - 1].Place));
        return _stops[^1].Colour;
    }

    /// <summary>The colour, darker (below 1) or as it is (1), as faces of a surface are in the shade.</summary>
    internal static string Shade(string colour, double light) => Style.Between("#10131c", colour, Math.Clamp(light, 0, 1));

    /// <summary>#rrggbb of a colour written so or as rgb(...) or rgba(...).</summary>
    /// <exception cref="FormatException">It is written in another way.</exception>
    private static string Hex(string colour)
    {
        if (colour is ['#', .. { Length: 6 }]) return colour;
        if (colour.StartsWith("rgb", StringComparison.Ordinal) && colour.Split('(', ',', ')') is [_, var r, var g, var b, ..])
            return $"#{Byte(r):x2}{Byte(g):x2}{Byte(b):x2}";
        throw new FormatException($"Colour '{colour}' of a scale, expected #rrggbb, rgb(...) or rgba(...).");

        static int Byte(string part) => (int)double.Parse(part, CultureInfo.InvariantCulture);
    }
}
