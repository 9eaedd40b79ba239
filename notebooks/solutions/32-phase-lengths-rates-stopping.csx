// Exercises of notebook 32, solved; the tests run this after the notebook, at smoke scale, and ./workbook test --long at quick scale.
var quick = Session.Scale != Scale.Smoke;
int Last() => history.Length - 1;

//// 1. The first exit improves in every epoch
history = [.. history.Select((accuracies, epoch) => (double[])[.50 + .02 * epoch, accuracies[1]])];
Console.WriteLine(string.Join("; ", new[] { StallRule.AnyExit, StallRule.LastExit, StallRule.Mean }.Select(rule => $"{rule.Name}: keeps {1 + Walk(rule, 2).Kept}, stops after {1 + Walk(rule, 2).Stopped}")));
Expect(Walk(StallRule.AnyExit, 2) == (Last(), Last()), "the papers' rule never stops, and keeps the last state");
Expect(Walk(StallRule.LastExit, 2) == (1, 3), "the last exit's rule stops after epoch 4 with the state of epoch 2");
Expect(Walk(StallRule.Mean, 2) == (Last(), Last()), "the mean still rises and keeps the last state too");

//// 2. Watching the mean
//// - new[] { StallRule.AnyExit, StallRule.LastExit })
//// + new[] { StallRule.AnyExit, StallRule.LastExit, StallRule.Mean })
Console.WriteLine(string.Join("; ", stopped.Select(s => $"{s.Name}: epochs {string.Join(" ", s.Runs.Select(EpochsOf))}, area {Interval.OfMean(s.Runs.Select(Area))}")));
Expect(stopped.Count == 3 && stopped[2].Runs.Count == lab.Seeds.Count, "it trains");
Expect(stopped[0].Runs.Zip(stopped[2].Runs).All(pair => EpochsOf(pair.Second) <= EpochsOf(pair.First)), "it stops no later than the papers' rule");
// Until one of them stops, the trainings are the same, so the longest tells what each rule makes of it.
(int Kept, int Stopped)[] Make(StallRule rule) => [.. stopped[0].Runs.Select(run =>
{
    history = [.. run.History[0].Epochs.Select(epoch => epoch.ValidationAccuracy.ToArray())];
    return Walk(rule, 2);
})];
var (each, alone, mean) = (Make(StallRule.AnyExit), Make(StallRule.LastExit), Make(StallRule.Mean));
Console.WriteLine(string.Join("; ", new[] { each, mean, alone }.Select(made => string.Join(", ", made.Select(one => $"{1 + one.Kept} of {1 + one.Stopped}")))));
Expect(stopped[2].Runs.Zip(mean).All(pair => EpochsOf(pair.First) == 1 + pair.Second.Stopped), "the training watched by the mean goes as the longest one does");
Expect(!quick || mean.All(one => one.Stopped == 11) && alone.Count(one => one.Stopped == 10) == 1, "it trains to the cap, and the last exit's rule stops one of them after 11 epochs");
Expect(!quick || each.Select(one => 1 + one.Kept).SequenceEqual([11, 12, 12]), "every exit for itself keeps 11, 12 and 12");
Expect(!quick || mean.Select(one => 1 + one.Kept).SequenceEqual([11, 11, 11]), "the mean keeps 11 of each");
Expect(!quick || alone.Select(one => 1 + one.Kept).SequenceEqual([11, 9, 11]), "the last exit keeps 11, 9 and 11");

//// 3. Improvements of more than 3 points
//// - minDelta: 0);
//// + minDelta: .03);
Expect(Walk(StallRule.Mean, 2) == (1, 3), "the mean keeps the state of epoch 2 and stops after epoch 4, as the last exit does");
Expect(Walk(StallRule.LastExit, 2) == (1, 3), "the last exit's rule does not change");
Expect(Walk(StallRule.AnyExit, 2) == (3, 5), "for the papers' rule the step of exit 1 still counts");
