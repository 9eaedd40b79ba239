// Exercises of notebook 11, solved; the tests run this after the notebook, at smoke scale, and on some of the networks.
var some = zoo.Where((_, k) => k % 5 == 0).ToArray();

//// 1. Temperatures fitted on the test samples
double ChangeBy(ZooNetwork net, ExitOutputs teacher) => Area(Temperature.PerExit.Fit(teacher).Apply(net.Test), Scores.MaxSoftmax) - Area(net.Test, Scores.MaxSoftmax);
Expect(Math.Abs(some.Average(net => ChangeBy(net, net.Test)) - some.Average(net => ChangeBy(net, net.ForCalibrators))) < .1, "hardly any of it is due to fitting");

//// 2. A higher budget under noise
//// - .At(.5)!.Value.Threshold
//// + .At(.75)!.Value.Threshold
Expect(shifted.Where(row => row.Shift == "clean").All(row => Math.Abs(row.Cost - .75) < .05), "on clean images the cost is near what was asked for");
Expect(shifted.Where(row => row.Shift == "noise").Average(row => row.Cost) > shifted.Where(row => row.Shift == "clean").Average(row => row.Cost), "under noise it rises above it");

//// 3. Patience
Expect(some.All(net => Area(scaled[net.Name], Patience.Run) == Area(net.Test, Patience.Run)), "temperature scaling changes nothing");
