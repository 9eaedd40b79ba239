// Exercises of notebook 33, solved; the tests run this after the notebook, at smoke scale, and ./workbook test --long at quick scale.
var quick = Session.Scale != Scale.Smoke;
var usual = pairs;
double[] Means(Func<ExitOutputs, double> of) => [.. regimes.Select(regime => Over(regime, of).Average())];
var (rawEce, rawDestructive) = (Means(EarlyEce), Means(o => 100 * Destructive(o)));

//// 1. Calibrated first
pairs = [.. all.Take(pairs.Length).Select(group => regimes.ToDictionary(regime => regime, regime => { var net = group.Single(one => one.Record.Regime == regime); return Temperature.PerExit.Fit(net.ForCalibrators).Apply(net.Test); }))];
var ece = Means(EarlyEce);
var moved = usual.Zip(pairs).SelectMany(pair => regimes.Select(regime => Math.Abs(Area(pair.First[regime]) - Area(pair.Second[regime])))).Average();
Console.WriteLine($"areas {string.Join(" ", Means(Area).Select(area => $"{area:F2}"))}, moved by {moved:F2} on average; ECE {string.Join(" ", rawEce.Select(e => $"{e:F3}"))} to {string.Join(" ", ece.Select(e => $"{e:F3}"))}");
Expect(pairs.All(pair => regimes.MinBy(regime => Area(pair[regime])) == "disjoint"), "disjoint training still has the smallest area");
Expect(moved < 1, "a temperature moves the curve by some tenths of a point");
Expect(ece.Max() - ece.Min() < .5 * (rawEce.Max() - rawEce.Min()), "the calibration errors come to be nearly the same");
pairs = usual;

//// 2. Only the exit before the last is early
//// - Enumerable.Range(0, o.L - 1).Any(exit => o.Correct[exit, n]);
//// + Enumerable.Range(o.L - 2, 1).Any(exit => o.Correct[exit, n]);
var destructive = Means(o => 100 * Destructive(o));
Console.WriteLine($"destructive {string.Join(" ", rawDestructive.Select(d => $"{d:F1}"))} to {string.Join(" ", destructive.Select(d => $"{d:F1}"))}; off {off:F3}");
Expect(rawDestructive.Zip(destructive).All(pair => pair.Second < .5 * pair.First), "it falls to a fraction");
Expect(off > .1, "off is no longer 0");

//// 3. Calibration of the first exit
//// - [..^1].Mean();
//// + [0];
var first = pairs.Select(pair => regimes.ToDictionary(regime => regime, regime => EarlyEce(pair[regime]))).ToArray();
Console.WriteLine($"ECE of exit 1: {string.Join("; ", first.Select(e => string.Join(" ", e.Values.Select(v => $"{v:F3}"))))}; best {string.Join(" ", first.Select(e => e.MinBy(pair => pair.Value).Key))}");
Expect(!quick || first.Count(e => e.MinBy(pair => pair.Value).Key == "disjoint") < first.Length, "disjoint training is no longer the best calibrated everywhere");
Expect(!quick || first.All(e => e.Values.Max() - e.Values.Min() < .08), "all are calibrated to within a few hundredths");
