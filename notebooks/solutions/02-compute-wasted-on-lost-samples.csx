// Exercises of notebook 02, solved; the tests run this after the notebook, at smoke scale.
var (spentBefore, costBefore) = (spent, Cheapest(aware).Cost);

//// 1. The smallest difference is enough
//// - saidToHopeless: .90)
//// + saidToHopeless: .41)
Expect(Math.Abs(Ece(aware) - .002) < 1e-4, "the ECE falls to 0.002");
Expect(Math.Abs(Cheapest(aware).Cost / costs[0] - 1.6) < 1e-9 && Cheapest(aware).Cost == costBefore, "the cost stays at 1.6");

//// 2. The oracle's decisions
//// - var decisions  = named.Decide(confidence, Threshold(named, named.Frontier(confidence), share: .5));
//// + var decisions = named.Decide(new Oracle());
Expect(spent.Futile.Sum() < 1e-12 && spent.Needless.Sum() < 1e-12 && spent.Worthwhile.Sum() > 0, "only worthwhile compute is left");
Expect(spent.Total < .5 * (named.Costs[^1] - named.Costs[0]), "far less than half of the compute beyond the first exit");

//// 3. A score that has learnt what is futile
//// - var confidence = named.Score(Scores.LogOdds);
//// + var confidence = named.Score(ExitScorer.Logistic(ScorerTarget.MayLeave).Fit(zoo["resnet14-joint-6k-s0"].ForScorers));
Expect(spent.FutileShare < spentBefore.FutileShare && spent.FutileShare > .5 * spentBefore.FutileShare, "the futile part falls by a few points and does not go");
Expect(spent.NeedlessShare > spentBefore.NeedlessShare, "part of that is needless compute now");
