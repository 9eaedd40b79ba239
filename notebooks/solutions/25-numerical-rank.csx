// Exercises of notebook 25, solved; the tests run this after the notebook, at smoke scale, and ./workbook test --long at quick scale.
var quick = Session.Scale != Scale.Smoke;
Spectrum[] LastOf(ImageSet of, string regime) => [.. runs.Where(run => run.Regime.Name == regime).Select(run => NumericalRank.Spectra(run.Network, of, data, standard)[^1].Spectrum)];
double RankOf(ImageSet of, string regime, RankDefinition definition) => LastOf(of, regime).Average(spectrum => spectrum.Rank(definition));

//// 1. Half of the images
RankDefinition[] four = [RankDefinition.Relative(1e-3), RankDefinition.OfCovariance(1e-3), RankDefinition.Entropy, RankDefinition.Stable];
var halves = four.Select(definition => RankOf(images.Take(images.Count / 2), "joint", definition) / RankOf(images, "joint", definition)).ToArray();
Console.WriteLine(string.Join("; ", four.Zip(halves, (definition, ratio) => $"{definition.Name}: {ratio:F2}")));
Expect(halves.MinBy(ratio => Math.Abs(ratio - 1)) == halves[3], "the stable rank changes least");
Expect(Math.Abs(halves[0] - .5) < .1, "the count above .001 of the largest halves");

//// 2. Training images
var training = data.Train.Take(images.Count);
var signs = layers.Select((_, k) => (Test: SignOf(images, k), Train: SignOf(training, k))).ToArray();
int SignOf(ImageSet of, int layer) => Math.Sign(OfLayer(of, "joint", layer) - OfLayer(of, "disjoint", layer));
double OfLayer(ImageSet of, string regime, int layer) => runs.Where(run => run.Regime.Name == regime).Average(run => NumericalRank.Spectra(run.Network, of, data, standard)[layer].Spectrum.Rank(RankDefinition.Entropy));
Console.WriteLine($"{signs.Count(pair => pair.Test == pair.Train)} of {signs.Length} layers order joint and disjoint as before");
Expect(!quick || signs.All(pair => pair.Test == pair.Train), "joint and disjoint training come in the same order in all layers");

//// 3. A tolerance of a tenth
var counts = new[] { "disjoint", "joint" }.Select(regime => (Tenth: RankOf(images, regime, RankDefinition.Relative(.1)), Finer: RankOf(images, regime, RankDefinition.OfCovariance(1e-3)))).ToArray();
Console.WriteLine(string.Join("; ", counts.Select(count => $"above a tenth of the largest {count.Tenth:F1}, above .0316 {count.Finer:F1}")));
Expect(counts.All(count => count.Tenth < count.Finer), "only the stronger directions are counted");
double[] Tenths(string regime) => [.. LastOf(images, regime).Select(spectrum => (double)spectrum.Rank(RankDefinition.Relative(.1)))];
var gap = Interval.Paired(before: Tenths("disjoint"), after: Tenths("joint"));
Console.WriteLine($"joint less disjoint {gap}");
Expect(!quick || gap.Mean > 0 && !gap.IsPositive, "the sign of the mean is the same, and its interval contains 0");
