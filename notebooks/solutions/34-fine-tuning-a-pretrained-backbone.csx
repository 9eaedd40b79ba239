// Exercises of notebook 34, solved; the tests run this after the notebook, at smoke scale, and ./workbook test --long at quick scale.

//// 1. Heads only
var withHeads = await Study.Train(FromTheirs(0), ours, [new Regime("heads only", new Phase(Trains.Heads))], seeds: 1, EarlyExit.Regimes.Length.Epochs(1), recipe);
var headsOnly = withHeads[0];
var fresh = FromTheirs(0).Build(headsOnly.Seed).state_dict();
var trainedState = headsOnly.Network.state_dict();
bool Same(string name) => trainedState[name].data<float>().ToArray().SequenceEqual(fresh[name].data<float>().ToArray());
Expect(fresh.Keys.Where(name => name.StartsWith("classifier")).ToArray() is { Length: > 0 } own && own.All(Same), "the classifier is left alone");
Expect(fresh.Keys.Any(name => name.StartsWith("head") && !Same(name)), "the early heads are trained");
Console.WriteLine($"last exit {headsOnly.Test.Accuracy()[^1]:P1}, chance is {1.0 / headsOnly.Test.C:P0}");
Expect(headsOnly.Test.Accuracy()[^1] < 2.0 / headsOnly.Test.C, "its last exit stays near chance");

//// 2. More images
var more = all.OfClasses(other).Take(2 * images, 32, 64);
var fed = await Study.Train(fromScratch, more, [Regime.Joint], seeds: 1, EarlyExit.Regimes.Length.Epochs(1), recipe);
Expect(more.Train.Count == 2 * images && fed[0].Test.L == 3, "it trains");

//// 3. Gently
double Moved(Run run) => Math.Sqrt(pretrained[0].Network.named_parameters().Where(one => !one.name.StartsWith("classifier"))
    .Sum(one => one.parameter.data<float>().ToArray().Zip(run.Network.state_dict()[one.name].data<float>().ToArray(), (a, b) => Math.Pow(a - b, 2)).Sum()));
var gentle = await Study.Train(FromTheirs(0), ours, [Regime.Joint], seeds: 1, Epochs(epochs), recipe with { Optimiser = Optimiser.Adam(2e-4) });
Console.WriteLine($"moved by {Moved(gentle[0]):F3} in the place of {Moved(tuned.Of(Regime.Joint)[0]):F3}; accuracies {string.Join(" ", gentle[0].Test.Accuracy().Select(a => $"{a:F2}"))} and {string.Join(" ", tuned.Of(Regime.Joint)[0].Test.Accuracy().Select(a => $"{a:F2}"))}");
Expect(Moved(gentle[0]) < Moved(tuned.Of(Regime.Joint)[0]), "it moves less from their weights");
