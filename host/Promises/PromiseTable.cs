using System.Globalization;
using EarlyExit.Workbook;

namespace EarlyExit.Host.Promises;

/// <summary>docs/promises.md: what is promised, which tests hold it, and what their last long run counted.</summary>
internal static class PromiseTable
{
    private const string Head = """
        # Promises

        What the workbook promises about files, runs and numbers that pass through it, and how each promise was last put to the test.
        `./workbook test` holds the quick form of every row; `./workbook test --long` runs the long ones, which take more than an hour,
        and writes this page from [`data/promises`](../data/promises). `./workbook test --long kills` runs one row alone. Every row has the
        date of its own last run to the end: a run renews the rows that it ran and leaves the others.

        | Promise | Kept | Counted | Last long run |
        |---|---|---|---|

        """;

    /// <summary>The file of a promise's record.</summary>
    public static string FileOf(Repository repository, Promise promise) => Path.Combine(repository.Promises, $"{promise.Key}.json");

    /// <summary>Makes the page from the records.</summary>
    public static void Write(Repository repository) => AtomicFile.WriteText(Path.Combine(repository.Docs, "promises.md"),
        Page([.. Promise.All.Select(promise => (promise, PromiseRecord.Load(FileOf(repository, promise))))]));

    /// <summary>The page as Markdown.</summary>
    public static string Page(IReadOnlyList<(Promise Promise, PromiseRecord? Record)> rows) =>
        Head + string.Concat(rows.Select(row => $"{Line(row.Promise, row.Record)}\n")) + string.Concat(rows.Select(row => Section(row.Promise, row.Record)));

    private static string Line(Promise promise, PromiseRecord? record) => record is null
        ? $"| [{promise.Key}](#{promise.Key}): {promise.Statement} | by the quick tests | no long run yet | |"
        : $"| [{promise.Key}](#{promise.Key}): {promise.Statement} | {Verdict(record)} | {Counts(record)} | {record.Date:yyyy-MM-dd}, {Duration(record)} |";

    /// <summary>In a word or two whether the tests passed.</summary>
    public static string Verdict(PromiseRecord record)
    {
        int Ended(string result) => record.Tests.Count(test => test.Result == result);
        if (record.Tests.Count == 0) return "no test was run";
        if (Ended("Fail") > 0) return $"**NO**: {Ended("Fail")} of {record.Tests.Count} long tests failed";
        return Ended("Skip") > 0 ? $"in part: {Ended("Skip")} of {record.Tests.Count} long tests skipped" : "yes";
    }

    /// <summary>All counts in a line.</summary>
    public static string Counts(PromiseRecord record) =>
        string.Join(", ", record.Counts.Select(count => string.Create(CultureInfo.InvariantCulture, $"{count.Key} {count.Value:N0}")));

    private static string Duration(PromiseRecord record) => TimeSpan.FromSeconds(record.Seconds) is var time && time.TotalMinutes < 1
        ? $"{time.Seconds} s"
        : string.Create(CultureInfo.InvariantCulture, $"{time.TotalMinutes:F0} min");

    private static string Section(Promise promise, PromiseRecord? record)
    {
        List<string> lines = ["", $"## {promise.Key}", promise.Statement, "", $"At every `./workbook test`: {string.Join(", ", promise.Tests.Select(Link))}."];
        if (record is null)
        {
            lines.AddRange(["", $"`./workbook test --long {promise.Key}` has not been run to its end yet."]);
        }
        else
        {
            lines.AddRange(["", $"`./workbook test --long {promise.Key}`, {record.Date:yyyy-MM-dd HH:mm} UTC, {record.Machine}:", ""]);
            lines.AddRange(record.Tests.Select(test => $"- {test.Result.ToUpperInvariant()} `{test.Name}`{(test.Reason.Length > 0 ? $": {test.Reason}" : "")}"));
            lines.AddRange(record.Notes.Select(note => $"- {note}"));
        }
        return string.Join('\n', lines) + "\n";
    }

    private static string Link(string test) => $"[`{test}`](../tests/{test.Replace('.', '/')}.cs)";
}
