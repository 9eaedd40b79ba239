using EarlyExit.Exits;
using Group = EarlyExit.Metrics.MeasureGroup;

namespace EarlyExit.Metrics;

/// <summary>A measure of a whole network.</summary>
/// <param name="Measure">Its name.</param>
/// <param name="Value">The number; NaN where it is undefined.</param>
/// <param name="Why">Why it is NaN.</param>
internal sealed record NetworkMeasure(Measure Measure, Func<JudgedNetwork, double> Value, Func<JudgedNetwork, string> Why);

/// <summary>A network with what its measures look at.</summary>
internal sealed class JudgedNetwork(ExitOutputs outputs, ScoreTable confidences, ExitTable<bool> mayLeave)
{
    public ExitOutputs Outputs => outputs;

    public ScoreTable Confidences => confidences;

    public ExitTable<bool> MayLeave => mayLeave;

    public Frontier Frontier { get; } = outputs.Frontier(confidences);

    public Frontier OnPapersGrid { get; } = outputs.Frontier(confidences, FrontierGrid.Papers);

    public Decisions Oracle { get; } = outputs.Decide(new Oracle());
}

/// <summary>Every measure of a whole network in every convention of this library, but for the means of <see cref="ExitMeasures"/>.</summary>
internal static class NetworkMeasures
{
    private const string Exact = "exact frontier", Grid = "100 even thresholds";

    /// <summary>Failure prediction (arXiv:2508.21495 v1).</summary>
    public static Measure Auroc { get; } = new(Group.FailurePrediction, "AUROC", "correctness");

    /// <summary>Early-exit failure prediction (arXiv:2508.21495 v3).</summary>
    public static Measure Eefp { get; } = new(Group.FailurePrediction, "EEFP", "");

    /// <summary>The area under the exact frontier.</summary>
    public static Measure Area { get; } = new(Group.Efficiency, "area", Exact);

    /// <summary>All of them.</summary>
    public static IReadOnlyList<NetworkMeasure> All { get; } =
    [
        .. Enum.GetValues<Averaging>().Select(averaging => OfLabels(Auroc, averaging, network => network.Outputs.Correct)),
        .. Enum.GetValues<Averaging>().Select(averaging => OfLabels(Eefp, averaging, network => network.MayLeave)),
        Of(Area, network => network.Frontier.Area()),
        Of(Area with { Convention = Grid }, network => network.OnPapersGrid.Area()),
        .. Budgets.Standard.SelectMany(budget => Enum.GetValues<BudgetRule>(), (budget, rule) => OfBudget(budget, rule, Exact, network => network.Frontier)),
        .. Budgets.Standard.Select(budget => OfBudget(budget, BudgetRule.LastBeforeExceeding, Grid, network => network.OnPapersGrid)),
        Of(new(Group.Efficiency, "accuracy", "oracle exit"), network => network.Oracle.Accuracy),
        Of(new(Group.Efficiency, "cost", "oracle exit"), network => network.Oracle.Cost),
    ];

    /// <summary>A measure over the exits that decide.</summary>
    public static Measure OverDeciding(Measure measure, Averaging averaging) =>
        measure.With(averaging == Averaging.Pooled ? "pooled over deciding exits" : "mean over deciding exits");

    /// <summary>Accuracy within a budget, by the papers' rule on the exact frontier.</summary>
    public static Measure AccuracyAt(double budget) => AccuracyAt(budget, BudgetRule.LastBeforeExceeding, Exact);

    private static Measure AccuracyAt(double budget, BudgetRule rule, string thresholds) =>
        new(Group.Efficiency, $"accuracy at {Budgets.Label(budget)}", $"{Measure.Words(rule)}, {thresholds}");

    private static NetworkMeasure OfLabels(Measure measure, Averaging averaging, Func<JudgedNetwork, ExitTable<bool>> labels) =>
        Of(OverDeciding(measure, averaging), network => OutputsMeasures.Auroc(network.Confidences, labels(network), averaging),
            network => network.Outputs.L == 1 ? "one exit decides nothing" : "all labels of the deciding exits are the same");

    private static NetworkMeasure OfBudget(double budget, BudgetRule rule, string thresholds, Func<JudgedNetwork, Frontier> frontier) =>
        Of(AccuracyAt(budget, rule, thresholds), network => frontier(network).AccuracyAt(budget, rule) ?? double.NaN,
            _ => "even the first exit costs more");

    private static NetworkMeasure Of(Measure measure, Func<JudgedNetwork, double> value, Func<JudgedNetwork, string>? why = null) =>
        new(measure, value, why ?? (_ => "undefined for these samples"));
}
