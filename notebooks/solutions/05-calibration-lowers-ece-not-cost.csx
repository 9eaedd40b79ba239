// Exercises of notebook 05, solved; the tests run this after the notebook, at smoke scale.

//// 1. One temperature for all exits, on some of the networks
var some = nets.Where((net, k) => k % 3 == 0 && net.State == "over-confident").ToArray();
var together = some.Select(net =>
{
    var scaled = Temperature.Shared.Fit(zoo[net.Name].ForCalibrators).Apply(zoo[net.Name].Test);
    return (Ece: scaled.Ece(), Area: 100 * scaled.Frontier(Scores.LogOdds).Area(), net.Raw, net.Scaled);
}).ToArray();
Expect(together.Average(net => net.Ece) > together.Average(net => net.Scaled.Ece), "the ECEs fall less");
Expect(together.Average(net => Math.Abs(net.Area - net.Raw.Area)) < together.Average(net => Math.Abs(net.Scaled.Area - net.Raw.Area)), "the changes of area come nearer to 0");

//// 2. Only the more over-confident ones
double Fall(IEnumerable<Pair> of) => of.Average(net => net.Raw.Ece - net.Scaled.Ece);
Expect(Fall(nets.Where(net => net.T.Average() > 1.2)) > Fall(nets.Where(net => net.T.Average() > 1.05)), "their ECE falls by more");

//// 3. Chosen on test
Expect(sweeps.All(net => net.Test[MostEfficient(net.Test)].Area >= net.Test[BestCalibrated(net.Test)].Area), "the gain cannot be negative");
