// Exercises of notebook 40, solved; the tests run this after the notebook, at smoke scale, and ./workbook test --long at quick scale. Times of
// a moment differ, so that they are judged at quick scale; at smoke scale what they come from is.
var quick = Session.Scale != Scale.Smoke;
(double Heads, double AtOne) Took() => (parts.Where(row => row.Batch != 1).Average(row => row.HeadsPart), parts.Where(row => row.Batch == 1).Average(row => row.Measured / row.Predicted));
double HeadMacs(Architecture of) => of.Exits.SkipLast(1).Sum(exit => exit.HeadMacs) / (double)of.BackboneMacs;
var (usual, usualMacs, backboneMacs) = (Took(), HeadMacs(blueprint), blueprint.BackboneMacs);

//// 1. Two early exits
//// - after: Every.Block);    // L = 6
//// + after: Placement.After(1, 3));
//// - double[] budgets = [.3, .5, .75];
//// + double[] budgets = [.5, .75];
//// again int[] sizes = Session.Pick<int[]>(
//// again var parts = (from size in sizes
var two = parts.Where(row => row.Batch != 1).Average(row => row.HeadsPart);
Console.WriteLine($"heads take {usual.Heads:P0} of the backbone's time, then {two:P0}; MACs {usualMacs:P2}, then {HeadMacs(blueprint):P2}");
Expect(blueprint.Exits.Count == 3 && HeadMacs(blueprint) < usualMacs, "two heads in the place of five");
Expect(parts.All(row => Math.Abs(row.Predicted * row.Budget - 1) < (quick ? .25 : 1)), "the prediction in MACs hardly changes");
Expect(!quick || two < .5 * usual.Heads, "it falls to less than half");

//// 2. A wider backbone
//// - width: 16)
//// + width: 32)
//// again int[] sizes = Session.Pick<int[]>(
//// again var parts = (from size in sizes
var atOne = parts.Where(row => row.Batch == 1).Average(row => row.Measured / row.Predicted);
Console.WriteLine($"at batch 1 {usual.AtOne:P0} of the prediction, then {atOne:P0}");
Expect(blueprint.BackboneMacs / (double)backboneMacs is > 3.5 and < 4.5, "the backbone is four times as expensive");
Expect(!quick || atOne > usual.AtOne, "more of the prediction is reached");

//// 3. Linear heads
//// - WithExits(Heads.Pooled, after: Every.Block);    // L = 6
//// + WithExits(Heads.Linear, after: Every.Block);
//// again int[] sizes = Session.Pick<int[]>(
//// again var parts = (from size in sizes
var linear = parts.Where(row => row.Batch != 1).Average(row => row.HeadsPart);
Console.WriteLine($"heads take {usual.Heads:P0} of the backbone's time, then {linear:P0}");
Expect(HeadMacs(blueprint) <= usualMacs, "its heads cost no more MACs");
Expect(!quick || linear < usual.Heads, "the heads' column falls");
