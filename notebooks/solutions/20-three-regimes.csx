// Exercises of notebook 20, solved; the tests run this after the notebook, at smoke scale: that they train, and what they cost. What they gain
// takes the hours of a full run.
var costsBefore = network.Costs.ToArray();
var few = DataSets.Open("shapes").Take(train: 64, validation: 64, test: 64);

//// 1. More of the compute for the second phase
var later = new Regime("mixed, later", new Phase(Trains.Backbone), new Phase(Trains.Everything) { Share = 3 });
double Share(Regime regime) { var phases = Budget.EqualCompute(4).Spend(regime, network); return phases[1].Length!.MostEpochs * phases[1].Trains.MacsPerSample(network) / phases.Sum(phase => phase.Length!.MostEpochs * phase.Trains.MacsPerSample(network)); }
Expect(Math.Abs(Share(mixed) - .5) < .01 && Math.Abs(Share(later) - .75) < .01, "the second phase has three quarters of the compute");

//// 2. Heads warmed up
var warmed = await Study.Train(network, few, [Regime.HeadWarmUp], seeds: 1, EarlyExit.Regimes.Length.Epochs(1), recipe);
Expect(warmed[0].History.Count == 3, "three phases train: backbone, heads, everything");

//// 3. Stronger heads
var strong = ResNet.ForCifar(depth: 14, width: real ? 16 : 8).WithExits(Heads.Conv(), after: Every.Block);
Expect(strong.Costs[0] > costsBefore[0] && strong.Exits.Count == network.Exits.Count, "a stronger head costs more at the same place");
var taught = await Study.Train(strong, few, [Regime.Disjoint], seeds: 1, EarlyExit.Regimes.Length.Epochs(1), recipe);
Expect(taught[0].Test.L == strong.Exits.Count, "it trains");
