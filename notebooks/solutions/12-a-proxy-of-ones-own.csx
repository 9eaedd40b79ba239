// Exercises of notebook 12, solved; the tests run this after the notebook, at smoke scale, and on some of the networks.
var some = zoo.Where((_, k) => k % 4 == 0).Temperatures(.5, 1, 2);
Proxy Pooled(string name, Func<ExitOutputs, ScoreTable> score, Func<ExitOutputs, ExitTable<bool>> label) =>
    Proxy.Of(name, o => OutputsMeasures.Auroc(score(o), label(o), Averaging.Pooled));

//// 1. The margin alone
var margin = Pooled("margin", o => o.Score(Scores.Margin), o => o.Correct.MayLeave());
var atQuarter = Efficiency.AccuracyAt(.25);
var small = ProxyStudy.Run(some, [.. Proxies.Standard, margin, mine], Efficiency.Area, atQuarter);
Expect(Correlation.Spearman([.. small.Values(margin)], [.. small.Values(Proxies.PooledEefp)]) > .9, "it comes to stand next to pooled EEFP");

//// 2. Plain correctness as the label
var plain = Pooled("correctness", o => o.Score(Scores.Margin).Times(o.Agreement()), o => o.Correct);
var both = ProxyStudy.Run(some, [mine, plain], Efficiency.Area).Leaderboard(Efficiency.Area);
var changes = new[] { both[mine].OverAll.Mean - both[plain].OverAll.Mean, both[mine].Within - both[plain].Within }.Select(Math.Abs).ToArray();
Expect(changes[1] > changes[0], "within changes more than over all");

//// 3. A quarter of the cost
var (whole, quarter) = (small.Leaderboard(Efficiency.Area), small.Leaderboard(atQuarter));
double Width(Leaderboard board) => Proxies.Standard.Where(proxy => double.IsFinite(board[proxy].OverAll.Low)).Average(proxy => board[proxy].OverAll.High - board[proxy].OverAll.Low);
Expect(Width(quarter) > Width(whole), "the intervals get wider");
Expect(!quarter.Rows.Select(row => row.Proxy).SequenceEqual(whole.Rows.Select(row => row.Proxy)), "the order of the known proxies changes");
