using EarlyExit.Tests.Host;

namespace EarlyExit.Tests.Promises;

/// <summary>Processes that share a cache: the work is done once, whoever dies, and what is there is what one alone leaves.</summary>
public class ProcessesTests
{
    [Fact]
    public async Task Two_on_the_same_run_and_one_killed_with_the_lock_in_its_hand()
    {
        var tally = new Tally();
        await Together([1, 1], seed: 1, killFirst: true, tally);
        Assert.Equal(0, tally.Repeated);
    }

    [Fact]
    [Trait("Duration", "long"), Trait("Promise", "processes")]
    public async Task Sixty_processes_in_twenty_caches()
    {
        var (tally, random) = (new Tally(), new Random(5));
        for (var round = 0; round < 20; round++)
        {
            // The same run three times, or runs that share their first phase.
            int[] cases = round % 2 == 0 ? [.. Enumerable.Repeat(random.Next(TrainingPart.Cases.Count), 3)] : [0, 2, 3];
            await Together(cases, seed: round, killFirst: round % 4 < 2, tally);
        }
        Report.Count("processes", tally.Processes);
        Report.Count("killed while holding the lock", tally.Killed);
        Report.Count("steps repeated", tally.Repeated);
        Report.Count("bytes lost", tally.BytesLost);
        Report.Say($"{tally.Processes} processes, three at a time on one cache, on the same run and on runs that share phases, {tally.Killed} killed while they held the lock: {tally.Steps} steps taken, {tally.Repeated} of them twice, every cache byte for byte that of runs one after the other.");
        Assert.Equal(0, tally.Repeated);
    }

    private sealed class Tally
    {
        public int Processes, Killed, Repeated, Steps;
        public long BytesLost;
    }

    private static async Task Together(int[] cases, int seed, bool killFirst, Tally tally)
    {
        using var folder = new TemporaryFolder();
        var (alone, shared) = (folder.File("alone"), folder.File("shared"));
        List<string> expected = [];
        foreach (var number in cases) expected.AddRange(await Finish(number, alone));

        List<string> taken = [];
        using var first = Child.Start("train", [$"{cases[0]}", $"{seed}", shared]);
        var errors = first.StandardError.ReadToEndAsync();
        if (await first.StandardOutput.ReadLineAsync() is { } line) taken.Add(line); // it trains: it has the lock
        var others = cases[1..].Select(number => Finish(number, shared)).ToArray();
        if (killFirst)
        {
            first.Kill();
            tally.Killed++;
        }
        while (await first.StandardOutput.ReadLineAsync() is { } more) taken.Add(more);
        await first.WaitForExitAsync();
        Assert.Equal("", await errors);
        foreach (var other in await Task.WhenAll(others)) taken.AddRange(other);
        if (killFirst) taken.AddRange(await Finish(cases[0], shared));
        taken.RemoveAll(line => line == "done");
        tally.Processes += cases.Length + (killFirst ? 1 : 0);
        tally.Steps += taken.Count;
        // A kill may fall between the checkpoint of a step and the line that tells of it: then one line is missing, never one too many.
        tally.Repeated += Math.Max(0, taken.Count - expected.Count(line => line != "done"));
        Assert.InRange(taken.Count, expected.Count(line => line != "done") - (killFirst ? 1 : 0), int.MaxValue);
        var tallied = new KillsTests.Tally();
        KillsTests.Compare(alone, shared, tallied);
        tally.BytesLost += tallied.BytesLost;
        Assert.Equal(0, tallied.BytesLost);

        async Task<string[]> Finish(int number, string cache)
        {
            var (output, problems, exit) = await Child.RunAsync("train", [$"{number}", $"{seed}", cache]);
            Assert.True(exit == 0, output + problems);
            return output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        }
    }
}
