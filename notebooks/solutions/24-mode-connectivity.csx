// Exercises of notebook 24, solved; the tests run this after the notebook, at smoke scale, and ./workbook test --long at quick scale.
var quick = Session.Scale != Scale.Smoke;
var ordinary = lines;

//// 1. The line between the two other regimes
var others = Interval.OfMean(seeds.Select(seed => Line(Net(Regime.Mixed, seed), Net(Regime.Joint, seed)).Barrier));
Console.WriteLine($"from mixed to joint {others}");
Expect(!quick || Math.Abs(others.Mean - far.Mean) < Math.Abs(others.Mean - near.Mean), "the barrier is nearer to that of disjoint and joint");

//// 2. Statistics of two images
var broken = Connectivity.Path(Net(Regime.Disjoint, 0), Net(Regime.Joint, 0), images, data, PathLoss.LastExit, points, data.Train.Take(2));
var whole2 = ordinary["joint"][0];
Console.WriteLine($"at the ends {whole2.Points[0].Loss:F2} and {whole2.Points[^1].Loss:F2}, with two images {broken.Points[0].Loss:F2} and {broken.Points[^1].Loss:F2}");
Expect(broken.Points[0].Loss > whole2.Points[0].Loss && broken.Points[^1].Loss > whole2.Points[^1].Loss, "the losses at the ends rise");

//// 3. In accuracy
var passed = ordinary.Values.SelectMany(of => of).SelectMany(line => line.Points).Where(point => point.Loss > Math.Log(10)).ToArray();
Console.WriteLine($"{passed.Length} points above log 10, accuracies {string.Join(" ", passed.Select(point => $"{point.Loss:F2}:{point.Accuracy:F2}"))}; ends {string.Join(" ", ordinary.Values.SelectMany(of => of).Select(line => $"{line.Points[^1].Accuracy:F2}"))}");
Expect(!quick || (passed.Length > 0 && passed.All(point => point.Accuracy < .4)), "where the loss is above that of guessing, accuracy is far below the ends'");
