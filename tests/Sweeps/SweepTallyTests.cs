using EarlyExit.Host.Sweeps;

namespace EarlyExit.Tests.Sweeps;

public class SweepTallyTests
{
    [Theory]
    [InlineData("nothing to do", "a Running")]
    [InlineData("1 done", "a Running", "a Done", "a Found")]
    [InlineData("1 done", "a Found", "a Done")]
    [InlineData("1 done, 1 had a result, 1 failed", "b Found", "b Found", "c Failed", "a Found", "a Done", "a Found")]
    public void A_cell_counts_once_whoever_tells_of_it_first(string expected, params string[] told)
    {
        var tally = new SweepTally();
        foreach (var line in told) tally.Count(new(line.Split(' ')[0], line.Split(' ')[1], 1, ""));
        Assert.Equal(expected, tally.ToString());
    }
}
