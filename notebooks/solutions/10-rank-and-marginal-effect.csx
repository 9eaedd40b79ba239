// Exercises of notebook 10, solved; the tests run this after the notebook, at smoke scale.
double AreaOf(ZooNetwork net, ScoreTable score) => 100 * net.Test.Frontier(score).Area();

//// 1. Isotonic calibration in place of Platt scaling
var isotonic = few.Select(net => AreaOf(net, net.Test.Score(IsotonicCalibration.PerExit.Fit(net.ForCalibrators))) - nets.Single(one => one.Net == net).Area[0]).ToArray();
Expect(Math.Abs(isotonic.Average() - nets.Average(net => net.Area[2] - net.Area[0])) < .3, "nearly the same as Platt scaling's");

//// 2. Everybody has the numbers of exit 1
ScoreTable Levelled(ZooNetwork net)
{
    var raw = net.Test.Score(Scores.LogOdds);
    return Marginals.Of(ranks: raw, values: new ScoreTable("exit 1", [.. Enumerable.Repeat(raw.Of(0).ToArray(), raw.L).SelectMany(row => row)], raw.L, raw.N));
}
Expect(nets.Average(net => AreaOf(net.Net, Levelled(net.Net))) < nets.Average(net => net.Area[0]), "the area falls");
Expect(nets.Average(net => OutputsMeasures.Auroc(Levelled(net.Net), net.Net.Test.Correct.MayLeave(), Averaging.Pooled)) < nets.Average(net => net.Pooled[0]), "pooled EEFP falls with it");

//// 3. The margin of the probabilities
long Discordant(ZooNetwork net) => Enumerable.Range(0, net.Test.L).Sum(exit => Kendall.Of(net.Test.Score(Scores.Margin).Of(exit),
    Temperature.PerExit.Fit(net.ForCalibrators).Apply(net.Test).Score(Scores.Margin).Of(exit)).Discordant);
Expect(Discordant(few[0]) > 0, "the rank effect is not entirely gone");
