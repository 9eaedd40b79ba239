using System.Globalization;
using System.Text;
using EarlyExit.Workbook;

namespace EarlyExit.Bench;

/// <summary>
/// The results of one call as they are committed: <c>results.json</c>, the records, and <c>results.md</c>, the table with machine, versions
/// and date. A row that is only measured when named has files of its own name.
/// </summary>
internal static class Published
{
    public static void Write(string folder, Machine machine, Limits limits, IReadOnlyList<Result> results)
    {
        Directory.CreateDirectory(folder);
        foreach (var file in results.GroupBy(result => Row.All.Single(row => row.Name == result.Row) is { OnlyWhenNamed: true } row ? row.Name : "results"))
        {
            Result[] rows = [.. file];
            Records.Write(Path.Combine(folder, $"{file.Key}.json"), rows);
            AtomicFile.WriteText(Path.Combine(folder, $"{file.Key}.md"), Table(machine, limits, rows, DateTime.UtcNow));
        }
    }

    internal static string Table(Machine machine, Limits limits, IReadOnlyList<Result> results, DateTime date)
    {
        var text = new StringBuilder("| Row | Variant | Ours | Peer | Ratio | Quartiles | Mark | |\n|---|---|---|---|---|---|---|---|\n");
        foreach (var result in results)
            text.Append(CultureInfo.InvariantCulture,
                $"| {result.Row} | {result.Variant} | {Report.Text(result.Ours, result.Unit)} | {Report.Text(result.Peer, result.Unit)} ")
                .Append(CultureInfo.InvariantCulture, $"| {Report.Factor(result.Ratio)} | {Report.Spread(result)} | {Report.Mark(result)} | {result.Note} |\n");
        text.Append(CultureInfo.InvariantCulture, $"\n{date:yyyy-MM-dd}, {string.Join("; ", machine.Lines)}; {limits}. {Report.Summary(results)}\n");
        return text.ToString();
    }
}
