using System.Diagnostics;
using System.Text.Json.Nodes;
using EarlyExit.Tests.Host;
using EarlyExit.Tests.Regimes;

namespace EarlyExit.Tests.Promises;

/// <summary>
/// Real processes that train and are killed (SIGKILL) at seeded random moments, started again until they finish: what lies in the cache
/// then is byte for byte what one that was left alone leaves.
/// </summary>
[Collection("torch")]
public sealed class KillsTests : OneThread
{
    private const int Chains = 20, LifesOfACase = 8;

    [Fact]
    public async Task Killed_once_and_resumed_is_bit_for_bit_what_it_would_have_been()
    {
        var tally = new Tally();
        await KillAndResume(number: 1, kills: 1, seed: 1, tally);
        Assert.Equal((1, 0), (tally.Kills, tally.StepsLost));
    }

    [Fact]
    [Trait("Duration", "long"), Trait("Promise", "kills")]
    public async Task A_hundred_kills_of_every_regime_and_nothing_is_lost()
    {
        var (tally, turn) = (new Tally(), new Lock());
        await Parallel.ForEachAsync(Enumerable.Range(0, Chains), new ParallelOptions { MaxDegreeOfParallelism = 2 * Environment.ProcessorCount }, async (number, _) =>
        {
            var own = new Tally();
            await KillAndResume(number % TrainingPart.Cases.Count, LifesOfACase, seed: number, own);
            lock (turn) tally.Add(own);
        });
        Report.Count("kills survived", tally.Kills);
        Report.Count("steps lost", tally.StepsLost);
        Report.Count("bytes lost", tally.BytesLost);
        Report.Count("runs compared", tally.Runs);
        Report.Say($"{tally.Kills} kills over {TrainingPart.Cases.Count} regimes ({string.Join(", ", TrainingPart.Cases.Select(one => one.Regime.Name))}): {tally.Moments[0]} before the first step of a life, " +
            $"{tally.Moments[1]} within a phase (a checkpoint is written after every step), {tally.Moments[2]} after the last step of a phase, where weights, manifest or outputs are written; " +
            $"{tally.BegunFiles} kills left a file half-written beside the whole ones; {tally.Runs} runs ended with the weights, histories and outputs of one never stopped, 0 bytes apart.");
        Assert.Equal((0, 0), (tally.StepsLost, tally.BytesLost));
        Assert.InRange(tally.Kills, 100, int.MaxValue);
    }

    internal sealed class Tally
    {
        public int Kills, StepsLost, Runs, BegunFiles;
        public long BytesLost;
        public int[] Moments { get; } = new int[3];

        public void Add(Tally other)
        {
            (Kills, StepsLost, Runs, BegunFiles, BytesLost) = (Kills + other.Kills, StepsLost + other.StepsLost, Runs + other.Runs, BegunFiles + other.BegunFiles, BytesLost + other.BytesLost);
            for (var k = 0; k < Moments.Length; k++) Moments[k] += other.Moments[k];
        }
    }

    private static async Task KillAndResume(int number, int kills, int seed, Tally tally)
    {
        using var folder = new TemporaryFolder();
        var random = new Random(seed);
        var (alone, cache) = (folder.File("alone"), folder.File("cache"));
        var straight = await Child.RunAsync("train", [$"{number}", $"{seed}", alone]);
        Assert.True(straight.ExitCode == 0, straight.Output + straight.Errors);
        string[] steps = straight.Output.Split('\n')[..^2];
        var lastOfPhases = Enumerable.Range(0, steps.Length).Where(k => k == steps.Length - 1 || PhaseOf(steps[k]) != PhaseOf(steps[k + 1])).ToArray();

        var (finished, reached) = (false, -1);
        for (var kill = 0; kill < kills && !finished && reached < steps.Length - 1; kill++)
        {
            // A step or two after the one that was reached; now and then right after the last step of a phase, or before a life's first step.
            var ahead = lastOfPhases.Where(k => k > reached).ToArray();
            var target = kills > 1 && random.Next(kills) == 0 ? ahead[random.Next(ahead.Length)]
                : kill > 0 && random.Next(10) == 0 ? reached : Math.Min(reached + 1 + random.Next(2), steps.Length - 1);
            var last = await RunUntil(target, random.NextDouble() * 12);
            finished = last is null;
            if (last is not { } at)
            {
                reached = steps.Length - 1; // it had ended before the kill
                break;
            }
            tally.Kills++;
            tally.Moments[at == reached ? 0 : lastOfPhases.Contains(at) ? 2 : 1]++;
            tally.BegunFiles += Directory.EnumerateFiles(cache, "*.part", SearchOption.AllDirectories).Any() ? 1 : 0;
            reached = at;
        }
        await Finish();
        Compare(alone, cache, tally);

        // Kills after a step has been reported and some milliseconds have passed; the last step that was reported, or null where it ended before.
        async Task<int?> RunUntil(int target, double milliseconds)
        {
            using var process = Child.Start("train", [$"{number}", $"{seed}", cache]);
            var last = reached;
            var errors = process.StandardError.ReadToEndAsync();
            while (last < target && await process.StandardOutput.ReadLineAsync() is { } line && line != "done") last = PlaceOf(line, last);
            await Task.Delay(TimeSpan.FromMilliseconds(milliseconds));
            process.Kill();
            // What it had written before it died.
            while (await process.StandardOutput.ReadLineAsync() is { } line)
                if (line == "done") return null;
                else last = PlaceOf(line, last);
            await process.WaitForExitAsync();
            Assert.Equal("", await errors);
            return last;
        }

        async Task Finish()
        {
            var (output, errors, exit) = await Child.RunAsync("train", [$"{number}", $"{seed}", cache]);
            Assert.True(exit == 0, output + errors);
            var last = reached;
            foreach (var line in output.Split('\n')[..^2]) last = PlaceOf(line, last);
            Assert.Equal(steps.Length - 1, last);
        }

        // A step's place in the straight run. A checkpoint is written before a step is reported: a resumed run goes on with the next.
        int PlaceOf(string line, int before)
        {
            var place = Array.IndexOf(steps, line);
            Assert.True(place >= 0, $"'{line}' is no step of the run that was left alone");
            if (place <= before) tally.StepsLost += before - place + 1;
            else Assert.InRange(place, before + 1, before + 2); // one that was saved and not yet reported
            return place;
        }
    }

    private static string PhaseOf(string step) => step[..step.LastIndexOf(' ')];

    internal static void Compare(string alone, string cache, Tally tally)
    {
        string[] Files(string folder) => [.. Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(folder, file)).Where(file => !file.EndsWith("lock", StringComparison.Ordinal)).Order()];
        Assert.Equal(Files(alone), Files(cache)); // no checkpoint and nothing half-written is left
        Assert.Contains(Files(alone), file => file.EndsWith(".npz", StringComparison.Ordinal));
        foreach (var file in Files(alone))
        {
            var (expected, found) = (Content(Path.Combine(alone, file)), Content(Path.Combine(cache, file)));
            tally.BytesLost += Math.Abs(expected.Length - found.Length) + expected.Zip(found).Count(pair => pair.First != pair.Second);
            Assert.True(expected.AsSpan().SequenceEqual(found), $"{file} differs");
        }
        tally.Runs++;
    }

    // Of a manifest everything but the seconds, which are never the same.
    private static byte[] Content(string file)
    {
        var bytes = File.ReadAllBytes(file);
        if (!file.EndsWith("manifest.json", StringComparison.Ordinal)) return bytes;
        var manifest = JsonNode.Parse(bytes)!;
        foreach (var phase in manifest["Phases"]!.AsArray()) phase!["Seconds"] = 0;
        return System.Text.Encoding.UTF8.GetBytes(manifest.ToJsonString());
    }
}
