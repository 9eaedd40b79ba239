// Exercises of notebook 27, solved; the tests run this after the notebook, at smoke scale, and ./workbook test --long at quick scale.
var quick = Session.Scale != Scale.Smoke;
double RiseOf(Landscape landscape, double at) => landscape.PerExit().Average(surface => surface.Sharpness(at));
var usual = landscapes.Select(l => RiseOf(l.Landscape, r)).ToArray();
Console.WriteLine($"before: {string.Join(", ", order.Select(regime => regime.Name))}");

//// 1. Another plane for every network
//// - grid, radius, seed: run.Seed)
//// + grid, radius, seed: run.Seed + 10)
var other = landscapes.Select(l => RiseOf(l.Landscape, r)).ToArray();
var byRegime = regimes.Select(regime => (regime.Name, Before: usual.Where((_, k) => landscapes[k].Regime == regime).Average(), After: other.Where((_, k) => landscapes[k].Regime == regime).Average())).ToArray();
Console.WriteLine($"{string.Join("; ", usual.Zip(other, (one, two) => $"{one:F2} {two:F2}"))}; {string.Join("; ", byRegime.Select(m => $"{m.Name} {m.Before:F2} {m.After:F2}"))}");
Expect(usual.Zip(other).All(pair => pair.First != pair.Second), "all sharpnesses change");
Expect(!quick || usual.Zip(other, (one, two) => Math.Abs(two / one - 1)).Average() < .5, "by some tenths of their size");

//// 2. Closer
//// - 25), 1.0);
//// + 25), .2);
var close = landscapes.SelectMany(l => l.Landscape.PerExit()).ToArray();
var deepest = close.Max(surface => surface.Centre - surface.Lowest.Loss);
Console.WriteLine($"{close.Count(surface => surface.Lowest.X == 0 && surface.Lowest.Y == 0)} of {close.Length} at the bottom at radius .2; a neighbour is better by at most {deepest:F4}");
Expect(!quick || deepest < .05, "a close neighbour is better by little, if at all");

//// 3. An untrained network
var untrained = Landscape.Around(NumericalRank.Untrained(lab.Network, data), images, data, Session.Pick(3, 5, 25), radius: 1).PerExit();
Console.WriteLine($"untrained: {string.Join("; ", untrained.Select(surface => $"{surface.Centre:F2}, lowest {surface.Lowest.Loss:F2}"))}");
Expect(untrained.All(surface => surface.Centre > Math.Log(10) - .1 && surface.Centre < Math.Log(10) + 1), "its loss is that of guessing or a little more");
Console.WriteLine($"{untrained.Count(surface => surface.Lowest.Loss < surface.Centre)} of {untrained.Count} exits have a better neighbour");
Expect(!quick || untrained.Count(surface => surface.Lowest.Loss < surface.Centre) is > 0 and < 6, "it is at the bottom for some exits, and not for all");
