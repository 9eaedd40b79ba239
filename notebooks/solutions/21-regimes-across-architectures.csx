// Exercises of notebook 21, solved; the tests run this after the notebook, at smoke scale, and ./workbook test --long at quick scale.
var quick = Session.Scale != Scale.Smoke;
double?[] Numbers(Func<Run, double, double?> at) => [.. from net in trained from run in net.Runs from budget in Budgets.Standard select at(run, budget)];
var ordinary = Numbers(At);

//// 1. The last exit in the place of the first
double Placed(ExitOutputs o) => 100 * o.Accuracy()[^1];
Expect(trained.All(net => new[] { joint, mixed }.All(regime => Change(net.Runs, disjoint, regime, Placed) == Change(net.Runs, disjoint, regime, Last))), "the columns agree");
Expect(trained.Where(net => net.Accounting == accountings[0].Name).All(net => net.Runs.Of(disjoint).All(run => run.History.Count == 2)), "disjoint training has the backbone's phase first");

//// 2. The best threshold within the budget
var bestUnder = Numbers((run, budget) => 100 * run.Test.Frontier(Scores.MaxSoftmax).AccuracyAt(budget, BudgetRule.BestUnder));
Console.WriteLine($"{ordinary.Zip(bestUnder).Count(pair => pair.Second > pair.First)} of {ordinary.Length} numbers rise");
Expect(ordinary.Zip(bestUnder).All(pair => pair.First is null ? pair.Second is null : pair.Second >= pair.First), "no number falls");

//// 3. Entropy
var byEntropy = Numbers((run, budget) => 100 * run.Test.Frontier(Scores.Entropy).AccuracyAt(budget));
var changes = ordinary.Zip(byEntropy).Index().Where(row => row.Item.First is not null && row.Item.Second is not null).ToLookup(row => row.Index % Budgets.Standard.Count, row => Math.Abs(row.Item.Second!.Value - row.Item.First!.Value));
Console.WriteLine(string.Join("; ", changes.OrderBy(column => column.Key).Select(column => $"{Budgets.Label(Budgets.Standard[column.Key])}: {column.Average():F2}, at most {column.Max():F2}")));
Expect(changes[Budgets.Standard.Count - 1].All(change => change == 0), "without a limit every sample goes to the last exit, whatever the score");
Expect(!quick || changes[3].Average() < .2, "hardly anything changes at 100 %");
Expect(!quick || Enumerable.Range(0, 3).All(budget => changes[budget].Average() is > .2 and < 1.5), "half a point to a point in most rows at tighter budgets");
