// Exercises of notebook 30, solved; the tests run this after the notebook, at smoke scale, and ./workbook test --long at quick scale.
var entropy = Gain(1, 1);

//// 1. The energy in the place of patience
//// - ("patience", Patience.Run)];
//// + ("energy", Scores.Energy)];
Console.WriteLine($"at half the cost: entropy {entropy}, energy {Gain(3, 1)}");
Expect(Gain(3, 1).Mean < entropy.Mean && Gain(3, 1).Mean is < -1 and > -4, "it loses more than entropy, some 2 points at half the cost");

//// 2. Log-odds in the place of patience
//// - ("patience", Patience.Run)];
//// + ("log-odds", Scores.LogOdds)];
Console.WriteLine($"log-odds: {string.Join(", ", Budgets.Standard.Select((_, b) => $"{Gain(3, b)}"))}");
Expect(Budgets.Standard.Select((_, b) => Gain(3, b)).All(gain => Math.Abs(gain.Mean) < .01), "the numbers are those of confidence");

//// 3. Patience with ties broken by confidence
var table = shown.Score(Patience.Run).Plus(shown.Score(Scores.MaxSoftmax));
var (coarse, fine) = (shown.Frontier(Patience.Run), shown.Frontier(table));
var apart = coarse.Points.Select(point => fine.Points.Min(other => Math.Abs(other.Cost - point.Cost) + Math.Abs(other.Accuracy - point.Accuracy))).Max();
Console.WriteLine($"{coarse.Points.Count} and {fine.Points.Count} points, at most {apart:E1} apart");
Expect(apart < 1e-3, "the curve passes through the points of patience");
Expect(fine.Points.Count > 100 * coarse.Points.Count, "between them it has one for every sample");
