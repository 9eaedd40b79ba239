// Exercises of notebook 04, solved; the tests run this after the notebook, at smoke scale.

//// 1. The square root, and the order turned around
var whole = zoo[0].Test.Frontier(zoo[0].Test.Score(Scores.MaxSoftmax));
Frontier Mapped(ZooNetwork net, Func<double, double> map) => net.Test.Frontier(net.Test.Score(Scores.MaxSoftmax).Map("map", map));
var roots = zoo.Where((_, k) => k % 4 == 0).Select(net => Apart(net.Test.Frontier(Scores.MaxSoftmax), Mapped(net, Math.Sqrt))).ToArray();
Expect(roots.All(apart => apart < 1e-9 || double.IsPositiveInfinity(apart)), "0, or infinite where confidences near 1 are rounded together");
Expect(Mapped(zoo[0], c => 1 - c).Area() < whole.Area() - .01, "1 - c turns the order around, and the curve with it");

//// 2. One exit turned around
//// - exit == mapped ? Math.Pow(c, a) : c
//// + exit == mapped ? 1 - c : c
var (raw, own) = (shown.Score(Scores.MaxSoftmax), 100 * shown.Frontier(Scores.MaxSoftmax).Area());
Expect(Math.Abs(Kendall.Of(raw.Of(0), raw.Map("1 - c", c => 1 - c).Of(0)).TauB + 1) < 1e-6, "the order within the exit is reversed");
Expect(areas[0].Max() < own && own - areas[0][0] > own - areas[^1][0], "the area falls, more for an early exit than for a late one");

//// 3. Bins change the order
Expect(By(HistogramBinning.PerExit).Sum(effect => effect.Pairs.Sum(pairs => pairs.Discordant)) > 0, "some pairs change places");
Expect(By(HistogramBinning.PerExit).Average(effect => effect.Pairs.Average(NewlyTied)) > .02, "many become equal");
