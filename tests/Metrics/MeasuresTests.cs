using EarlyExit.Exits;
using EarlyExit.Metrics;
using EarlyExit.Tests.Exits;

namespace EarlyExit.Tests.Metrics;

public class MeasuresTests
{
    private static readonly ExitOutputs Outputs = MadeUp.Outputs(seed: 6, exits: 4, samples: 300, classes: 5, steps: 4);

    [Fact]
    public void EveryMeasureIsGivenOncePerExitAndVariant()
    {
        var values = Measures.Of(Outputs, "tried");
        Assert.Equal(values.Count, values.Select(v => (v.Measure, v.Convention, v.Exit)).Distinct().Count());
        Assert.All(values, v => Assert.Equal("tried", v.Variant));
        Assert.All(values, v => Assert.False(double.IsNaN(v.Value), v.ToString()));
        Assert.All(values, v => Assert.Equal(double.IsFinite(v.Value), v.Why.Length == 0));
        Assert.Equal(4, values.Count(v => v is { Measure: "AUROC", Convention: "correctness", Exit: not null }));
        Assert.Equal(3, values.Count(v => v is { Measure: "EEFP", Exit: not null }));
    }

    [Fact]
    public void ValuesAreThoseOfTheMeasures()
    {
        var values = Measures.Of(Outputs);
        Assert.Equal(Outputs.Ece(), values.Single(v => v is { Measure: "ECE", Convention: "15 bins of equal width, mean over exits" }).Value, 1e-15);
        Assert.Equal(ProperScores.Nll(Outputs, 2), values.Single(v => v is { Measure: "NLL", Convention: "classes", Exit: 2 }).Value);
        Assert.Equal(Outputs.Eefp(Scores.MaxSoftmax, Averaging.Pooled), values.Single(v => v is { Measure: "EEFP", Convention: "pooled over deciding exits" }).Value);
        Assert.Equal(Outputs.Frontier(Scores.MaxSoftmax).AccuracyAt(.5), values.Single(v => v is { Measure: "accuracy at 50 %", Convention: "last before exceeding, exact frontier" }).Value);
    }

    [Fact]
    public void SurvivesTheSmallestOutputs() => Assert.NotEmpty(Measures.Of(new ExitOutputs([1, 0], [0], [1], 2, OutputsInfo.Unknown)));
}
