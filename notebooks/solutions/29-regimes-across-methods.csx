// Exercises of notebook 29, solved; the tests run this after the notebook, at smoke scale, and ./workbook test --long at quick scale.

//// 1. Another criterion
var byMargin = Method.Sdn with { Criterion = (heldOut, budget) => SharedThreshold.Choose(heldOut, Scores.Margin, budget) };
var bench = lab with { Network = byMargin.On(lab.Network) };
var found = await bench.Train(byMargin.On(Regime.Mixed));
var (known, again) = (Of(Method.Sdn, Regime.Mixed).Runs[0], found[0]);
Expect(known.Test.Logits.SequenceEqual(again.Test.Logits), "no network is trained anew");
Expect(!known.Test.Decide(byMargin.Criterion(known.Validation, .5)).Exits.SequenceEqual(known.Test.Decide(Method.Sdn.Criterion(known.Validation, .5)).Exits), "other samples leave");

//// 2. All of the logits before
foreach (var carry in new[] { 1.0, .5 })
{
    var adding = Mlp.Of([4], [6, 5, 4], classes: 3).WithExits(Heads.Linear, Every.Block).With(Coupling.Additive(carry)).Build(seed: 0);
    var (features, sum) = (x, torch.zeros(1, 3));
    for (var exit = 0; exit < adding.L; exit++)
    {
        features = adding.Segment(exit, features);
        sum = carry * sum + adding.Head(exit, features);
    }
    Expect((adding.call(x)[^1] - sum).abs().max().item<float>() < 1e-5, carry == 1 ? "the last exit hears the sum of the logits of all exits" : "with .5 those further away count 1/2, 1/4 and so on");
}

//// 3. No coupling
var plain = Mlp.Of([4], [6, 5, 4], classes: 3).WithExits(Heads.Linear, Every.Block).With(Coupling.None).Build(seed: 0);
Expect(!plain.state_dict().ContainsKey("link1.linear.weight"), "there is no link1.linear.weight");
Expect((plain.call(x)[1] - plain.Head(1, plain.Segment(1, plain.Segment(0, x)))).abs().max().item<float>() < 1e-6, "exit 2 is its head alone");
