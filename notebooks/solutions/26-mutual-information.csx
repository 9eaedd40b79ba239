// Exercises of notebook 26, solved; the tests run this after the notebook, at smoke scale, and ./workbook test --long at quick scale.
var quick = Session.Scale != Scale.Smoke;
double[] Contrastive() => [.. layers.Select((_, k) => measured.Average(m => m.Layers[k].Contrastive.Nats))];
var (usual, usualCeiling) = (Contrastive(), measured[0].Layers[0].Contrastive.Ceiling);

//// 1. Flattened activations
//// - Layout = FeatureLayout.Pooled
//// + Layout = FeatureLayout.Flattened
var numbers = byNoise.SelectMany(row => row.Values).ToArray();
Console.WriteLine($"{string.Join("\n", byNoise.Select(row => $"{row.layer} {string.Join(" ", row.Values.Select(v => $"{v:F2}"))}"))}; ceiling {Math.Log(images.Count):F2}");
Expect(numbers.All(nats => nats > .9 * Math.Log(images.Count)), "all numbers are near the ceiling");

//// 2. A batch twice as large
//// - batch  = Session.Pick(10, 100, 250)
//// + batch  = Session.Pick(20, 200, 500)
//// again Measured[] Measure(double noise)
var twice = layers.Select((_, k) => measured.Average(m => m.Layers[k].Contrastive.Nats)).ToArray();
Console.WriteLine(string.Join("\n", layers.Select((layer, k) => $"{layer}: {usual[k]:F2} to {twice[k]:F2}")));
Expect(Math.Abs(measured[0].Layers[0].Contrastive.Ceiling - usualCeiling - Math.Log(2)) < 1e-6, "the ceiling rises by log 2");
Expect(!quick || twice.Zip(usual, (one, two) => one - two).Max() < Math.Log(2), "no number rises by more");
Expect(!quick || twice.Zip(usual).All(pair => pair.First < pair.Second), "all fall");

//// 3. Shuffled labels
var shuffled = images.Labels.ToArray();
new Random(0).Shuffle(shuffled);
double[] Chance()
{
    using var features = Activations.Collect(runs.Of(Regime.Joint)[0].Network, images, data, new ActivationMatrix { Layout = FeatureLayout.Pooled });
    return [.. features.Select(layer => LabelProbe.Of(layer.Values, shuffled, 10, steps: Math.Min(300, images.Count / 2)).Nats)];
}
var chance = Chance();
Console.WriteLine($"shuffled: {string.Join(" ", chance.Select(nats => $"{nats:F3}"))}");
Expect(chance.Average() < .05, "the probe finds nothing");
Expect(!quick || chance.All(nats => nats is < -.1 and > -.8), "below 0 in every layer, which is how much the probe over-fits");
