// Exercises of notebook 06, solved; the tests run this after the notebook, at smoke scale, and on some of the networks.
var some = zoo.Where((_, k) => k % 4 == 0).ToArray();
Change Judged(ZooNetwork net, ExitOutputs after) => nets.Single(one => one.Name == net.Name) with { After = Measure(after) };

//// 1. Every network made under-confident
var doubled = some.Select(net => Judged(net, Temperature.Of(net.Test.C, [.. Temperature.PerExit.Fit(net.ForCalibrators).Temperatures.Select(T => 2 * T)]).Apply(net.Test))).ToArray();
Expect(doubled.Where(net => Math.Abs(net.T - 1) < .1).All(net => net.Of(m => m.Ece) > 0), "the ECE rises in networks that were not far from calibrated");
Expect(doubled.Average(net => net.Area) < 0, "the area does fall");

//// 2. One temperature for all exits
var shared = some.Select(net => Judged(net, Temperature.Shared.Fit(net.ForCalibrators).Apply(net.Test))).Where(net => State(net) == states[0]).ToArray();
Expect(shared.Average(net => Math.Abs(net.Area)) < shared.Average(net => Math.Abs(nets.Single(one => one.Name == net.Name).Area)), "losses become smaller");

//// 3. A single budget
double AtHalf(ExitOutputs outputs) => outputs.Frontier(Scores.LogOdds).AccuracyAt(.5)!.Value;
var gainsAtHalf = some.Select(net => AtHalf(Temperature.PerExit.Fit(net.ForCalibrators).Apply(net.Test)) - AtHalf(net.Test)).ToArray();
double Follows(Func<Change, double> value, Func<int, double> gain) => Correlation.Spearman(
    [.. some.Select(net => value(nets.Single(one => one.Name == net.Name)))], [.. some.Select((_, k) => gain(k))]);
double Mean(Func<int, double> gain) => predictors.Average(predictor => Math.Abs(Follows(predictor.Value, gain)));
Expect(Mean(k => gainsAtHalf[k]) < Mean(k => nets.Single(one => one.Name == some[k].Name).Area) + .1, "the correlations fall");
