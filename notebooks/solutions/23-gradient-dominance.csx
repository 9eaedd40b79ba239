// Exercises of notebook 23, solved; the tests run this after the notebook, at smoke scale, and ./workbook test --long at quick scale.
var quick = Session.Scale != Scale.Smoke;
var (before, withBatches) = (atEnd, one);

//// 1. Frozen statistics
//// - Gradients.Of(run.Network, images, data))).ToArray();
//// + Gradients.Of(run.Network, images, data, BatchStatistics.Running))).ToArray();
var shares = before.Zip(atEnd, (batch, running) => shown.Select(k => (Batch: batch.Gradients.Share(one.L - 1, k), Running: running.Gradients.Share(one.L - 1, k)))).SelectMany(pair => pair).ToArray();
var cosines = before.Zip(atEnd, (batch, running) => shown.Select(k => (Batch: batch.Gradients.CosineWithOthers(one.L - 1, k), Running: running.Gradients.CosineWithOthers(one.L - 1, k)))).SelectMany(pair => pair).ToArray();
Console.WriteLine($"shares {string.Join(" ", shares.Select(s => $"{s.Batch:F2}>{s.Running:F2}"))}; cosines {string.Join(" ", cosines.Select(s => $"{s.Batch:F2}>{s.Running:F2}"))}");
Expect(shares.All(share => share.Batch != share.Running) && cosines.All(cosine => cosine.Batch != cosine.Running), "all columns change");
Expect(!quick || shares.Average(share => Math.Abs(share.Batch - share.Running)) < .1, "a little");

//// 2. The last exit counts twice
var (share, doubled) = (one.Share(5, 0), one.Weighted([1, 1, 1, 1, 1, 2]).Share(5, 0));
Console.WriteLine($"{share:F3} becomes {doubled:F3}");
Expect(Math.Abs(doubled - 4 * share / (1 + 3 * share)) < 1e-9, "a weight counts squared: s becomes 4 s / (1 + 3 s)");
Expect(!quick || doubled / share is > 2.4 and < 2.8, "2.6 times");

//// 3. Parts of the step
Expect(Math.Abs(Enumerable.Range(0, one.L).Sum(exit => one.ProjectedShare(exit, 0)) - 1) < 1e-9, "the parts add up to 1");
var negative = joint.Concat(mixed).SelectMany(h => h.Moments).Select(m => m.Gradients).SelectMany(g => Enumerable.Range(0, g.L).Where(exit => g.Norm(exit, 0) > 0).Select(exit => g.ProjectedShare(exit, 0))).ToArray();
Console.WriteLine($"{negative.Count(part => part < 0)} of {negative.Length} parts are negative, the least {negative.Min():F3}; one: {one.ProjectedShare(5, 0):F3}");
Expect(!quick || negative.Any(part => part < 0), "some exit's part of the step is negative");
