using EarlyExit.Exits;

namespace EarlyExit.Tests.Exits;

public class ChosenThresholdsTests
{
    public static TheoryData<int> Seeds => [0, 1, 2, 3, 4, 5];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void SharedKeepsToTheBudget(int seed)
    {
        var outputs = MadeUp.Outputs(seed, exits: 4, samples: 200, classes: 4);
        var chosen = SharedThreshold.Choose(outputs, Scores.MaxSoftmax, .35);
        var point = outputs.Frontier(Scores.MaxSoftmax).At(.35)!.Value;
        Assert.Equal((point.Cost, point.Accuracy), (chosen.Cost, chosen.Accuracy));
        Assert.Equal(chosen.Cost, outputs.Decide(chosen).Cost);
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void PerExitIsBetterThanSharedAndKeepsToTheBudget(int seed)
    {
        var outputs = MadeUp.Outputs(seed, exits: 5, samples: 400, classes: 4);
        // Scores of different exits that do not compare: a shared threshold suffers, thresholds of their own do not.
        var twisted = new Twisted();
        foreach (var budget in new[] { .3, .4, .55 })
        {
            var shared = SharedThreshold.Choose(outputs, twisted, budget, BudgetRule.BestUnder);
            var perExit = PerExitThresholds.Choose(outputs, twisted, budget);
            Assert.InRange(perExit.Cost, 0, budget);
            Assert.True(perExit.Accuracy >= shared.Accuracy);
            if (budget < .5) Assert.True(perExit.Accuracy > shared.Accuracy + .01, $"{perExit.Accuracy} against {shared.Accuracy}");
        }
    }

    // Every pair of thresholds of a small problem.
    [Theory]
    [MemberData(nameof(Seeds))]
    public void PerExitComesNearTheBestOfAllPairs(int seed)
    {
        var outputs = MadeUp.Outputs(seed, exits: 3, samples: 60, classes: 3);
        var scores = outputs.Score(Scores.MaxSoftmax);
        const double Budget = .32;
        double best = 0;
        foreach (var first in Candidates(0))
            foreach (var second in Candidates(1))
            {
                var tried = outputs.Decide(new ThresholdPolicy(Scores.MaxSoftmax, [first, second]));
                if (tried.Cost <= Budget) best = Math.Max(best, tried.Accuracy);
            }
        var found = PerExitThresholds.Choose(outputs, Scores.MaxSoftmax, Budget).Accuracy;
        Assert.InRange(found, best - .05, best);

        IEnumerable<double> Candidates(int exit) => scores.Of(exit).ToArray().Append(double.NegativeInfinity);
    }

    [Theory]
    [InlineData(.5)]
    [InlineData(1)]
    [InlineData(2)]
    public void QuotasAreMet(double ratio)
    {
        var outputs = MadeUp.Outputs(seed: 3, exits: 4, samples: 1000, classes: 6);
        var shares = outputs.Decide(GeometricQuotas.Choose(outputs, Scores.LogOdds, ratio)).Shares();
        var weights = Enumerable.Range(0, 4).Sum(exit => Math.Pow(ratio, exit));
        for (var exit = 0; exit < 3; exit++) Assert.Equal(Math.Pow(ratio, exit) / weights, shares[exit], .0011);
    }

    [Fact]
    public void QuotasTakeTiesTogether()
    {
        var outputs = MadeUp.FromCorrect([1, 2], "1111", "1111");
        Assert.Equal([1, 0.0], outputs.Decide(GeometricQuotas.Choose(outputs, Scores.MaxSoftmax, 1)).Shares());
    }

    [Theory]
    [InlineData(.25)]
    [InlineData(.4)]
    [InlineData(.55)]
    public void QuotasComeNearABudget(double budget)
    {
        var outputs = MadeUp.Outputs(seed: 3, exits: 4, samples: 1000, classes: 6);
        Assert.InRange(GeometricQuotas.ChooseWithin(outputs, Scores.LogOdds, budget).Cost, budget - .002, budget);
    }

    [Fact]
    public void SayWhereTheyWereChosen()
    {
        var outputs = MadeUp.Outputs(seed: 3, exits: 3, samples: 50, classes: 3);
        var named = new ExitOutputs(outputs.Logits.ToArray(), outputs.Labels.ToArray(), [.. outputs.Costs], 3, new(Split: "validation"));
        Assert.Equal("shared threshold on margin, chosen on validation", SharedThreshold.Choose(named, Scores.Margin, .3).Name);
        Assert.Equal("threshold per exit on margin, chosen on an unnamed split", PerExitThresholds.Choose(outputs, Scores.Margin, .3).Name);
    }

    [Fact]
    public void RefuseWhatNothingMeets()
    {
        var outputs = MadeUp.Outputs(seed: 3, exits: 3, samples: 50, classes: 3);
        Assert.Contains("budget is 0.1, expected at least", Assert.Throws<ArgumentException>(() => SharedThreshold.Choose(outputs, Scores.Margin, .1)).Message);
        Assert.Throws<ArgumentException>(() => PerExitThresholds.Choose(outputs, Scores.Margin, double.NaN));
        Assert.Throws<ArgumentException>(() => GeometricQuotas.ChooseWithin(outputs, Scores.Margin, .1));
        Assert.Throws<ArgumentOutOfRangeException>(() => GeometricQuotas.Choose(outputs, Scores.Margin, 0));
        Assert.Throws<ArgumentException>(() => SharedThreshold.Choose(outputs, Scores.Margin, .3, BudgetRule.Interpolated));
    }

    [Fact]
    public void OneExitNeedsNoThreshold()
    {
        var single = MadeUp.Outputs(seed: 3, exits: 1, samples: 50, classes: 3);
        Assert.Equal(single.Accuracy()[0], PerExitThresholds.Choose(single, Scores.Margin, 1).Accuracy);
        Assert.Equal(single.Accuracy()[0], GeometricQuotas.Choose(single, Scores.Margin, 1).Accuracy);
    }

    private sealed class Twisted : IScore
    {
        public string Name => "twisted";

        public ScoreTable Of(ExitOutputs outputs) => outputs.Score(Scores.LogOdds).Map(Name, (exit, odds) => exit % 2 == 0 ? odds : odds - 5);
    }
}
