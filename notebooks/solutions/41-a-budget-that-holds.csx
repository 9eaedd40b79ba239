// Exercises of notebook 41, solved; the tests run this after the notebook, at smoke scale, and ./workbook test --long at quick scale.
var some = zoo.Where((_, k) => k % Session.Pick(5, 1, 1) == 0).ToArray();

//// 1. Thresholds from the test samples
var left = some.SelectMany(net => budgets.Select(budget => 100 * (net.Test.Decide(Choose(net.Test, budget)).Cost / budget - 1))).ToArray();
Console.WriteLine($"overshoot from {left.Min():F3} to {left.Max():F3} %");
Expect(left.All(overshoot => overshoot is <= 1e-9 and > -1), "next to nothing, and never above 0");

//// 2. Thresholds from half of the noisy samples
var noisy = zoo.Where(net => net.Record.Shifts.Contains("noise")).SelectMany(net =>
{
    var test = net.Shifted("noise");
    int[] all = [.. Enumerable.Range(0, test.N)];
    var halves = new[] { 0, 1 }.Select(parity => test.Subset([.. all.Where(n => n % 2 == parity)])).ToArray();
    // The formula of the notebook, for n = N / 2 samples on both sides.
    var error = 100 * Deviation(CostsOfSamples(test, Choose(test, B))) / B * Math.Sqrt(4.0 / test.N);
    double Overshoot(ExitOutputs from, ExitOutputs on) => 100 * (on.Decide(Choose(from, B)).Cost / B - 1);
    return new[] { (Kept: Overshoot(halves[0], halves[1]), Lost: Overshoot(net.ForThresholds, halves[1]), error), (Kept: Overshoot(halves[1], halves[0]), Lost: Overshoot(net.ForThresholds, halves[0]), error) };
}).ToArray();
Console.WriteLine($"under noise: {string.Join("; ", noisy.Select(n => $"{n.Kept:F1} in the place of {n.Lost:F1} %, by chance {n.error:F1}"))}");
Expect(noisy.All(n => Math.Abs(n.Kept) < 3 * n.error), "the budget is kept on the other half, within three deviations of the formula");
Expect(Math.Abs(noisy.Average(n => n.Kept)) < .3 * noisy.Average(n => n.Lost), "on average nothing is left of what the noise did");

//// 3. The papers' 100 thresholds
// What the grid leaves unspent of a budget, beside how much of the cost hangs on the samples between two of its thresholds, the budget's own.
var grid = (from net in some from budget in budgets
    let chosen = net.Test.Frontier(Scores.MaxSoftmax, FrontierGrid.Papers).At(budget)!.Value
    let next = net.Test.Decide(new ThresholdPolicy(Scores.MaxSoftmax, chosen.Threshold + 1 / 99.0)).Cost
    select (Short: budget - chosen.Cost, Step: next - chosen.Cost, chosen.Threshold, Exact: budget - net.Test.Frontier(Scores.MaxSoftmax).At(budget)!.Value.Cost)).OrderBy(row => row.Short).ToArray();
var most = grid[^1];
Console.WriteLine($"unspent: {grid.Average(row => row.Short):F4} on average, at most {most.Short:F3} at a threshold of {most.Threshold:F2}; {string.Join(" ", grid.TakeLast(6).Select(row => $"{row.Short:F3}@{row.Threshold:F2}"))}; exactly at most {grid.Max(row => row.Exact):F4}");
Expect(grid.All(row => row.Short >= 0 && row.Short <= row.Step + 1e-9), "what is unspent is less than the step of cost to the next threshold");
Expect(grid.Max(row => row.Exact) < .005, "with every threshold next to nothing is");
Expect(grid.Average(row => row.Short) < .01 && most.Short > 3 * grid.Average(row => row.Short), "little on average, several times as much where confidences crowd");
if (some.Length == zoo.Count()) Expect(most.Threshold > .9, "most near 1");   // of the few networks at smoke scale none may have a crowd there
