// Exercises of notebook 00, solved; the tests run this after the notebook, at smoke scale.
var (area, costs, epochs) = (test.Frontier(Scores.MaxSoftmax).Area(), network.Costs.ToArray(), run.History.Sum(phase => phase.Epochs.Count));

//// 1. Leave by the margin
//// - var frontier = test.Frontier(Scores.MaxSoftmax);
//// + var frontier = test.Frontier(Scores.Margin);
//// - var allowed    = validation.Frontier(Scores.MaxSoftmax)
//// + var allowed    = validation.Frontier(Scores.Margin)
//// - new ThresholdPolicy(Scores.MaxSoftmax, threshold)
//// + new ThresholdPolicy(Scores.Margin, threshold)
Expect(frontier.Name == "margin" && Math.Abs(frontier.Area() - area) < .02, "the curve hardly moves");

//// 2. Heads after every second block
//// - .WithExits(Heads.Pooled, after: Every.Block)
//// + .WithExits(Heads.Pooled, after: Every.Nth(2))
Expect(network.Costs[^1] < costs[^1], "the last exit gets a little cheaper");
Expect(network.Costs[0] > 1.5 * costs[0], "the cheapest exit gets dearer");

//// 3. Twice as long. Which exit gains more shows at quick scale; here, that it trains for longer
//// - after: Every.Block
//// + after: Every.Block
//// - Epochs(Session.Pick(1, 8, 30))
//// + Epochs(2 * Session.Pick(1, 8, 30))
Expect(run.History.Sum(phase => phase.Epochs.Count) == 2 * epochs, "it trains for twice as long");
