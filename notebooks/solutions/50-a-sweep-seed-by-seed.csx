// Exercises of notebook 50, solved; the tests run this after the notebook, at smoke scale.

//// 1. Thresholds from validation samples
double Chosen(CellResult r) => 100 * r.ByCriterion[1]!.Value;
var atHalf = steps.Select(step => (step, Test: Paired(step, r => At(r, 1)), Validation: Paired(step, Chosen))).ToArray();
Console.WriteLine(string.Join("; ", atHalf.Select(row => $"{row.step.To} less {row.step.From}: {row.Test} and {row.Validation}")));
Expect(atHalf.All(row => row.Test.IsPositive == row.Validation.IsPositive && Math.Abs(row.Test.Mean - row.Validation.Mean) < 1), "no difference at 50 % changes sides, and all move by some tenths of a point");

//// 2. The second exit
var second = steps.Select(step => (step, Change: Paired(step, r => 100 * r.Accuracy[1]))).OrderByDescending(row => row.Change.Mean).ToArray();
Console.WriteLine(string.Join("; ", second.Select(row => $"{row.step.To} less {row.step.From}: {row.Change}")));
Expect(second[0].step == ("disjoint", "mixed") && second[0].Change.Mean is > 5 and < 7, "mixed and disjoint, by nearly 6 points");
Expect(second[1].step == ("disjoint", "joint") && second[1].Change.Mean is > 4 and < 5.5, "joint and disjoint by almost 5");

//// 3. How many seeds
var open = Paired(steps[0], r => At(r, 2));
var needed = 8 * Math.Pow(Half(open) / open.Mean, 2);
Console.WriteLine($"{open}: some {needed:F0} seeds");
Expect(needed is > 12 and < 30, "some 20 seeds");
