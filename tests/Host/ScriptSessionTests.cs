using EarlyExit.Host.Sessions;

namespace EarlyExit.Tests.Host;

public sealed class ScriptSessionTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly SessionLog _session;

    public ScriptSessionTests() => _session = new SessionLog(_folder.Path);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_cell_sees_what_earlier_cells_declared()
    {
        await _session.RunAsync("int Twice(int x) => 2 * x;\nvar three = 3;", "using System.Text;\nrecord Pair(int A, int B);",
            "new StringBuilder().Append(new Pair(three, Twice(three))).ToString()");
        Assert.Equal("Pair { A = 3, B = 6 }", _session.Shown);
    }

    [Fact]
    public async Task The_last_expression_is_shown_and_nothing_else()
    {
        Assert.Equal("3", (await _session.RunAsync("1 + 2")).Shown);
        Assert.Equal("text as it is", (await _session.RunAsync("\"text as it is\"")).Shown);
        Assert.Equal("0.25", (await _session.RunAsync("0.25")).Shown);
        Assert.Equal("int[2] { 1, 2 }", (await _session.RunAsync("new[] { 1, 2 }")).Shown);
        Assert.Equal([new CellDone(true)], (await _session.RunAsync("string nothing = null;\nnothing")).Events);
        Assert.Equal([new CellDone(true)], (await _session.RunAsync("var x = 3;")).Events);
    }

    [Fact]
    public async Task Cells_await_at_their_top_level()
    {
        await _session.RunAsync("var late = await Task.Run(async () => { await Task.Delay(5); return 42; });", "late");
        Assert.Equal("42", _session.Shown);
    }

    [Fact]
    public async Task An_error_of_the_compiler_names_cell_line_and_column()
    {
        await _session.RunAsync("var x = 1;", "x++;\nvar y = unknown;");
        Assert.Equal("CS0103", _session.Error!.Type);
        Assert.Equal(2, _session.Error.Line);
        Assert.StartsWith("cell 2, line 2, column 9: CS0103", _session.Error.Trace[0]);
        Assert.Equal(new CellDone(false), _session.Events[^1]);
    }

    [Fact]
    public async Task An_exception_names_the_line_of_the_running_cell_and_where_it_came_from()
    {
        await _session.RunAsync("static int Divide(int a, int b)\n{\n    if (b == 0) throw new InvalidOperationException(\"by nothing\");\n    return a / b;\n}",
            "var before = 1;\n\nDivide(1, 0);\nvar after = 2;");
        Assert.Equal(("System.InvalidOperationException", "by nothing", 3), (_session.Error!.Type, _session.Error.Message, _session.Error.Line));
        Assert.Equal(["at cell 1, line 3", "at cell 2, line 3"], _session.Error.Trace);
    }

    [Fact]
    public async Task An_exception_behind_an_await_still_has_its_line()
    {
        await _session.RunAsync("async Task Fail()\n{\n    await Task.Delay(1);\n    throw new Exception(\"late\");\n}", "\nawait Fail();");
        Assert.Equal(("late", 2), (_session.Error!.Message, _session.Error.Line));
    }

    [Fact]
    public async Task The_cause_of_a_failed_type_initialiser_is_the_message()
    {
        await _session.RunAsync("class Broken { public static readonly int Value = int.Parse(\"no number\"); }", "Broken.Value");
        Assert.Contains("no number", _session.Error!.Message);
    }

    [Fact]
    public async Task The_state_outlives_a_failed_cell()
    {
        await _session.RunAsync("var x = 1;", "x = 5;\nthrow new Exception();", "this does not parse", "x");
        Assert.Equal("5", _session.Shown);
    }

    [Fact]
    public async Task Streams_and_values_keep_their_order()
    {
        await _session.RunAsync("Console.Write(\"a\");\nConsole.Error.Write(\"b\");\nConsole.WriteLine(\"c\");\n7");
        Assert.Equal(["stdout:a", "stderr:b", "stdout:c\n", "value:7", "done"], _session.Events.Select(found => found switch
        {
            StreamText text => $"{text.Name}:{text.Text}",
            DisplayData data => $"value:{data.Data[Mime.Text]}",
            CellDone => "done",
            _ => found.ToString(),
        }));
    }

    /// <summary>What another thread writes cannot come between a value and the end of its line.</summary>
    [Fact]
    public async Task A_line_is_written_at_once_whatever_it_holds()
    {
        await _session.RunAsync("Console.WriteLine(true);\nConsole.WriteLine('c');\nConsole.WriteLine(new[] { 'a', 'b' }, 0, 2);\nConsole.WriteLine(-1);\nConsole.WriteLine(2u);\nConsole.WriteLine(-3L);\nConsole.WriteLine(4ul);\n" +
            "Console.WriteLine(.5f);\nConsole.WriteLine(.25);\nConsole.WriteLine(1.5m);\nConsole.WriteLine((object)7);\nConsole.WriteLine(\"{0}!\", 8);\nConsole.WriteLine(\"x\");\nConsole.WriteLine();");
        Assert.Equal(["True\n", "c\n", "ab\n", "-1\n", "2\n", "-3\n", "4\n", "0.5\n", "0.25\n", "1.5\n", "7\n", "8!\n", "x\n", "\n"],
            _session.Events.OfType<StreamText>().Select(text => text.Text));
    }

    [Fact]
    public async Task Threads_of_a_cell_are_heard()
    {
        await _session.RunAsync("var thread = new System.Threading.Thread(() => Console.Write(\"from a thread\"));\nthread.Start();\nthread.Join();");
        Assert.Equal("from a thread", _session.Output);
    }

    [Fact]
    public async Task A_cell_that_redirects_the_console_does_not_silence_the_next()
    {
        await _session.RunAsync("Console.SetOut(System.IO.TextWriter.Null);", "Console.Write(\"heard\");");
        Assert.Equal("heard", _session.Output);
    }

    [Fact]
    public async Task Sessions_side_by_side_hear_only_their_own_cells()
    {
        var other = new SessionLog(_folder.Path);
        const string Code = "for (var i = 0; i < 20; i++) { Console.Write(NAME); await Task.Delay(1); }";
        await Task.WhenAll(_session.RunAsync(Code.Replace("NAME", "'a'")), other.RunAsync(Code.Replace("NAME", "'b'")));
        Assert.Equal((new string('a', 20), new string('b', 20)), (_session.Output, other.Output));
    }

    [Fact]
    public async Task System_IO_is_no_default_using_as_in_other_kernels()
    {
        await _session.RunAsync("Path.Combine(\"a\", \"b\")");
        Assert.Equal("CS0103", _session.Error!.Type);
    }
}
