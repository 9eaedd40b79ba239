using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using EarlyExit.Workbook;

namespace EarlyExit.Charts;

/// <summary>Verdicts as JSON files.</summary>
internal static class VerdictFile
{
    private static readonly JsonSerializerOptions Options = new()
    {
        WriteIndented = true,
        NewLine = "\n",
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.KebabCaseLower, allowIntegerValues: false) },
        RespectRequiredConstructorParameters = true,
        RespectNullableAnnotations = true,
    };

    internal static string ToJson(Verdict verdict) => JsonSerializer.Serialize(
        new Stored(
            verdict.Notebook, verdict.Claim, verdict.Paper, verdict.Outcome, verdict.Summary, verdict.Data, verdict.Seeds, verdict.Samples,
            verdict.Scale, verdict.Rows, verdict.Networks),
        Options) + "\n";

    /// <exception cref="FormatException">The file is not a verdict; the message names it and says why.</exception>
    internal static Verdict Read(string path)
    {
        try
        {
            var stored = JsonSerializer.Deserialize<Stored>(File.ReadAllText(path), Options)!;
            return Verdict.For(stored.Notebook, stored.Claim, stored.Paper) with
            {
                Rows = [.. stored.Rows.Select((row, k) => row ?? throw new ArgumentException($"row {k + 1} is null."))],
                Data = stored.Data,
                Seeds = stored.Seeds,
                Networks = stored.Networks,
                Samples = stored.Samples,
                Scale = stored.Scale,
            };
        }
        catch (Exception error) when (error is JsonException or ArgumentException or NullReferenceException)
        {
            throw new FormatException($"{path} is not a verdict: {error.Message}", error);
        }
    }

    // Outcome and Summary follow from the rows; they are there for readers other than us.
    private sealed record Stored(
        string Notebook, string Claim, string Paper, Outcome Outcome, string Summary, string Data, int Seeds, int Samples, Scale Scale,
        IReadOnlyList<VerdictRow> Rows, int Networks = 0);
}
