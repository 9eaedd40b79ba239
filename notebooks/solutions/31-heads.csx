// Exercises of notebook 31, solved; the tests run this after the notebook, at smoke scale, and ./workbook test --long at quick scale.
var quick = Session.Scale != Scale.Smoke;

//// 1. A larger head at the last place only
var onlyLast = resnet.WithExits((0, Heads.Pooled), (2, Heads.Pooled), (4, Heads.Conv(2)));
var part = (onlyLast.Costs[^1] - 1) / (With(Heads.Conv(2)).Costs[^1] - 1);
Console.WriteLine($"{part:P0} of the cost is left");
Expect(part is > .28 and < .4, "about a third of the cost is left");

//// 2. Heads for nothing
ExitOutputs Free(ExitOutputs o, Architecture network) =>
    new([.. network.Exits.SelectMany(exit => o.At(exit.Stage).ToArray())], [.. o.Labels], [.. network.Exits.Select(exit => lab.Network.Costs[exit.Stage])], o.C, o.Info);
var moved = (from place in places from o in pooledHeads.Index() from budget in Budgets.Standard
    let before = At(place.Seeds[o.Index], budget)
    let after = At(Free(o.Item, place.Network), budget)
    where before is not null && after is not null
    select Math.Abs(after.Value - before.Value)).ToArray();
Console.WriteLine($"{moved.Count(change => change > .05)} of {moved.Length} numbers change, by at most {moved.Max():F2}");
Expect(moved.Average() < (quick ? .1 : 1), "hardly any number changes");

//// 3. The sparse network trained jointly
var sparse = await Study.Train(resnet.WithExits(Heads.Pooled, Every.Nth(3)), lab.Data.Take(train: 64, validation: 32, test: 32), [Regime.Joint], seeds: 1, EarlyExit.Regimes.Length.Epochs(1), lab.Recipe);
Expect(sparse[0].Test.L == 2, "two losses share the blocks in the place of six");
