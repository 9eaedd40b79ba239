// Exercises of notebook 28, solved; the tests run this after the notebook, at smoke scale, and ./workbook test --long at quick scale.
var quick = Session.Scale != Scale.Smoke;

//// 1. Three exits
//// - const int k = 6;
//// + const int k = 3;
Expect(Math.Abs(ramp[1] - .9) < 1e-12, ".9 for the second exit, nearly as much as for the last");
Expect(Enumerable.Range(0, 3).All(exit => Math.Abs(Reaches(exit) - 1 / 3.0) < 1e-12), "and 1/3 for every exit");

//// 2. Judged by the last exit
var leads = knobs.Select(knob => (Area: MixedLess(knob.Name), Last: Interval.Paired(Of(knob.Name, "joint"), Of("plain", "mixed"), run => Exit(run, 5)))).ToArray();
Console.WriteLine($"by area {string.Join(", ", leads.Select(lead => $"{lead.Area}"))}; by the last exit {string.Join(", ", leads.Select(lead => $"{lead.Last}"))}");
Expect(!quick || leads.All(lead => lead.Last.Mean > lead.Area.Mean), "mixed training leads every knob by more");
Expect(!quick || leads.All(lead => lead.Last.Mean is > 6.5 and < 12.5), "by 7 to 12 points");
Expect(!quick || Interval.Paired(Of("twice the epochs", "joint"), Of("plain", "mixed"), run => Exit(run, 5)).Mean <= 0, "joint training for twice the epochs is still no worse");

//// 3. Alternating steps
double[] StepOf(int step) => Weights.Alternating.At(6, new(Progress: 0, step));
var average = StepOf(0).Zip(StepOf(1), (one, two) => (one + two) / 2).ToArray();
Expect(average.Take(5).All(weight => Math.Abs(average[5] / weight - 2) < 1e-12), "on average the last exit has twice the weight of the others");
Expect(Weights.FinalDoubled.At(6, default) is var doubledOf6 && Math.Abs(doubledOf6[5] / doubledOf6[0] - 2) < 1e-12, "as with final doubled");
