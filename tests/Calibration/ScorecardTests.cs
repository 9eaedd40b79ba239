using EarlyExit.Calibration;
using EarlyExit.Exits;
using EarlyExit.Metrics;
using EarlyExit.Tests.Exits;

namespace EarlyExit.Tests.Calibration;

public class ScorecardTests
{
    private static readonly ExitOutputs Outputs = MadeUp.Outputs(seed: 8, exits: 3, samples: 200, classes: 4, steps: 2);

    [Fact]
    public void EveryMeasureOfEveryVariantIsThereOnce()
    {
        var card = Scorecard.ByHalves(Outputs, Calibrators.Standard);
        Assert.Equal(Scorecard.CrossFitted, card.Fit);
        Assert.Equal([Measures.Raw, .. Calibrators.Standard.Select(one => one.Name)], card.Values.Select(value => value.Variant).Distinct());
        Assert.Equal(card.Values.Count, card.Values.Select(value => (value.Measure, value.Convention, value.Exit, value.Variant)).Distinct().Count());
        foreach (var measure in Measures.Headline)
            Assert.All(card.Values.Select(value => value.Variant).Distinct().Where(variant => variant != Measures.Raw || measure.Group != MeasureGroup.Ranking),
                variant => Assert.Single(card.Values, value => value.Variant == variant && value.Exit is null && value.Is(measure)));
    }

    [Fact]
    public void VariantsHaveTheMeasuresThatMakeSenseForThem()
    {
        var card = Scorecard.ByHalves(Outputs, [Temperature.Shared, PlattScaling.PerExit]);
        Assert.Contains(card.Values, value => value is { Measure: "NLL", Convention: "classes", Variant: "shared temperature" });
        Assert.DoesNotContain(card.Values, value => value is { Convention: "classes", Variant: "Platt scaling" });
        Assert.DoesNotContain(card.Values, value => value is { Group: MeasureGroup.Ranking, Variant: Measures.Raw });
    }

    [Fact]
    public void ValuesAreThoseOfTheCalibratedOutputs()
    {
        var (heldOut, judged) = (Outputs.Subset([.. Enumerable.Range(0, 100)]), Outputs.Subset([.. Enumerable.Range(100, 100)]));
        var scaled = Temperature.PerExit.Fit(heldOut).Apply(judged);
        var fitted = Scorecard.FittedOn(heldOut, judged, [Temperature.PerExit, IsotonicCalibration.PerExit]);
        Assert.Equal(Scorecard.OnOthers, fitted.Fit);
        Assert.Equal(scaled.Frontier(Scores.MaxSoftmax).Area(), Area(fitted, "temperature per exit"));
        Assert.Equal(judged.Frontier(IsotonicCalibration.PerExit.Fit(heldOut)).Area(), Area(fitted, "isotonic calibration"));
        Assert.Equal(CrossFit.Apply(Temperature.PerExit, Outputs).Frontier(Scores.MaxSoftmax).Area(), Area(Scorecard.ByHalves(Outputs, [Temperature.PerExit]), "temperature per exit"));
    }

    [Fact]
    public void NoCalibratorLearnsFromWhatItIsJudgedOn()
    {
        Assert.Contains("those to judge", Assert.Throws<ArgumentException>(() => Scorecard.FittedOn(Outputs, Outputs, Calibrators.Light)).Message);
        Assert.Contains("3 exits and 5 classes to fit on, expected 3 and 4",
            Assert.Throws<ArgumentException>(() => Scorecard.FittedOn(MadeUp.Outputs(1, 3, 50, 5), Outputs, Calibrators.Light)).Message);
    }

    [Fact]
    public void CrossFittedConfidencesOweNothingToTheirOwnLabels()
    {
        foreach (var calibrator in Calibrators.Light)
        {
            var before = CrossFit.Confidence(calibrator, Outputs);
            foreach (var sample in new[] { 0, 77, 199 })
            {
                var labels = Outputs.Labels.ToArray();
                labels[sample] = (labels[sample] + 1) % Outputs.C;
                var after = CrossFit.Confidence(calibrator, new ExitOutputs(Outputs.Logits.ToArray(), labels, [.. Outputs.Costs], Outputs.C, Outputs.Info));
                for (var exit = 0; exit < Outputs.L; exit++) Assert.Equal(before[exit, sample], after[exit, sample]);
                Assert.NotEqual(before.Values.ToArray(), after.Values.ToArray());
            }
        }
        Assert.Equal(CrossFit.Apply(Temperature.Shared, Outputs).Score(Scores.MaxSoftmax).Values, CrossFit.Confidence(Temperature.Shared, Outputs).Values);
    }

    [Fact]
    public void WhatIsUndefinedSaysWhy()
    {
        var one = Scorecard.ByHalves(new ExitOutputs([1, 0], [0], [1], 2, OutputsInfo.Unknown), Calibrators.Light);
        Assert.Equal("", one.Fit);
        Assert.All(one.Values, value => Assert.Equal(Measures.Raw, value.Variant));
        Assert.Equal("one sample", Why(one, "AUROC", "correctness"));
        Assert.Equal("one exit decides nothing", Why(one, "EEFP", "pooled over deciding exits"));
        Assert.Equal("even the first exit costs more", Why(one, "accuracy at 25 %", "best under, exact frontier"));

        var right = Scorecard.ByHalves(MadeUp.FromCorrect([1, 2], "1111", "1111"), [Temperature.Shared]);
        Assert.Equal("every prediction is right", Why(right, "AUROC", "correctness"));
        Assert.Equal("every sample may leave", Why(right, "EEFP", ""));
        Assert.Equal("undefined at every exit", Why(right, "AUPR", "error, mean over exits"));
        Assert.Equal("confidence is the same for all samples", Why(right, "Kendall's tau", "tau-b, against raw", "shared temperature"));

        var certain = Measures.Of(new ExitOutputs([900, 0, 900, 0], [0, 1], [1], 2, OutputsInfo.Unknown));
        Assert.Equal(double.PositiveInfinity, certain.Single(value => value is { Measure: "NLL", Convention: "correctness" }).Value);
        Assert.Equal("infinite at an exit", certain.Single(value => value is { Measure: "NLL", Convention: "correctness, mean over exits" }).Why);
    }

    private static double Area(Scorecard card, string variant) =>
        card.Values.Single(value => value.Variant == variant && value is { Measure: "area", Convention: "exact frontier" }).Value;

    private static string Why(Scorecard card, string measure, string convention, string variant = Measures.Raw) =>
        card.Values.First(value => value.Measure == measure && value.Convention == convention && value.Variant == variant).Why;
}
