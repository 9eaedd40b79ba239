using System.Text.Json.Nodes;
using EarlyExit.Charts;

namespace EarlyExit.Tests.Charts;

/// <summary>What a figure gives to plotly.js, part by part.</summary>
internal static class FigureParts
{
    internal static IEqualityComparer<double> Close { get; } = EqualityComparer<double>.Create((a, b) => Math.Abs(a - b) < 1e-3, _ => 0);

    internal static JsonNode Layout(Figure figure) => JsonNode.Parse(figure.ToPlotlyJson())!["layout"]!;

    internal static IReadOnlyList<JsonNode> Traces(Figure figure) => [.. JsonNode.Parse(figure.ToPlotlyJson())!["data"]!.AsArray().Select(trace => trace!)];

    internal static JsonNode Trace(Figure figure, int trace) => Traces(figure)[trace];

    /// <summary>The numbers of an array, NaN for gaps.</summary>
    internal static double[] Numbers(Figure figure, int trace, string axis) => Numbers(Trace(figure, trace)[axis]);

    internal static double[] Numbers(JsonNode? array) => [.. array!.AsArray().Select(value => (double?)value ?? double.NaN)];

    internal static string[] Texts(JsonNode? array) => [.. array!.AsArray().Select(value => (string)value!)];
}
