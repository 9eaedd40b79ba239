using System.Text.Json;
using EarlyExit.Workbook;

namespace EarlyExit.Host.Promises;

/// <summary>How the last run of a promise's long tests ended: a file of data/promises.</summary>
/// <param name="Date">When it ended, UTC.</param>
/// <param name="Seconds">How long it took.</param>
/// <param name="Machine">Where.</param>
/// <param name="Tests">The long tests and how each ended: Pass, Fail or Skip.</param>
/// <param name="Counts">What they counted, by name: inputs tried, kills survived, bytes lost.</param>
/// <param name="Notes">What they measured that is no count.</param>
internal sealed record PromiseRecord(
    DateTime Date, double Seconds, string Machine, IReadOnlyList<TestOutcome> Tests, IReadOnlyDictionary<string, long> Counts, IReadOnlyList<string> Notes)
{
    private static readonly JsonSerializerOptions Format = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        NewLine = "\n",
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
    };

    /// <summary>Reads a file; null where there is none.</summary>
    /// <exception cref="UsageException">It is no record.</exception>
    public static PromiseRecord? Load(string path)
    {
        if (!File.Exists(path)) return null;
        try
        {
            return JsonSerializer.Deserialize<PromiseRecord>(File.ReadAllBytes(path), Format) ?? throw new JsonException("null");
        }
        catch (JsonException error)
        {
            throw new UsageException($"{path} is no record of a run of long tests ({error.Message}); ./workbook test --long makes it anew.");
        }
    }

    /// <summary>Writes a file, as a whole.</summary>
    public void Save(string path) => AtomicFile.WriteText(path, JsonSerializer.Serialize(this, Format) + "\n");
}

/// <summary>A long test.</summary>
/// <param name="Name">Class and method, without <c>EarlyExit.Tests.</c></param>
/// <param name="Result">Pass, Fail or Skip.</param>
/// <param name="Reason">Why it was skipped; empty otherwise.</param>
internal sealed record TestOutcome(string Name, string Result, string Reason);

/// <summary>A line that a long test reports: a count that is added up over a promise's tests, or a note.</summary>
/// <param name="Name">What was counted; empty for a note.</param>
/// <param name="Value">How many.</param>
/// <param name="Note">What was measured, in a sentence; empty for a count.</param>
internal sealed record Reported(string Name, long Value, string Note)
{
    /// <summary>The variable that tells long tests the file to report to.</summary>
    public const string Variable = "EARLYEXIT_PROMISES";

    /// <summary>What stands in a file: one report a line.</summary>
    public static IReadOnlyList<Reported> Read(string path) =>
        File.Exists(path) ? [.. File.ReadLines(path).Select(line => JsonSerializer.Deserialize<Reported>(line) ?? throw new JsonException($"{path} has a line without a report."))] : [];

    /// <summary>Adds a line to a file.</summary>
    public void AppendTo(string path) => File.AppendAllText(path, JsonSerializer.Serialize(this) + "\n");
}
