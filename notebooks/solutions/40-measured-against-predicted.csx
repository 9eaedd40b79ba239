// Exercises of notebook 40, solved; the tests run this after the notebook, at smoke scale, and ./workbook test --long at quick scale. Times of
// a moment differ, so that they are judged at quick scale; at smoke scale what they come from is.
var quick = Session.Scale != Scale.Smoke;
double HeadsPart() => parts.Where(row => row.Batch != 1).Average(row => row.HeadsPart);
double[] Predicted() => [.. parts.Where(row => row.Batch == sizes.Max()).Select(row => row.Predicted)];
double HeadMacs(Architecture of) => of.Exits.SkipLast(1).Sum(exit => exit.HeadMacs) / (double)of.BackboneMacs;
var (usual, predicted, usualMacs, backboneMacs) = (HeadsPart(), Predicted(), HeadMacs(blueprint), blueprint.BackboneMacs);

//// 1. Two early exits
//// - after: Every.Block);    // L = 6
//// + after: Placement.After(1, 3));
//// - double[] budgets = [.3, .5, .75];
//// + double[] budgets = [.5, .75];
//// again int[] sizes = Session.Pick<int[]>(
//// again var parts = (from size in sizes
Console.WriteLine($"heads take {usual:P0} of the backbone's time, then {HeadsPart():P0}; MACs {usualMacs:P2}, then {HeadMacs(blueprint):P2}");
Expect(blueprint.Exits.Count == 3 && HeadMacs(blueprint) < usualMacs && usualMacs < .02, "two heads save next to nothing in MACs");
Expect(parts.All(row => Math.Abs(row.Predicted * row.Budget - 1) < (quick ? .25 : 1)), "the prediction in MACs hardly changes");
Expect(!quick || usual < .12 && HeadsPart() < .12, "heads take a few per cent of the time");

//// 2. A wider backbone
//// - width: 16)
//// + width: 32)
//// again int[] sizes = Session.Pick<int[]>(
//// again var parts = (from size in sizes
Console.WriteLine($"predicted {string.Join(", ", predicted.Select(x => $"{x:F2}"))}, then {string.Join(", ", Predicted().Select(x => $"{x:F2}"))}");
Expect(blueprint.BackboneMacs / (double)backboneMacs is > 3.5 and < 4.5, "the backbone is four times as expensive");
Expect(!quick || predicted.Zip(Predicted()).All(pair => Math.Abs(pair.Second / pair.First - 1) < .05), "the prediction stays");

//// 3. Linear heads
//// - WithExits(Heads.Pooled, after: Every.Block);    // L = 6
//// + WithExits(Heads.Linear, after: Every.Block);
//// again int[] sizes = Session.Pick<int[]>(
//// again var parts = (from size in sizes
Console.WriteLine($"heads take {usual:P0} of the backbone's time, then {HeadsPart():P0}");
Expect(HeadMacs(blueprint) <= usualMacs, "its heads cost no more MACs");
Expect(!quick || HeadsPart() < .12, "its heads take a few per cent of the time as well");
