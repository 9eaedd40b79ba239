using System.Collections;
using System.Net;
using System.Text;
using EarlyExit.Exits;
using EarlyExit.Metrics;

namespace EarlyExit.Regimes;

/// <summary>What a regime reaches within a cost.</summary>
/// <param name="Regime">Name of the regime.</param>
/// <param name="Budget">Mean relative cost allowed; 1 is the backbone without heads.</param>
/// <param name="Seeds">Accuracy in [0, 1] of each seed, in order; empty where the cheapest exit of one of them costs more.</param>
public sealed record AccuracyAtBudget(string Regime, double Budget, IReadOnlyList<double> Seeds)
{
    /// <summary>Mean and 95 % interval over the seeds, in [0, 1]; null where there are no accuracies.</summary>
    public Interval? Interval => Seeds.Count > 0 ? Metrics.Interval.OfMean(Seeds) : null;

    /// <summary>As 63.1 [62.0, 64.2] in per cent, or a dash.</summary>
    public override string ToString() => Seeds.Count > 0 ? Metrics.Interval.OfMean(Seeds.Select(accuracy => 100 * accuracy)).ToString("F1", null) : "-";
}

/// <summary>The papers' table: a row for each regime, a column for each budget, accuracy with an interval over seeds in each cell.</summary>
public sealed class BudgetTable(IReadOnlyList<AccuracyAtBudget> cells) : IReadOnlyList<AccuracyAtBudget>
{
    /// <summary>The regimes, row by row.</summary>
    public IReadOnlyList<string> Regimes => [.. cells.Select(cell => cell.Regime).Distinct()];

    /// <summary>The budgets, column by column.</summary>
    public IReadOnlyList<double> Budgets => [.. cells.Select(cell => cell.Budget).Distinct()];

    /// <summary>Number of cells.</summary>
    public int Count => cells.Count;

    /// <summary>A cell, row by row.</summary>
    public AccuracyAtBudget this[int index] => cells[index];

    /// <summary>The cell of a regime and a budget.</summary>
    /// <exception cref="KeyNotFoundException">There is none.</exception>
    public AccuracyAtBudget this[string regime, double budget] =>
        cells.FirstOrDefault(cell => cell.Regime == regime && cell.Budget == budget)
            ?? throw new KeyNotFoundException(
                $"There is no cell '{regime}' at {Exits.Budgets.Label(budget)}; regimes are {string.Join(", ", Regimes)}, budgets {string.Join(", ", Budgets.Select(Exits.Budgets.Label))}.");

    /// <summary>Aligned text, accuracies in per cent.</summary>
    public override string ToString()
    {
        string[][] rows = [["regime", .. Budgets.Select(Exits.Budgets.Label)], .. Regimes.Select(Row)];
        var widths = rows[0].Select((_, column) => rows.Max(row => row[column].Length)).ToArray();
        return string.Join("\n", rows.Select(row => string.Join("  ", row.Select((text, column) => text.PadRight(widths[column]))).TrimEnd()));
    }

    /// <summary>A plain HTML table, accuracies in per cent.</summary>
    public string ToHtml()
    {
        var html = new StringBuilder("<table><thead>");
        Append("th", ["regime", .. Budgets.Select(Exits.Budgets.Label)]);
        html.Append("</thead><tbody>");
        foreach (var regime in Regimes) Append("td", Row(regime));
        return html.Append("</tbody></table>").ToString();

        void Append(string tag, string[] row) =>
            html.Append($"<tr>{string.Concat(row.Select(text => $"<{tag}>{WebUtility.HtmlEncode(text)}</{tag}>"))}</tr>");
    }

    /// <inheritdoc/>
    public IEnumerator<AccuracyAtBudget> GetEnumerator() => cells.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private string[] Row(string regime) => [regime, .. Budgets.Select(budget => this[regime, budget].ToString())];
}
