// Exercises of notebook 03, solved; the tests run this after the notebook, at smoke scale.
var changed = moved[1..].Sum(row => row[6].DiscordantShare);

//// 1. Larger logits
//// - 3 * Normal()
//// + 9 * Normal()
Expect(moved[1..].Sum(row => row[6].DiscordantShare) < changed, "fewer pairs change places at the same T");

//// 2. One competitor, the same for all
var alike = Enumerable.Range(0, 200).Select(k => (double[])[1 + .01 * k, 0, -30, -30 - .01 * (k % 7), -31]).ToArray();
Expect(Moved(alike, 2).DiscordantShare < 1e-3 && Moved(alike, .5).DiscordantShare < 1e-3, "hardly any pair changes places");

//// 3. The margin of the logits, and that of the probabilities
double Margin(double[] row, double T) => row.Max() / T - row.Order().ElementAt(row.Length - 2) / T;
double ProbabilityMargin(double[] row, double T) { var p = row.Select(z => Math.Exp((z - row.Max()) / T)).Order().ToArray(); return (p[^1] - p[^2]) / p.Sum(); }
var rows = samples[3];
Expect(Kendall.Of([.. rows.Select(row => Margin(row, 1))], [.. rows.Select(row => Margin(row, 2))]).Discordant == 0, "nothing: the margin of the logits keeps its order");
Expect(Kendall.Of([.. rows.Select(row => ProbabilityMargin(row, 1))], [.. rows.Select(row => ProbabilityMargin(row, 2))]).Discordant > 0, "the margin of the probabilities does change");
