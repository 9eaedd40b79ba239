using EarlyExit.Exits;
using EarlyExit.Host.Notebooks;
using EarlyExit.Regimes;
using EarlyExit.Tests.Exits;
using EarlyExit.Tests.Host;
using EarlyExit.Tests.Regimes;
using static EarlyExit.Regimes.Length;

namespace EarlyExit.Tests.Promises;

/// <summary>Memory stays flat: resident memory is bounded, and of the native tensors that were made none is left.</summary>
[Collection("torch")]
public sealed class MemoryTests : OneThread
{
    // What the allocators of libc and of .NET keep for themselves varies by some tens of megabytes.
    private const long Allowed = 64L << 20;

    [Fact]
    public void Training_leaves_no_native_tensor_behind()
    {
        StepsPart.Round(0); // what is made once
        var before = NativeTensors.Count();
        var made = Enumerable.Range(0, 3).Sum(round => StepsPart.Round(round).Parameters);
        Assert.Equal(before, NativeTensors.Count(made));
    }

    [Fact]
    public async Task Loading_leaves_no_native_tensor_and_no_open_file_behind() => await Load(times: 20);

    [Fact]
    public async Task Cells_keep_memory_within_a_bound() => await Cells(count: 20);

    [Fact]
    [Trait("Duration", "long"), Trait("Promise", "memory")]
    public async Task An_hour_of_training_steps()
    {
        var (output, errors, exit) = await Child.RunAsync("steps", ["3600"]);
        Assert.True(exit == 0, $"{output}\n{errors}");
        StepsPart.Line[] lines = [.. output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(StepsPart.Line.Parse)];
        // The first twelfth warms up: code is compiled, allocators take their arenas.
        var steady = lines.SkipWhile(line => line.Seconds < 300).ToArray();
        Report.Count("training steps", lines[^1].Steps);
        Report.Count("native tensors left", lines[^1].Tensors);
        Report.Say($"{lines[^1].Steps:N0} training steps of {TrainingPart.Cases.Count} regimes in {lines[^1].Seconds / 60:F0} minutes: resident memory {Megabytes(lines[0].Resident)} MB at the start, " +
            $"{Megabytes(steady[0].Resident)} MB after 5 minutes, at most {Megabytes(steady.Max(line => line.Resident))} MB from then on, {Megabytes(lines[^1].Resident)} MB at the end; {lines[^1].Tensors} native tensors left.");
        Assert.Equal(0, lines[^1].Tensors);
        Assert.InRange(steady.Max(line => line.Resident) - steady[0].Resident, long.MinValue, Allowed);
    }

    [Fact]
    [Trait("Duration", "long"), Trait("Promise", "memory")]
    public async Task A_thousand_loads() => await Load(times: 1000);

    [Fact]
    [Trait("Duration", "long"), Trait("Promise", "memory")]
    public async Task A_thousand_cells() => await Cells(count: 1000);

    private static async Task Load(int times)
    {
        using var folder = new TemporaryFolder();
        MadeUp.Outputs(1, 4, 500, 10).Save(folder.File("outputs.npz"));
        var (regime, network) = TrainingPart.Cases[1];
        await Once(); // trains
        await Once();
        var (tensors, files, resident) = (NativeTensors.Count(), OpenFiles(folder), Environment.WorkingSet);
        var made = 0L;
        for (var k = 0; k < times; k++) made += await Once();
        var left = NativeTensors.Count(made) - tensors;
        Report.Count("loads", times);
        Report.Count("native tensors left", left);
        Report.Say($"{times:N0} loads of outputs and of a trained network from the cache: resident memory {Megabytes(resident)} MB before, {Megabytes(Environment.WorkingSet)} MB after; {left} native tensors and {OpenFiles(folder) - files} open files left.");
        Assert.Equal(0, left);
        Assert.InRange(OpenFiles(folder), 0, files);
        if (times >= 1000) Assert.InRange(Environment.WorkingSet - resident, long.MinValue, Allowed);

        async Task<long> Once()
        {
            Assert.Equal(500, ExitOutputs.Load(folder.File("outputs.npz")).N);
            var runs = await Study.Train(network, TrainingPart.Data, [regime], 1, Epochs(.25), new Recipe { BatchSize = 16 }, folder.File("cache"), new Nobody(), TestContext.Current.CancellationToken);
            using var loaded = runs[0].Network;
            Assert.Equal(3, loaded.L);
            return loaded.parameters().Count();
        }
    }

    // Each cell declares, computes and shows something; what a notebook declares stays, so that its memory grows with its code.
    private static async Task Cells(int count)
    {
        const long EachCell = 1L << 20;
        string[] cells =
        [
            .. Enumerable.Range(0, count).Select(k => $"var values{k} = Enumerable.Range(0, 100).Select(x => x * {k}.0).ToArray(); values{k}.Sum()"),
            "GC.Collect(); Environment.WorkingSet",
        ];
        using var folder = new TemporaryFolder();
        var settings = new RunSettings("smoke", DataSet: null, TimeSpan.FromMinutes(5), folder.File("verdicts"));
        var notebook = SmallNotebooks.Of(["using System.Linq;", "GC.Collect(); Environment.WorkingSet", .. cells]);
        var run = await new NotebookRunner(settings, new Silence()).RunAsync(notebook, folder.File("cells.ipynb"), TestContext.Current.CancellationToken);
        Assert.Null(run.Failure);
        var shown = run.Executed.CodeCells.Select(cell => cell.Outputs.OfType<DisplayOutput>().FirstOrDefault()?.Data["text/plain"].ToString()).ToArray();
        Assert.Equal(Enumerable.Range(0, 100).Sum(x => x * (count - 1.0)).ToString(System.Globalization.CultureInfo.InvariantCulture), shown[^2]);
        var (before, after) = (Number(shown[1]!), Number(shown[^1]!));
        Report.Count("cells", count);
        Report.Say($"{count:N0} cells of a notebook in one session, {run.Elapsed.TotalSeconds:F0} s: resident memory {Megabytes(before)} MB before, {Megabytes(after)} MB after, {(after - before) / 1024.0 / count:F0} KB a cell.");
        Assert.InRange(after - before, long.MinValue, Allowed + count * EachCell);

        static long Number(string text) => long.Parse(text.Replace(",", ""), System.Globalization.CultureInfo.InvariantCulture);
    }

    // Of one folder: other tests have files open too.
    private static int OpenFiles(TemporaryFolder folder) => Directory.Exists("/proc/self/fd")
        ? Directory.GetFileSystemEntries("/proc/self/fd").Count(file => TargetOf(file)?.StartsWith(folder.Path, StringComparison.Ordinal) == true)
        : 0;

    private static string? TargetOf(string link)
    {
        try
        {
            return new FileInfo(link).LinkTarget;
        }
        catch (IOException)
        {
            return null; // closed meanwhile
        }
    }

    private static string Megabytes(long bytes) => $"{bytes >> 20}";

    private sealed class Nobody : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value) { }
    }
}
