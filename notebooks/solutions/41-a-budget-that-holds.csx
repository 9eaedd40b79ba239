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
var grid = some.Select(net => (Short: budgets.Max(budget => budget - net.Test.Frontier(Scores.MaxSoftmax, FrontierGrid.Papers).At(budget)!.Value.Cost),
    Exact: budgets.Max(budget => budget - net.Test.Frontier(Scores.MaxSoftmax).At(budget)!.Value.Cost),
    Over: net.Test.Score(Scores.MaxSoftmax).Values.ToArray().Average() - net.Test.Accuracy().Average(),
    Close: net.Test.Score(Scores.MaxSoftmax).Values.ToArray().Average(confidence => confidence > .99 ? 1.0 : 0))).OrderBy(net => net.Short).ToArray();
Console.WriteLine(string.Join("\n", grid.Select(net => $"{net.Short:F4} unspent, exactly {net.Exact:F4}; over-confident by {net.Over:F2}, {net.Close:P0} of confidences above .99")));
Expect(grid[^1].Short > 5 * grid[0].Short && grid.All(net => net.Exact < .005), "only with the grid is something left unspent, and not by all alike");
Expect(grid[^1].Over > grid.Average(net => net.Over) && grid[^1].Close > grid.Average(net => net.Close), "the most by an over-confident network with many confidences above .99");
