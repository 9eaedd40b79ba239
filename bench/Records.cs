using System.Text.Json;
using EarlyExit.Workbook;

namespace EarlyExit.Bench;

/// <summary>Results as JSON records.</summary>
internal static class Records
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, NewLine = "\n" };

    /// <summary>Writes an array of records {row, variant, ours, peer, unit, ratio, mark}.</summary>
    public static void Write(string file, IReadOnlyList<Result> results) =>
        AtomicFile.WriteText(file, JsonSerializer.Serialize(results.Select(Record), Indented) + "\n");

    private static object Record(Result result) => new
    {
        row = result.Row,
        variant = result.Variant,
        ours = result.Ours,
        peer = result.Peer,
        unit = result.Unit,
        ratio = result.Ratio,
        mark = result.Mark,
    };
}
