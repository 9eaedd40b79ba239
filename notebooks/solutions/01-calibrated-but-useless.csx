// Exercises of notebook 01, solved; the tests run this after the notebook, at smoke scale.
var (first, second, areaOfTelling) = (At(constant, budget), At(telling, budget), telling.Frontier(Scores.MaxSoftmax).Area());

//// 1. An over-confident telling exit
//// - new ToyGroup(.5, new(.98, .98), new(.99, .99)),
//// + new ToyGroup(.5, new(.995, .98), new(.99, .99)),
//// - new ToyGroup(.5, new(.42, .42), new(.81, .81)));
//// + new ToyGroup(.5, new(.60, .42), new(.81, .81)));
Expect(Math.Abs(Ece(telling, 0) - .1) < .01, "the ECE rises to about 0.1");
Expect(Math.Abs(At(telling, budget) - second) < 1e-9 && telling.Frontier(Scores.MaxSoftmax).Area() == areaOfTelling, "the curve does not move");

//// 2. A constant exit that knows a little
//// - new ToyGroup(.5, new(.70, .98), new(.90, .99)),
//// + new ToyGroup(.5, new(.71, .98), new(.90, .99)),
//// - new ToyGroup(.5, new(.70, .42), new(.90, .81)));
//// + new ToyGroup(.5, new(.69, .42), new(.90, .81)));
Expect(Math.Abs(constant.Frontier(Scores.MaxSoftmax).Area() - areaOfTelling) < 1e-9, "it becomes the telling exit's curve");
Expect(Ece(constant, 0) < 1e-5, "the ECE is still 0");

//// 3. The network that loses least
double Spread(string name) => zoo[name].Test.Accuracy().Max() - zoo[name].Test.Accuracy().Min();
var least = nets.MaxBy(net => net.ConstantArea - net.RawArea).Name;
Expect(nets.All(net => Spread(net.Name) <= Spread(least)), "its exits differ most in accuracy");
Expect(Correlation.Spearman([.. nets.Select(net => Spread(net.Name))], [.. nets.Select(net => net.ConstantArea - net.RawArea)]) is > 0 and < .5, "as a rule it is weak");
