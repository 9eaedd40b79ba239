using System.Globalization;

namespace EarlyExit.Bench;

/// <summary>Results as lines of a table in a terminal.</summary>
internal static class Report
{
    public static string Header { get; } = Columns("row", "variant", "ours", "peer", "ratio", "quartiles", "mark", "");

    public static string Line(Result result) => Columns(
        result.Row, result.Variant, Text(result.Ours, result.Unit), Text(result.Peer, result.Unit), Factor(result.Ratio),
        Spread(result), Mark(result), result.Note).TrimEnd();

    /// <summary>How many marks are reached, and which are not.</summary>
    public static string Summary(IReadOnlyList<Result> results)
    {
        var missed = results.Where(result => result.Reached == false).Select(result => $"{result.Row}, {result.Variant}").ToArray();
        var asked = results.Count(result => result.Mark is not null);
        return missed.Length == 0 ? $"All {asked} marks reached." : $"{asked - missed.Length} of {asked} marks reached; not: {string.Join("; ", missed)}.";
    }

    /// <summary>Seconds in a unit that fits, or a plain factor.</summary>
    public static string Text(double value, string unit) => unit != "s" ? Factor(value) : value switch
    {
        < 1e-3 => Digits(value * 1e6) + " us",
        < 1 => Digits(value * 1e3) + " ms",
        _ => Digits(value) + " s",
    };

    /// <summary>Three significant digits.</summary>
    public static string Factor(double value) => Digits(value);

    public static string Spread(Result result) => result.Low == result.High ? "" : $"{Factor(result.Low)} to {Factor(result.High)}";

    public static string Mark(Result result) => result.Mark is { } mark
        ? mark.ToString("0.##", CultureInfo.InvariantCulture) + (result.Reached == true ? " reached" : " NOT reached")
        : "";

    private static string Digits(double value) => double.IsNaN(value) ? "-" : value switch
    {
        >= 100 => value.ToString("F0", CultureInfo.InvariantCulture),
        >= 10 => value.ToString("F1", CultureInfo.InvariantCulture),
        _ => value.ToString("F2", CultureInfo.InvariantCulture),
    };

    private static string Columns(string row, string variant, string ours, string peer, string ratio, string spread, string mark, string note) =>
        $"{row,-10} {variant,-44} {ours,9} {peer,9} {ratio,7}  {spread,-14} {mark,-18} {note}";
}
