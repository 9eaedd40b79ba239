using System.Diagnostics;
using EarlyExit.Host;
using EarlyExit.Host.Commands;
using EarlyExit.Host.Notebooks;

namespace EarlyExit.Tests.Host;

public sealed class NotebookRunnerTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly RunSettings _settings;

    public NotebookRunnerTests() => _settings = new RunSettings("smoke", "cifar-10", TimeSpan.FromMinutes(1), _folder.File("verdicts"));

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_notebook_comes_back_executed_and_canonical()
    {
        var run = await RunAsync("var x = 20;", "Console.Write(\"\\rhalf\\r    \\r\");\nConsole.WriteLine(\"x is \" + x);\nx + 1");
        Assert.Null(run.Failure);
        Assert.Equal([1, 2], run.Executed.CodeCells.Select(cell => cell.ExecutionCount));
        Assert.Equal(new StreamOutput("stdout", "x is 20\n"), run.Executed.Cells[1] is CodeCell code ? code.Outputs[0] : null);
        Assert.Empty(CanonicalForm.Problems(run.Executed, NotebookWriter.ToJson(run.Executed)));
    }

    [Fact]
    public async Task A_shown_value_is_replaced_where_it_stands_by_a_later_cell_too()
    {
        var run = await RunAsync("var bar = display(\"0 %\");", "bar.Update(\"100 %\");\n1");
        Assert.Equal(("100 %", "1"), (Text(run, 0), Text(run, 1)));
        Assert.Single(run.Executed.CodeCells.Last().Outputs);
    }

    [Fact]
    public async Task Cells_learn_from_the_environment_what_is_asked_of_them()
    {
        var run = await RunAsync("string.Join(\" \", new[] { \"SCALE\", \"DATASET\", \"VERDICTS\", \"NOTEBOOK\" }"
            + ".Select(name => Environment.GetEnvironmentVariable(\"EARLYEXIT_\" + name)))", "System.IO.Path.GetFileName(Environment.CurrentDirectory)");
        Assert.Equal($"smoke cifar-10 {_folder.File("verdicts")} 07-test", Text(run, 0));
        Assert.Equal(Path.GetFileName(_folder.Path), Text(run, 1));
    }

    [Fact]
    public async Task A_failing_cell_ends_the_notebook_with_its_number_and_line()
    {
        var run = await RunAsync("1", "\n\nthrow new Exception(\"no\");", "Console.Write(\"never\");");
        Assert.Equal((2, 3, "no"), (run.Failure!.CellNumber, run.Failure.Error.Line, run.Failure.Error.Message));
        Assert.Empty(run.Executed.CodeCells.Last().Outputs);
        Assert.Null(run.Executed.CodeCells.Last().ExecutionCount);
    }

    [Fact]
    public async Task A_cell_that_hangs_is_stopped_at_its_limit()
    {
        var clock = Stopwatch.StartNew();
        var run = await RunAsync(_settings with { TimeLimit = TimeSpan.FromSeconds(3) }, "while (true) { }");
        Assert.Equal((1, "TimeLimit"), (run.Failure!.CellNumber, run.Failure.Error.Type));
        Assert.Contains("3 s", run.Failure.Error.Message);
        Assert.True(clock.Elapsed < TimeSpan.FromMinutes(5), $"took {clock.Elapsed}");
    }

    [Fact]
    public async Task A_cell_that_takes_its_process_with_it_is_a_failure_with_its_last_words()
    {
        var run = await RunAsync("Environment.FailFast(\"the end\");");
        Assert.Equal("ProcessEnded", run.Failure!.Error.Type);
        Assert.Contains(run.Failure.Error.Trace, line => line.Contains("the end"));
    }

    [Fact]
    public async Task A_cell_may_write_a_megabyte()
    {
        var run = await RunAsync("for (var i = 0; i < 20_000; i++) Console.WriteLine(new string('x', 49));");
        Assert.Equal(1_000_000, Assert.IsType<StreamOutput>(run.Executed.CodeCells.Single().Outputs.Single()).Text.Length);
    }

    [Fact]
    public async Task Old_outputs_do_not_survive_a_failed_run()
    {
        var path = _folder.File("old.ipynb");
        NotebookWriter.Write(new Notebook([SmallNotebooks.Code("a", "throw new Exception();", new StreamOutput("stdout", "old")),
            SmallNotebooks.Code("b", "1", new StreamOutput("stdout", "old"))], []), path);
        var run = await new NotebookRunner(_settings, new Silence()).RunAsync(path, TestContext.Current.CancellationToken);
        Assert.DoesNotContain("old", NotebookWriter.ToJson(run.Executed));
    }

    [Theory]
    [InlineData]
    [InlineData("", "  \n")]
    public async Task Nothing_to_run_is_never_a_success(params string[] cells)
    {
        var failure = await Assert.ThrowsAsync<EmptyNotebookException>(() => RunAsync(cells));
        Assert.Contains("07-test.ipynb", failure.Message);
    }

    [Fact]
    public async Task Only_a_notebook_that_passed_is_written_to_its_target()
    {
        var repository = new Repository(_folder.Path);
        var good = SmallNotebooks.Write(_folder, "a.ipynb", "1");
        var bad = SmallNotebooks.Write(_folder, "b.ipynb", "Console.Write(\"so far\");\nthrow new Exception(\"no\");");
        var before = File.ReadAllText(bad);
        var failure = await Assert.ThrowsAsync<CellFailedException>(() => NotebookRuns.ExecuteAsync(repository, [good, bad],
            new NotebookRunner(_settings, new Silence()), path => path, TestContext.Current.CancellationToken));
        Assert.StartsWith("b.ipynb: cell 1, line 2: System.Exception: no", failure.Message);
        Assert.Equal(1, NotebookReader.Read(good).CodeCells.Single().ExecutionCount);
        Assert.Equal(before, File.ReadAllText(bad));
        Assert.Contains("so far", File.ReadAllText(_folder.File("artifacts/failed/b.ipynb")));
    }

    [Fact]
    public async Task Notebooks_that_measure_time_run_after_the_others_and_by_themselves()
    {
        const string Stamp = "Console.Write(DateTime.UtcNow.Ticks);";
        const string Wait = "await System.Threading.Tasks.Task.Delay(300);";
        var repository = new Repository(_folder.Path);
        var timed = _folder.File("a.ipynb");
        var cells = SmallNotebooks.Of(Stamp, Wait, Stamp).Cells;
        NotebookWriter.Write(new Notebook([new MarkdownCell("m", "# a", new() { ["tags"] = new System.Text.Json.Nodes.JsonArray("alone") }), .. cells], []), timed);
        string[] others = [.. "bc".Select(name => SmallNotebooks.Write(_folder, $"{name}.ipynb", Stamp, Wait, Stamp))];
        var runs = await NotebookRuns.ExecuteAsync(repository, [timed, .. others], new NotebookRunner(_settings with { DataSet = null }, new Silence()),
            path => path, TestContext.Current.CancellationToken);
        Assert.True(NotebookReader.Read(timed).RunsAlone);
        Assert.Equal(3, runs.Count);
        Assert.All(runs, run => Assert.Equal([1, 2, 3], run.Times.Select(time => time.Number)));
        Assert.All(runs, run => Assert.InRange(run.Times[1].Elapsed.TotalSeconds, .29, 60));
        var started = Ticks(runs[0])[0];
        Assert.All(runs.Skip(1), run => Assert.True(Ticks(run)[1] < started));
    }

    [Theory]
    [InlineData("smoke", null, true)]
    [InlineData("full", null, false)]
    [InlineData("quick", "cifar-10", false)]
    public async Task Long_trainings_have_the_machine_for_themselves(string scale, string? data, bool sideBySide)
    {
        // The first cell waits for the other notebook's, as long as it takes where they are to meet.
        var meet = $$"""
            System.IO.File.WriteAllText($"here-{Environment.GetEnvironmentVariable("EARLYEXIT_NOTEBOOK")}", "");
            for (var k = 0; k < {{(sideBySide ? 1200 : 3)}} && System.IO.Directory.GetFiles(".", "here-*").Length < 2; k++) await System.Threading.Tasks.Task.Delay(50);
            Console.Write(System.IO.Directory.GetFiles(".", "here-*").Length);
            """;
        string[] paths = [.. "ab".Select(name => SmallNotebooks.Write(_folder, $"{name}.ipynb", meet))];
        var settings = _settings with { Scale = scale, DataSet = data, TimeLimit = TimeSpan.FromMinutes(2) };
        var runs = await NotebookRuns.ExecuteAsync(new Repository(_folder.Path), paths, new NotebookRunner(settings, new Silence()), path => path, TestContext.Current.CancellationToken);
        int[] met = [.. runs.Select(run => int.Parse(run.Executed.CodeCells.SelectMany(cell => cell.Outputs).OfType<StreamOutput>().Single().Text))];
        Assert.Equal(Environment.ProcessorCount > 1 && sideBySide ? [2, 2] : [1, 2], met);
    }

    private static long[] Ticks(NotebookRun run) => [.. run.Executed.CodeCells.SelectMany(cell => cell.Outputs).OfType<StreamOutput>().Select(text => long.Parse(text.Text))];

    [Fact]
    public void A_profile_names_the_slowest_cells_first()
    {
        var run = new NotebookRun(SmallNotebooks.Of(), TimeSpan.Zero,
            [new(1, "var quick = 1;", TimeSpan.FromSeconds(.5)), new(2, "var slow = 2;", TimeSpan.FromSeconds(12.25))], null);
        Assert.Equal("The 2 slowest of 2 cells:\n   12.25 s  20-x cell 2: var slow = 2;\n    0.50 s  20-x cell 1: var quick = 1;\n   12.75 s  all cells together\n",
            Profile.Of([("notebooks/20-x.ipynb", run)]));
    }

    [Fact]
    public async Task Missing_data_is_the_users_turn()
    {
        var path = SmallNotebooks.Write(_folder, "a.ipynb", "class DataMissingException() : Exception(\"cifar-10 is not there\");", "throw new DataMissingException();");
        var run = await new NotebookRunner(_settings, new Silence()).RunAsync(path, TestContext.Current.CancellationToken);
        Assert.Equal("cifar-10 is not there", run.Failure!.Error.Message);
        Assert.EndsWith("DataMissingException", run.Failure.Error.Type);
    }

    [Fact]
    public async Task The_built_assemblies_load_with_their_native_parts()
    {
        var built = Path.GetRelativePath(_folder.Path, Path.Combine(Repository.Find().Artifacts, "notebook"));
        var run = await RunAsync($"#r \"{built}/EarlyExit.Lib.dll\"\n#r \"{built}/TorchSharp.dll\"\nusing EarlyExit.Workbook;\nusing TorchSharp;",
            "Session.Scale", "torch.ones(2, 3).sum().item<float>()");
        Assert.True(run.Failure is null, run.Failure?.Error.ToString());
        Assert.Equal(("Smoke", "6"), (Text(run, 1), Text(run, 2)));
    }

    private Task<NotebookRun> RunAsync(params string[] cells) => RunAsync(_settings, cells);

    private Task<NotebookRun> RunAsync(RunSettings settings, params string[] cells) =>
        new NotebookRunner(settings, new Silence()).RunAsync(SmallNotebooks.Write(_folder, "07-test.ipynb", cells), TestContext.Current.CancellationToken);

    private static string Text(NotebookRun run, int cell) =>
        Assert.IsType<DisplayOutput>(run.Executed.CodeCells.ElementAt(cell).Outputs.Single()).Data["text/plain"].ToString();
}
