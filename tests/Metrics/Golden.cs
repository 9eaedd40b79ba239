using System.Text.Json;

namespace EarlyExit.Tests.Metrics;

/// <summary>The golden values beside their script in <c>tests/golden/metrics</c>.</summary>
internal static class Golden
{
    private static readonly JsonSerializerOptions Format = new(JsonSerializerDefaults.Web);

    public static T Read<T>(string file) =>
        JsonSerializer.Deserialize<T>(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "golden", "metrics", file)), Format)!;
}

/// <summary>Scores with ties, labels, and what other libraries make of them.</summary>
public sealed record RankedCase(double[] Scores, int[] Labels, Dictionary<string, double> Values)
{
    public static TheoryData<RankedCase> All => [.. Golden.Read<RankedCase[]>("ranked.json")];

    public bool[] IsTrue => [.. Labels.Select(label => label == 1)];

    public override string ToString() => $"{Scores.Length} samples";
}
