using System.Diagnostics;
using EarlyExit.Host.Sessions;

namespace EarlyExit.Tests.Host;

/// <summary>Cells that would run for ever are stopped, and what they had done stays.</summary>
public sealed class InterruptTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly ScriptSession _session;
    private readonly List<SessionEvent> _events = [];

    public InterruptTests() => _session = new ScriptSession(_folder.Path);

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("while (true) x++;")]
    [InlineData("do { x++; } while (true);")]
    [InlineData("for (;;) { if (x++ > int.MaxValue) break; }")]
    [InlineData("again: x++; goto again;")]
    [InlineData("IEnumerable<int> Ever() { while (true) yield return 1; }\nx++; foreach (var one in Ever()) { }")]
    [InlineData("void Go() { x++; while (true) { } }\nGo();")]
    [InlineData("async Task Go() { x++; while (true) await Task.Yield(); }\nawait Go();")]
    [InlineData("x++; int Slow(int n) => n < 2 ? n : Slow(n - 1) + Slow(n - 2);\nSlow(90)")]
    [InlineData("x++; Enumerable.Range(0, int.MaxValue).Select(i => (long)i * i).Where(i => i < 0).Any(i => Enumerable.Range(0, int.MaxValue).Sum(j => j % 2) < 0)")]
    [InlineData("x++; Parallel.For(0, 4, i => { while (true) { } });")]
    [InlineData("x++; System.Threading.Thread.Sleep(1_000_000);")]
    [InlineData("x++; System.Threading.Thread.Sleep(TimeSpan.FromHours(1));")]
    [InlineData("x++; await Task.Delay(1_000_000);")]
    [InlineData("x++; await Task.Delay(TimeSpan.FromHours(1));")]
    [InlineData("x++; Task.Run(() => { while (true) { } }).Wait();")]
    [InlineData("x++; while (true) try { while (true) { } } catch (Exception) { }")]
    [InlineData("x++; async Task Wait(System.Threading.CancellationToken token = default) => await Task.Delay(1_000_000, token);\nawait Wait();")]
    public async Task A_cell_that_does_not_end_is_stopped_and_keeps_what_it_has_set(string code)
    {
        await RunAsync("var x = 5;");
        var clock = Stopwatch.StartNew();
        await InterruptAsync(code);
        Assert.Equal("Interrupted", _events.OfType<CellError>().Single().Type);
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(30), $"took {clock.Elapsed}");
        Assert.Equal("True", await RunAsync("x > 5"));
        Assert.Equal("6", await RunAsync("var six = 0; while (six < 6) six++; six"));
    }

    [Fact]
    public async Task Functions_of_earlier_cells_are_stopped_in_each_cell_that_calls_them()
    {
        await RunAsync("int turns = 0; void Ever() { while (true) turns++; }");
        for (var time = 0; time < 2; time++)
        {
            await InterruptAsync("Ever();");
            Assert.Equal("Interrupted", _events.OfType<CellError>().Single().Type);
            Assert.Equal("cell 1, line 1", _events.OfType<CellError>().Single().Trace[0][3..]);
        }
    }

    [Fact]
    public async Task Library_code_that_tells_how_it_goes_is_stopped_where_it_does()
    {
        // The loop is the framework's, and so is what it calls.
        await InterruptAsync("Parallel.ForEach(Enumerable.Repeat(\".\", int.MaxValue), (Action<string>)Console.Write);");
        Assert.Equal("Interrupted", _events.OfType<CellError>().Single().Type);
    }

    [Fact]
    public async Task A_token_of_the_cells_own_stays_what_it_is()
    {
        var shown = await RunAsync("using System.Threading;\nvar own = new CancellationTokenSource(50);\nvar how = \"ended\";\n"
            + "try { await Task.Delay(20_000, own.Token); } catch (OperationCanceledException) { how = \"own\"; }\nhow");
        Assert.Equal("own", shown);
    }

    [Fact]
    public async Task A_recursion_without_an_end_is_an_error_and_not_the_end_of_the_process()
    {
        await RunAsync("int Down(int n) => Down(n + 1) + 1;\nDown(0)");
        Assert.Equal("System.InsufficientExecutionStackException", _events.OfType<CellError>().Single().Type);
        Assert.Equal("2", await RunAsync("1 + 1"));
    }

    [Fact]
    public async Task Types_stay_whole_when_their_first_use_is_interrupted()
    {
        await RunAsync("class Settings { public static int Value = Compute(); static int Compute() { System.Threading.Thread.Sleep(300); return 7; } }");
        await InterruptAsync("while (true) { }");
        Assert.Equal("7", await RunAsync("Settings.Value"));
    }

    [Fact]
    public async Task Errors_still_name_their_lines()
    {
        await RunAsync("void Deep(int n)\n{\n    for (var i = 0; i < 3; i++)\n        if (i == n) throw new Exception(\"here\");\n}", "\nforeach (var n in new[] { 5, 2 })\n    Deep(n);");
        var error = _events.OfType<CellError>().Single();
        Assert.Equal(["at cell 1, line 4", "at cell 2, line 3"], error.Trace);
    }

    [Fact]
    public async Task A_cell_reads_lines_that_its_host_gives_it()
    {
        Queue<string?> lines = new(["Ada", "36", null]);
        await _session.ExecuteAsync("Console.Write($\"{Console.ReadLine()} is {Console.In.ReadLine()}{Console.ReadLine() ?? \".\"}\");", "cell 1",
            lines.Dequeue, _events.Add, TestContext.Current.CancellationToken);
        Assert.Equal("Ada is 36.", string.Concat(_events.OfType<StreamText>().Select(text => text.Text)));
    }

    [Fact]
    public async Task A_shown_value_can_be_replaced()
    {
        await RunAsync("var bar = display(\"0 %\");\nbar.Update(\"100 %\");\n\"end\"");
        var shown = Assert.IsType<DisplayData>(_events[0]);
        var update = Assert.IsType<DisplayUpdate>(_events[1]);
        Assert.Equal((shown.Id, "0 %", "100 %"), (update.Id, (string?)shown.Data[Mime.Text], (string?)update.Data[Mime.Text]));
        var collector = new EarlyExit.Host.Notebooks.OutputCollector();
        foreach (var found in _events) collector.Add(found);
        Assert.Equal(["100 %", "end"], collector.Finish().Cast<EarlyExit.Host.Notebooks.DisplayOutput>().Select(output => (string?)output.Data[Mime.Text]));
    }

    private async Task<string?> RunAsync(params string[] cells)
    {
        foreach (var cell in cells)
        {
            _events.Clear();
            await _session.ExecuteAsync(cell, _events.Add, TestContext.Current.CancellationToken);
        }
        return _events.OfType<DisplayData>().LastOrDefault()?.Data[Mime.Text].ToString();
    }

    // Once the cell has begun: it says so by its first event, or has had ample time.
    private async Task InterruptAsync(string code)
    {
        _events.Clear();
        using var interrupt = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        await _session.ExecuteAsync("Console.Write(\"begun\");\n" + code, found =>
        {
            _events.Add(found);
            if (found is StreamText { Text: "begun" }) interrupt.CancelAfter(100);
        }, interrupt.Token);
    }
}
