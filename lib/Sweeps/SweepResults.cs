using System.Globalization;
using System.Text;
using EarlyExit.Exits;
using EarlyExit.Regimes;
using Microsoft.Data.Analysis;

namespace EarlyExit.Sweeps;

/// <summary>A cell with its result.</summary>
public sealed record SweepRow(SweepCell Cell, CellResult Result);

/// <summary>A cell that failed, and the last lines that were written.</summary>
public sealed record SweepFailure(SweepCell Cell, string LastLines);

/// <summary>What a study has brought so far. The table depends on the cells alone, not on who computed them, in what order, or in how many attempts.</summary>
/// <param name="Rows">Cells with a result, in the order of the study.</param>
/// <param name="Failures">Cells that failed and have no result.</param>
/// <param name="Holes">Cells without a result that did not fail.</param>
public sealed record SweepResults(IReadOnlyList<SweepRow> Rows, IReadOnlyList<SweepFailure> Failures, IReadOnlyList<SweepCell> Holes)
{
    /// <summary>Lists the study's results once and reads each.</summary>
    internal static SweepResults Of(Sweep sweep)
    {
        var (done, failed) = sweep.Store.List();
        var results = sweep.Cells.AsParallel().AsOrdered().Select(cell => (cell, Result: done.Contains(cell.Id) ? sweep.Store.Read(cell.Id) : null)).ToArray();
        return new(
            [.. from one in results where one.Result is not null select new SweepRow(one.cell, one.Result)],
            [.. from one in results where one.Result is null && failed.Contains(one.cell.Id) select new SweepFailure(one.cell, sweep.Store.ReadFailure(one.cell.Id))],
            [.. from one in results where one.Result is null && !failed.Contains(one.cell.Id) select one.cell]);
    }

    /// <summary>Builds of the library that computed the results; with more than one, the rows may not be comparable.</summary>
    public IReadOnlyList<string> Builds => [.. Rows.Select(row => row.Result.Origin.Build).Distinct().Order()];

    /// <summary>A row for each result: id, the axes, costs and accuracies of the first and the last exit, accuracy at budgets, measures, training MACs.</summary>
    public DataFrame Frame => new([
        Words("id", row => row.Cell.Id),
        .. SweepAxes.Names.Select((axis, k) => axis == "seed"
            ? (DataFrameColumn)new Int32DataFrameColumn(axis, Rows.Select(row => row.Cell.Seed)) : Words(axis, row => row.Cell.Values[k])),
        .. Numbers.Select(column => new DoubleDataFrameColumn(column.Name, Rows.Select(row => column.Value(row.Result)))),
    ]);

    private static IReadOnlyList<(string Name, Func<CellResult, double?> Value)> Numbers { get; } =
    [
        ("first exit cost", result => result.Costs[0]),
        ("first exit accuracy", result => result.Accuracy[0]),
        ("last exit accuracy", result => result.Accuracy[^1]),
        .. Budgets.Standard.Select((budget, k) => ($"accuracy at {Budgets.Label(budget)}", (Func<CellResult, double?>)(result => result.AtBudgets[k]))),
        .. Budgets.Standard.Select((budget, k) => ($"by criterion at {Budgets.Label(budget)}", (Func<CellResult, double?>)(result => result.ByCriterion[k]))),
        .. TrainedWork.Measured.Select((measure, k) => (measure.Name, (Func<CellResult, double?>)(result => result.Measures[k] is var value && double.IsNaN(value) ? null : value))),
        ("training MACs", result => result.TrainingMacs),
    ];

    /// <summary>The table of <see cref="Frame"/> as text: commas, a header, numbers to their last digit, nothing where there is no number.</summary>
    public string Csv
    {
        get
        {
            var text = new StringBuilder();
            Line(["id", .. SweepAxes.Names, .. Numbers.Select(column => column.Name)]);
            foreach (var (cell, result) in Rows.Select(row => (row.Cell, row.Result)))
                Line([cell.Id, .. cell.Values, .. Numbers.Select(column => column.Value(result)?.ToString("R", CultureInfo.InvariantCulture) ?? "")]);
            return text.ToString();

            void Line(IEnumerable<string> row) => text.AppendJoin(',', row.Select(Quoted)).Append('\n');

            static string Quoted(string text) => text.AsSpan().ContainsAny(",\"\n") ? $"\"{text.Replace("\"", "\"\"")}\"" : text;
        }
    }

    /// <summary>
    /// The papers' tables: for each combination of the other axes that vary, regimes by budgets, mean accuracy and 95 % interval over seeds. A
    /// budget that the first exit of a seed exceeds has none.
    /// </summary>
    /// <param name="byCriterion">Thresholds of the method's own criterion chosen on the validation part, in place of the papers' on the test part.</param>
    public IReadOnlyList<(string Name, BudgetTable Table)> AtBudgets(bool byCriterion = false)
    {
        var (regime, seed) = (SweepAxes.Names.Index().First(axis => axis.Item == "regime").Index, SweepAxes.Names.Index().First(axis => axis.Item == "seed").Index);
        var varying = Enumerable.Range(0, SweepAxes.Names.Count)
            .Where(axis => axis != regime && axis != seed && Rows.Select(row => row.Cell.Values[axis]).Distinct().Count() > 1).ToArray();
        return [.. from row in Rows
                   group row by string.Join(", ", varying.Select(axis => row.Cell.Values[axis])) into table
                   select (table.Key, new BudgetTable([
                       .. from same in table.GroupBy(row => row.Cell.Regime.Name)
                          from budget in Budgets.Standard.Index()
                          let seeds = same.OrderBy(row => row.Cell.Seed).Select(row => (byCriterion ? row.Result.ByCriterion : row.Result.AtBudgets)[budget.Index]).ToArray()
                          select new AccuracyAtBudget(same.Key, budget.Item, seeds.Contains(null) ? [] : [.. seeds.Select(accuracy => accuracy!.Value)])]))];
    }

    private StringDataFrameColumn Words(string name, Func<SweepRow, string> value) => new(name, Rows.Select(value));
}
