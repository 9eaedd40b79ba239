// Exercises of notebook 22, solved; the tests run this after the notebook, at smoke scale, and ./workbook test --long at quick scale.
var quick = Session.Scale != Scale.Smoke;

//// 1. Patience
foreach (var run in pairRuns)
{
    var patient = run.TestNumbers.Frontier(CorrelationKind.Spearman, patience: 2);
    Expect(patient.AccuracyAt(.5) is null, "nothing costs less than the third exit");
    var there = run.TestNumbers.Correlation(CorrelationKind.Spearman)[2];
    Expect(patient.Points.Any(point => Math.Abs(point.Cost - outputs.Costs[2]) < 1e-9 && Math.Abs(point.Accuracy - there) < 1e-9), "at 75 % everybody leaves at the third exit");
}

//// 2. BERT's own head
var strong = Bert.For(talks.Vocabulary.Count, talks.Train.Length, dim: 32, depth: 4, heads: 4, mlpRatio: 2, classes: talks.Train.Classes).WithExits(Heads.Pooler, after: Every.Block);
var (pooler, token) = (strong.Exits[0].HeadMacs, Encoder(talks).Exits[0].HeadMacs);
Console.WriteLine($"a head of {pooler} MACs in the place of {token}, the first exit costs {strong.Costs[0]:P1} in the place of {Encoder(talks).Costs[0]:P1}");
Expect(pooler - token == 32 * 32, "it costs dim x dim MACs per exit");
Expect(strong.Costs[0] - Encoder(talks).Costs[0] < .01, "which is little here");
var taught = await Study.Train(strong, talks.Take(64, 32, 32), [Regime.Disjoint], seeds: 1, EarlyExit.Regimes.Length.Epochs(1), RecipeOf(talks));
Expect(taught[0].Test.L == 4, "it trains");

//// 3. Entropy
double OnBudgets(Regime regime, IScore score) => classRuns.Of(regime).Average(run => Budgets.Standard.Average(budget => 100 * run.Test.Frontier(score).AccuracyAt(budget)!.Value));
var both = regimes.Select(regime => (regime.Name, Confidence: OnBudgets(regime, Scores.MaxSoftmax), Entropy: OnBudgets(regime, Scores.Entropy))).ToArray();
Console.WriteLine(string.Join("; ", both.Select(row => $"{row.Name}: {row.Confidence:F2} and {row.Entropy:F2}")));
Expect(!quick || both.OrderBy(row => row.Confidence).Select(row => row.Name).SequenceEqual(both.OrderBy(row => row.Entropy).Select(row => row.Name)), "the order of the regimes does not change");
Expect(!quick || both.Max(row => Math.Abs(row.Confidence - row.Entropy)) < both.Max(row => row.Confidence) - both.Min(row => row.Confidence), "the gaps between the regimes are larger than that between the scores");
