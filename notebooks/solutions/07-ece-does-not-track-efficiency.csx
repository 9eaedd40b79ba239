// Exercises of notebook 07, solved; the tests run this after the notebook, at smoke scale.

//// 1. One factor
var alone = ProxyStudy.Run(few.Temperatures(1), [Proxies.Ece, Proxies.Eefp]).Leaderboard(Efficiency.Area);
Expect(alone.Rows.All(row => double.IsNaN(row.Within)), "within networks is undefined");

//// 2. Pairs instead of ranks
var pairs = scaled.Leaderboard(Efficiency.Area, CorrelationKind.Kendall);
Expect(main.Sum(proxy => Math.Abs(pairs[proxy].OverAll.Mean)) < main.Sum(proxy => Math.Abs(board[proxy].OverAll.Mean)), "the numbers come nearer to 0");

//// 3. Raw networks
var ofRaw = raw.Leaderboard(Efficiency.Area);
Expect(ofRaw[accuracy].OverAll.Mean > .7 || few.Length < 6, "mean accuracy is high up");
Expect(double.IsNaN(ofRaw[accuracy].GivenAccuracy.Mean), "given itself it has nothing left");
