using EarlyExit.Tests.Regimes;

namespace EarlyExit.Tests.Promises;

/// <summary>libtorch's errors come back as exceptions: a child calls every public method with what does not fit, and lives.</summary>
[Collection("torch")]
public sealed class NativeTests : OneThread
{
    [Fact]
    public async Task Every_public_method_survives_what_does_not_fit()
    {
        var outcome = await Call(times: 2, seed: 1);
        Assert.Empty(outcome.Deaths);
        Assert.True(outcome.Calls > 1000, $"{outcome.Calls} calls");
    }

    [Fact]
    [Trait("Duration", "long"), Trait("Promise", "native")]
    public async Task Every_public_method_a_hundred_times()
    {
        var outcome = await Call(times: 100, seed: 2);
        Report.Count("public methods", NativePart.Entries.Count);
        Report.Count("calls", outcome.Calls);
        Report.Count("exceptions", outcome.Threw);
        Report.Count("aborts", outcome.Deaths.Count);
        Report.Say($"{NativePart.Entries.Count:N0} public methods of the tensor library, {outcome.Calls:N0} calls with wrong shapes, types, disposed tensors, negative and huge sizes: {outcome.Threw:N0} exceptions ({outcome.Kinds}), {outcome.Deaths.Count} aborts.");
        Assert.Empty(outcome.Deaths);
    }

    private sealed record Outcome(long Calls, long Threw, string Kinds, IReadOnlyList<string> Deaths);

    private static async Task<Outcome> Call(int times, int seed)
    {
        Packages.SkipUnlessCompat("what the package does with what does not fit is its own matter");
        List<string> deaths = [];
        for (var first = 0; ;)
        {
            var (output, errors, exit) = await Child.RunAsync("native", [$"{times}", $"{first}", $"{seed}"]);
            var lines = output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
            if (exit == 0 && lines[^1] == "alive 4")
            {
                var words = lines[^2].Split(' ', 4);
                return new(long.Parse(words[1]), long.Parse(words[2]), words[3], deaths);
            }
            var at = lines.LastOrDefault(line => line.Length > 0 && char.IsAsciiDigit(line[0])) ?? "before the first call";
            deaths.Add($"{at}: exit code {exit}, {errors.Split('\n').FirstOrDefault(line => line.Length > 0)}");
            if (deaths.Count == 20 || !int.TryParse(at.Split(' ')[0], out first)) return new(0, 0, "", deaths);
            first++;
        }
    }
}
