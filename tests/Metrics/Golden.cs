using System.Text.Json;
using EarlyExit.Exits;
using EarlyExit.Metrics;

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

    public RankedLabels Ranked => RankedLabels.Of(Scores, IsTrue);

    public override string ToString() => $"{Scores.Length} samples";
}

/// <summary>Two lists that go together, and a third that both go with.</summary>
public sealed record PairsCase(double[] X, double[] Y, double[] Z, double[] Ranks, Dictionary<string, double> Values)
{
    public static TheoryData<PairsCase> All => [.. Golden.Read<PairsCase[]>("pairs.json")];

    public override string ToString() => $"{X.Length} pairs";
}

/// <summary>Logits of one exit.</summary>
public sealed record ClassesCase(float[] Logits, int[] Labels, int Classes, Dictionary<string, double> Values, Dictionary<string, double[]> Scores)
{
    public static TheoryData<ClassesCase> All => [.. Golden.Read<ClassesCase[]>("classes.json")];

    public ExitOutputs ToOutputs() => new(Logits, Labels, [1], Classes, OutputsInfo.Unknown);

    public override string ToString() => $"{Classes} classes";
}
