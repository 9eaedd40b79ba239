// Exercises of notebook 50, solved; the tests run this after the notebook. The results come with the workbook, so that the answers are the same at every scale.

//// 1. Thresholds from validation samples
double ByCriterion(CellResult r, int budget) => 100 * r.ByCriterion[budget]!.Value;
var chosen = steps.Select(step => (Test: Paired(step, r => At(r, 1)), Validation: Paired(step, r => ByCriterion(r, 1)))).ToArray();
Console.WriteLine(string.Join("; ", chosen.Select(one => $"{one.Test} from test samples, {one.Validation} from validation samples")));
Expect(chosen.All(one => Math.Abs(one.Test.Mean - one.Validation.Mean) < .5), "the numbers move by a few tenths of a point");
Expect(chosen.All(one => one.Validation.IsPositive), "the three intervals at 50 % stay above 0");

//// 2. The second exit alone
var second = steps.Select(step => Paired(step, r => 100 * r.Accuracy[1])).ToArray();
Console.WriteLine(string.Join("; ", steps.Zip(second, (step, gain) => $"{step.To} less {step.From} {gain}")));
Expect(second[1].Mean is > 5 and < 6.5 && second[1].Mean == second.Max(gain => gain.Mean), "mixed and disjoint are furthest apart, by nearly 6 points");
Expect(second[2].Mean is > 4 and < 5.5 && second[2].IsPositive, "joint and disjoint by almost 5");

//// 3. How many seeds
var open = Paired(steps[0], r => At(r, 2));
var needed = 8 * Math.Pow(Half(open) / open.Mean, 2);
Console.WriteLine($"{open}: about {needed:F0} seeds");
Expect(!open.IsPositive && needed is > 12 and < 25, "8 seeds leave it open, some 20 would do if the mean stays");
