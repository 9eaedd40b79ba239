// Exercises of notebook 09, solved; the tests run this after the notebook, at smoke scale.
double AreaOf(ZooNetwork net, ExitOutputs taught, ExitScorer scorer) => 100 * net.Test.Frontier(scorer.Fit(taught)).Area();
var onLabel = ExitScorer.Logistic(ScorerTarget.MayLeave);

//// 1. Fewer samples
Expect(Math.Abs(nets.Average(net => AreaOf(net, net.ForThresholds, onLabel) - AreaOf(net, net.ForScorers, onLabel))) < .3, "little is lost");

//// 2. Cheating
var flattered = nets.Average(net => AreaOf(net, net.Test, onLabel) - AreaOf(net, net.ForScorers, onLabel));
Expect(flattered is > 0 and < .5, "it flatters, and only a little");

//// 3. Punished weights
var punished = new ExitScorer(ScorerTarget.MayLeave, hidden: 0, penalty: 10);
double Judge(ZooNetwork net, ExitScorer scorer, Averaging averaging) => OutputsMeasures.Auroc(net.Test.Score(scorer.Fit(net.ForScorers)), net.Test.Correct.MayLeave(), averaging);
var (ofMean, ofPooled) = (nets.Average(net => Judge(net, punished, Averaging.OverExits) - Judge(net, onLabel, Averaging.OverExits)),
    nets.Average(net => Judge(net, punished, Averaging.Pooled) - Judge(net, onLabel, Averaging.Pooled)));
Expect(Math.Abs(ofMean) < .02, "EEFP as a mean over exits hardly minds");
Expect(ofPooled < ofMean && ofPooled < 0, "pooled EEFP falls");
Expect(nets.Average(net => AreaOf(net, net.ForScorers, punished) - AreaOf(net, net.ForScorers, onLabel)) < 0, "the area falls");
