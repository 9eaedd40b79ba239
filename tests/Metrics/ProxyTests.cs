using EarlyExit.Calibration;
using EarlyExit.Exits;
using EarlyExit.Metrics;
using EarlyExit.Tests.Exits;

namespace EarlyExit.Tests.Metrics;

public class ProxyTests
{
    private static readonly StudyPoint[] Points = [.. MadeUpZoo()];

    public static TheoryData<string> Names => [.. Proxies.Standard.Concat(Proxies.CalibrationErrors).Select(proxy => proxy.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void StandardProxiesPassTheChecks(string name)
    {
        var report = ProxyChecks.All(Proxies.Standard.Concat(Proxies.CalibrationErrors).Single(proxy => proxy.Name == name));
        Assert.True(report.Passes, report.ToString());
    }

    // Ten lines of a notebook, word for word.
    [Fact]
    public void AProxyOfOnesOwnPassesAndIsRanked()
    {
        var mine = Proxy.Of("agreement margin", o =>
            FailurePrediction.Auroc(o.Score(Scores.Margin).Times(o.Agreement()), o.Correct).Mean());
        Assert.True(ProxyChecks.All(mine).Passes, ProxyChecks.All(mine).ToString());
        var board = ProxyStudy.Run(Points, [.. Proxies.Standard, mine]).Leaderboard(against: Efficiency.Area, resamples: 50);
        Assert.Equal(Proxies.Standard.Count + 1, board.Rows.Count);
        Assert.Contains("agreement margin", board.ToString());
        Assert.Equal(Points.Length, board[mine].Count);
    }

    [Fact]
    public void ChecksFindWhatIsWrong()
    {
        var calls = 0;
        Fails("order of samples", o => Scores.Margin.Of(o.At(0, 0)));
        Fails("same number twice", _ => calls++);
        Fails("guesses", _ => 1);
        Fails("ordinary network", _ => double.NaN);
        Fails("right", o => o.Correct.Accuracy(0) < 1 ? o.Accuracy()[0] : throw new InvalidOperationException("nothing is wrong"));
        Fails("wrong", o => 1 / o.Accuracy().Mean());
        Fails("one exit", o => o.Accuracy()[1]);

        static void Fails(string check, Func<ExitOutputs, double> value)
        {
            var report = ProxyChecks.All(Proxy.Of("broken", value));
            Assert.False(report.Passes);
            Assert.Contains(report.Checks, c => !c.Passes && c.Name.Contains(check));
            Assert.Contains("FAIL", report.ToString());
        }
    }

    [Fact]
    public void TheEfficiencyItselfIsThePerfectProxy()
    {
        var (itself, reversed) = (Proxy.Of("itself", Efficiency.Area.Value), Proxy.Of("reversed", o => -Efficiency.Area.Value(o)));
        foreach (var kind in Enum.GetValues<CorrelationKind>())
        {
            var board = ProxyStudy.Run(Points, [reversed, itself]).Leaderboard(Efficiency.Area, kind, resamples: 100);
            Assert.Same(itself, board.Rows[0].Proxy);
            var row = board[itself];
            Assert.Equal(1, row.OverAll.Mean, 1e-12);
            Assert.Equal(1, row.OverAll.Low, 1e-12);
            Assert.Equal(1, row.Within, 1e-12);
            Assert.Equal(4, row.WithinNetworks);
            Assert.Equal(1, row.GivenAccuracy.Mean, 1e-9);
            Assert.Equal(-1, board[reversed].OverAll.High, 1e-12);
        }
    }

    [Fact]
    public void WithinNetworksIsTheMeanOfTheirCorrelations()
    {
        var study = ProxyStudy.Run(Points, [Proxies.Ece, Proxies.PooledEefp]);
        var (ece, area) = (study.Values(Proxies.Ece), study.Values(Efficiency.Area));
        var expected = Enumerable.Range(0, 4).Average(network =>
            Correlation.Spearman([.. ece.Skip(5 * network).Take(5)], [.. area.Skip(5 * network).Take(5)]));
        var row = study.Leaderboard(resamples: 50)[Proxies.Ece];
        Assert.Equal(expected, row.Within, 1e-12);
        Assert.Equal(Correlation.Spearman([.. ece], [.. area]), row.OverAll.Mean, 1e-12);
        Assert.Equal(Correlation.Partial(CorrelationKind.Spearman, [.. ece], [.. area], [.. Points.Select(p => p.Outputs.Accuracy().Mean())]),
            row.GivenAccuracy.Mean, 1e-12);
        Assert.Equal(4, row.OverAll.Count);
        Assert.InRange(row.OverAll.Mean, row.OverAll.Low, row.OverAll.High);
    }

    [Fact]
    public void ALeadIsTheDifferenceOfTheCorrelations()
    {
        var study = ProxyStudy.Run(Points, [Proxies.Ece, Proxies.PooledEefp], Efficiency.Area);
        var board = study.Leaderboard(resamples: 50);
        var (lead, behind) = (study.Lead(Proxies.PooledEefp, Proxies.Ece, resamples: 200), study.Lead(Proxies.Ece, Proxies.PooledEefp, resamples: 200));
        Assert.Equal(board[Proxies.PooledEefp].OverAll.Mean - board[Proxies.Ece].OverAll.Mean, lead.OverAll.Mean, 1e-12);
        Assert.Equal(board[Proxies.PooledEefp].GivenAccuracy.Mean - board[Proxies.Ece].GivenAccuracy.Mean, lead.GivenAccuracy.Mean, 1e-12);
        Assert.Equal(board[Proxies.PooledEefp].Within - board[Proxies.Ece].Within, lead.Within.Mean, 1e-12);
        Assert.Equal(-lead.OverAll.High, behind.OverAll.Low, 1e-12);
        Assert.Equal(-lead.Within.High, behind.Within.Low, 1e-12);
        Assert.InRange(lead.OverAll.Mean, lead.OverAll.Low, lead.OverAll.High);
        // Drawn together, a proxy is never ahead of itself.
        Assert.Equal((0, 0), (study.Lead(Proxies.Ece, Proxies.Ece).OverAll.Low, study.Lead(Proxies.Ece, Proxies.Ece).OverAll.High));
    }

    [Fact]
    public void WithinTellsTheCorrelationOfEachNetwork()
    {
        var half = Proxy.Of("half", o => o.Info.Seed < 2 ? double.NaN : o.Ece());
        var study = ProxyStudy.Run(Points, [Proxies.Ece, half]);
        var within = study.Within(Proxies.Ece, kind: CorrelationKind.Kendall);
        Assert.Equal(["net 0", "net 1", "net 2", "net 3"], within.Select(row => row.Network));
        Assert.Equal(study.Leaderboard(kind: CorrelationKind.Kendall, resamples: 5)[Proxies.Ece].Within, within.Average(row => row.Correlation), 1e-12);
        Assert.Equal([true, true, false, false], study.Within(half).Select(row => double.IsNaN(row.Correlation)));
    }

    [Fact]
    public void SomeOfThePointsAreAStudyOfTheirOwn()
    {
        var study = ProxyStudy.Run(Points, [Proxies.Ece, Proxies.Eefp]);
        var some = study.Where(point => point.Network != "net 1");
        var alone = ProxyStudy.Run(Points.Where(point => point.Network != "net 1"), [Proxies.Ece, Proxies.Eefp]);
        Assert.Equal(alone.Leaderboard(resamples: 20).Rows, some.Leaderboard(resamples: 20).Rows);
        Assert.Throws<ArgumentException>(() => study.Where(_ => false));
    }

    [Fact]
    public void LeavesOutOutputsWhereAProxyIsUndefined()
    {
        var half = Proxy.Of("half", o => o.Info.Seed < 2 ? double.NaN : o.Ece());
        var nowhere = Proxy.Of("nowhere", _ => double.NaN);
        var board = ProxyStudy.Run(Points, [half, nowhere]).Leaderboard(resamples: 20);
        Assert.Equal(10, board[half].Count);
        Assert.Equal(0, board[nowhere].Count);
        Assert.Same(nowhere, board.Rows[^1].Proxy);
        var lead = ProxyStudy.Run(Points, [half, nowhere]).Lead(half, nowhere, resamples: 20);
        Assert.All([lead.OverAll, lead.GivenAccuracy, lead.Within], interval => Assert.True(double.IsNaN(interval.Mean)));
    }

    [Fact]
    public void RefusesNonsense()
    {
        Assert.Throws<ArgumentException>(() => ProxyStudy.Run([], [Proxies.Ece]));
        Assert.Throws<ArgumentException>(() => ProxyStudy.Run(Points, []));
        Assert.Contains("accuracy at 33 %", Assert.Throws<ArgumentException>(
            () => ProxyStudy.Run(Points, [Proxies.Ece]).Leaderboard(Efficiency.AccuracyAt(.33))).Message);
    }

    private static IEnumerable<StudyPoint> MadeUpZoo()
    {
        for (var seed = 0; seed < 4; seed++)
        {
            var raw = MadeUp.Outputs(seed, exits: 4, samples: 300 + 20 * seed, classes: 3 + seed);
            foreach (var temperature in new[] { .3, .7, 1, 2, 5 })
                yield return new($"net {seed}", $"temperature {temperature}", Temperature.Of(raw.C, [.. Enumerable.Range(0, 4).Select(i => temperature * (1 + .3 * i))]).Apply(raw));
        }
    }
}
