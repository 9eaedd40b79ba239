using System.Globalization;
using EarlyExit.Exits;
using EarlyExit.Metrics;
using EarlyExit.Tests.Exits;
using EarlyExit.Workbook;

namespace EarlyExit.Tests.Metrics;

/// <summary>The tables of docs/degenerate-inputs.md, cell by cell.</summary>
public class DegenerateInputsTests
{
    private static readonly Dictionary<string, (double[] Scores, bool[] Labels)> OfScores = new()
    {
        ["all right"] = ([.6, .7, .8, .9], [true, true, true, true]),
        ["all wrong"] = ([.6, .7, .8, .9], [false, false, false, false]),
        ["constant"] = ([.7, .7, .7, .7], [true, false, true, false]),
        ["one sample"] = ([.7], [true]),
    };

    private static readonly Dictionary<string, ExitOutputs> OfNetworks = new()
    {
        ["all right"] = MadeUp.FromCorrect([.5, 1], "1111", "1111"),
        ["all wrong"] = MadeUp.FromCorrect([.5, 1], "0000", "0000"),
        ["constant logits"] = new(new float[16], [0, 1, 0, 1], [.5, 1], 2, OutputsInfo.Unknown),
        ["one exit"] = MadeUp.FromCorrect([1], "1010"),
    };

    private static readonly Dictionary<string, Func<double[], bool[], double>> ScoreMeasures = new()
    {
        ["AUROC"] = (s, l) => FailurePrediction.Auroc(s, l),
        ["AUPR success"] = (s, l) => FailurePrediction.AuprSuccess(RankedLabels.Of(s, l)),
        ["AUPR error"] = (s, l) => FailurePrediction.AuprError(RankedLabels.Of(s, l)),
        ["FPR at 95 % TPR"] = (s, l) => FailurePrediction.FprAtTpr(RankedLabels.Of(s, l)),
        ["AURC, mean of prefixes"] = (s, l) => RiskCoverage.Aurc(RankedLabels.Of(s, l)),
        ["AURC, trapezoid of prefixes"] = (s, l) => RiskCoverage.Aurc(RankedLabels.Of(s, l), AurcConvention.TrapezoidOfPrefixes),
        ["AURC, distinct thresholds"] = (s, l) => RiskCoverage.Aurc(RankedLabels.Of(s, l), AurcConvention.DistinctThresholds),
        ["E-AURC"] = (s, l) => RiskCoverage.ExcessAurc(RankedLabels.Of(s, l)),
        ["AUGRC"] = (s, l) => RiskCoverage.Augrc(RankedLabels.Of(s, l)),
        ["accuracy at coverage .5"] = (s, l) => RiskCoverage.AccuracyAtCoverage(RankedLabels.Of(s, l), .5),
        ["ECE"] = (s, l) => CalibrationError.Ece(s, l),
        ["ECE, equal mass"] = (s, l) => CalibrationError.Ece(s, l, binning: Binning.EqualMass),
        ["MCE"] = (s, l) => CalibrationError.Mce(s, l),
        ["L2"] = (s, l) => CalibrationError.L2(s, l),
        ["L2, debiased"] = (s, l) => CalibrationError.L2Debiased(s, l),
        ["KS"] = (s, l) => CalibrationError.Ks(s, l),
        ["Brier"] = (s, l) => ProperScores.Brier(s, l),
        ["NLL"] = (s, l) => ProperScores.Nll(s, l),
        ["grouping loss, plug-in"] = (s, l) => GroupingLoss.LowerBound(s, l, s).Plugin,
        ["grouping loss, debiased"] = (s, l) => GroupingLoss.LowerBound(s, l, s).Debiased,
    };

    private static readonly Dictionary<string, Func<ExitOutputs, double>> NetworkMeasures = new()
    {
        ["AUROC, over exits"] = o => o.Auroc(Scores.MaxSoftmax),
        ["AUROC, pooled"] = o => o.Auroc(Scores.MaxSoftmax, Averaging.Pooled),
        ["EEFP, over exits"] = o => o.Eefp(Scores.MaxSoftmax),
        ["EEFP, pooled"] = o => o.Eefp(Scores.MaxSoftmax, Averaging.Pooled),
        ["area"] = o => o.Frontier(Scores.MaxSoftmax).Area(),
        ["oracle accuracy"] = o => o.Decide(new Oracle()).Accuracy,
    };

    private static readonly Dictionary<string, Func<CorrelationKind, double>> Correlations = new()
    {
        ["x constant"] = kind => Correlation.Of(kind, [5, 5, 5], [1, 2, 3]),
        ["one pair"] = kind => Correlation.Of(kind, [1], [2]),
        ["z explains x"] = kind => Correlation.Partial(kind, [1, 2, 3], [1, 3, 2], [2, 4, 6]),
        ["z constant"] = kind => Correlation.Partial(kind, [1, 2, 3], [1, 3, 2], [7, 7, 7]),
    };

    [Fact]
    public void MeasuresOfScoresAreAsWritten() =>
        Check("Measures of scores and correctness", ScoreMeasures.Keys, (row, column) => ScoreMeasures[row](OfScores[column].Scores, OfScores[column].Labels));

    [Fact]
    public void MeasuresOfNetworksAreAsWritten() =>
        Check("Measures of a whole network", NetworkMeasures.Keys, (row, column) => NetworkMeasures[row](OfNetworks[column]));

    [Fact]
    public void CorrelationsAreAsWritten() =>
        Check("Correlations", Enum.GetNames<CorrelationKind>(), (row, column) => Correlations[column](Enum.Parse<CorrelationKind>(row)));

    private static void Check(string section, IEnumerable<string> expectedRows, Func<string, string, double> compute)
    {
        var rows = File.ReadLines(Path.Combine(Session.Root, "docs", "degenerate-inputs.md"))
            .SkipWhile(line => line != $"## {section}")
            .SkipWhile(line => !line.StartsWith('|'))
            .TakeWhile(line => line.StartsWith('|'))
            .Select(line => line.Trim('|').Split('|', StringSplitOptions.TrimEntries))
            .ToList();
        Assert.Equal(expectedRows, rows.Skip(2).Select(row => row[0]));
        foreach (var row in rows.Skip(2))
            for (var column = 1; column < row.Length; column++)
                Assert.Equal($"{row[0]}, {rows[0][column]}: {row[column]}", $"{row[0]}, {rows[0][column]}: {Text(compute(row[0], rows[0][column]))}");
    }

    private static string Text(double value) =>
        double.IsNaN(value) ? "undefined" : (Math.Round(value, 4) + 0.0).ToString("0.####", CultureInfo.InvariantCulture);
}
