// Exercises of notebook 21, solved; the tests run this after the notebook, at smoke scale, and ./workbook test --long at quick scale.
var quick = Session.Scale != Scale.Smoke;
double?[] Numbers(Func<Run, double, double?> at) => [.. from net in trained from run in net.Runs from budget in Budgets.Standard select at(run, budget)];
var ordinary = Numbers(At);

//// 1. The second exit
double[] Second(Runs runs, Regime regime) => [.. runs.Of(regime).Select(run => 100 * run.Test.Accuracy()[1])];
var leads = trained.Select(net => (net.Name, Joint: Change(net.Runs, Regime.Disjoint, Regime.Joint, Second), Mixed: Change(net.Runs, Regime.Disjoint, Regime.Mixed, Second))).ToArray();
Console.WriteLine(string.Join("; ", leads.Select(lead => $"{lead.Name}: joint {lead.Joint}, mixed {lead.Mixed}")));
Expect(!quick || leads.All(lead => lead.Joint.Mean > 0 && lead.Mixed.Mean > 0), "in the mean disjoint training is behind everywhere");
Expect(!quick || !leads.Single(lead => lead.Name == "ViT").Joint.IsPositive, "for the ViT the lead of joint training is less than its interval");

//// 2. The best threshold within the budget
var bestUnder = Numbers((run, budget) => 100 * run.Test.Frontier(Scores.MaxSoftmax).AccuracyAt(budget, BudgetRule.BestUnder));
Console.WriteLine($"{ordinary.Zip(bestUnder).Count(pair => pair.Second > pair.First)} of {ordinary.Length} numbers rise");
Expect(ordinary.Zip(bestUnder).All(pair => pair.First is null ? pair.Second is null : pair.Second >= pair.First), "no number falls");

//// 3. Entropy
var byEntropy = Numbers((run, budget) => 100 * run.Test.Frontier(Scores.Entropy).AccuracyAt(budget));
var changes = ordinary.Zip(byEntropy).Index().Where(row => row.Item.First is not null && row.Item.Second is not null).ToLookup(row => row.Index % Budgets.Standard.Count, row => Math.Abs(row.Item.Second!.Value - row.Item.First!.Value));
Console.WriteLine(string.Join("; ", changes.OrderBy(column => column.Key).Select(column => $"{Budgets.Label(Budgets.Standard[column.Key])}: {column.Average():F2}, at most {column.Max():F2}")));
Expect(changes[Budgets.Standard.Count - 1].All(change => change == 0), "without a limit every sample goes to the last exit, whatever the score");
Expect(!quick || changes[1].Average() is > 0 and < 1.5, "the others move by some tenths of a point");
