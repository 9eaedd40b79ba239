using System.Text.Json.Nodes;

namespace EarlyExit.Tests.Host.Kernel;

/// <summary>The kernel under Jupyter's own clients: jupyter_client and nbclient, driven by one script (clients.py).</summary>
public sealed class JupyterClientTests(JupyterClientTests.Session session) : IClassFixture<JupyterClientTests.Session>
{
    [Fact]
    public async Task The_first_result_is_there_within_three_seconds()
    {
        var said = await session.SaidAsync();
        Assert.Equal("2", Shown(said["first"]!));
        // Other tests run beside this one: the clock is theirs, the processor's time the kernel's.
        Assert.InRange((double)said["processor seconds to the first result"]!, 0, 3);
        TestContext.Current.SendDiagnosticMessage($"first result after {(double)said["seconds to the first result"]!:F2} s");
    }

    [Fact]
    public async Task Text_streams_in_its_order_while_a_cell_runs()
    {
        var outputs = Outputs((await session.SaidAsync())["streams"]!, "stream");
        Assert.Equal(["stdout:0\n", "stderr:0\n", "stdout:1\n", "stderr:-1\n", "stdout:2\n", "stderr:-2\n"],
            outputs.Select(output => $"{output["content"]!["name"]}:{output["content"]!["text"]}"));
        Assert.InRange((double)outputs[^1]["seconds"]! - (double)outputs[0]["seconds"]!, .25, 60);
    }

    [Fact]
    public async Task A_progress_line_keeps_its_carriage_returns_for_the_client_to_redraw() =>
        Assert.Equal("\r10 %\r100 %\n", string.Concat(Outputs((await session.SaidAsync())["progress"]!, "stream").Select(output => (string?)output["content"]!["text"])));

    [Fact]
    public async Task A_shown_value_is_replaced_where_it_is()
    {
        var update = (await session.SaidAsync())["update"]!;
        var (shown, replaced) = (Outputs(update, "display_data")[0]["content"]!, Outputs(update, "update_display_data").Single()["content"]!);
        Assert.Equal(("0 %", "100 %"), ((string?)shown["data"]!["text/plain"], (string?)replaced["data"]!["text/plain"]));
        Assert.Equal((string?)shown["transient"]!["display_id"], (string?)replaced["transient"]!["display_id"]);
        Assert.NotEmpty((string)shown["transient"]!["display_id"]!);
    }

    [Fact]
    public async Task Errors_name_cell_and_line_and_the_state_outlives_them()
    {
        var said = await session.SaidAsync();
        var error = Outputs(said["error"]!, "error").Single()["content"]!;
        Assert.Equal(["System.InvalidOperationException: no", "at cell 5, line 3"], error["traceback"]!.AsArray().Select(line => (string?)line));
        Assert.Equal(("error", "System.InvalidOperationException", "no"), ((string?)said["error"]!["reply"]!["status"], (string?)error["ename"], (string?)error["evalue"]));
        Assert.Contains("cell 6, line 2, column 9: CS0103", Outputs(said["does not compile"]!, "error").Single()["content"]!["traceback"]!.ToJsonString());
        Assert.Equal("3", Shown(said["kept"]!));
    }

    [Fact]
    public async Task An_interrupt_stops_the_cell_and_keeps_the_state()
    {
        var said = await session.SaidAsync();
        Assert.Equal("Interrupted", (string?)said["interrupt"]!["reply"]!["ename"]);
        Assert.InRange((double)said["interrupt"]!["seconds"]!, 0, 20);
        Assert.Equal("True", Shown(said["after"]!));
    }

    [Fact]
    public async Task A_cell_asks_the_client_that_runs_it()
    {
        var said = await session.SaidAsync();
        Assert.Equal("input_request", (string?)said["input"]!["question"]);
        Assert.Equal("name? hello Ada\n", string.Concat(Outputs(said["input"]!, "stream").Select(output => (string?)output["content"]!["text"])));
        Assert.Contains("takes no questions", (string?)said["no input"]!["reply"]!["evalue"]);
    }

    [Fact]
    public async Task An_error_ends_what_was_queued_behind_it_unless_told_otherwise()
    {
        var said = await session.SaidAsync();
        Assert.Equal(["ok", "error", "aborted", "aborted"], said["queued"]!.AsArray().Select(status => (string?)status));
        Assert.Equal("1", Shown(said["queue after"]!));
        Assert.Equal(["error", "ok"], said["queued, going on"]!.AsArray().Select(status => (string?)status));
    }

    [Fact]
    public async Task Cells_are_counted_and_remembered_as_asked()
    {
        var said = await session.SaidAsync();
        Assert.Equal([0, 0, 0, 1], said["counts"]!.AsArray().Select(count => (int)count!));
        Assert.Empty(said["silent"]!["outputs"]!.AsArray());
        Assert.Equal("21", (string?)said["expressions"]!["sum"]!["data"]!["text/plain"]);
        Assert.Equal("CS0103", (string?)said["expressions"]!["bad"]!["ename"]);
        Assert.Equal(["4", "var b = 20;"], said["history"]!.AsArray().Select(cell => (string?)cell![2]));
    }

    [Fact]
    public async Task What_the_kernel_says_of_itself_names_neither_the_machine_nor_a_path()
    {
        var info = (await session.SaidAsync())["info"]!;
        Assert.Equal(("5.3", "C#", ".cs"), ((string?)info["protocol_version"], (string?)info["language_info"]!["name"], (string?)info["language_info"]!["file_extension"]));
        var text = info.ToJsonString();
        Assert.DoesNotContain(Environment.MachineName, text);
        Assert.DoesNotContain(Environment.UserName + "/", text);
        Assert.DoesNotMatch(@"\d+\.\d+\.\d+\.\d+|/\w+/\w+/|\\\\", text.Replace("text/x-csharp", ""));
    }

    [Fact]
    public async Task What_can_be_typed_is_known_to_the_letter()
    {
        var complete = (await session.SaidAsync())["complete"]!;
        Assert.Equal(["Write", "WriteLine"], complete["member"]!["matches"]!.AsArray().Select(match => (string?)match));
        Assert.Equal((8, 11), ((int)complete["member"]!["cursor_start"]!, (int)complete["member"]!["cursor_end"]!));
        Assert.Equal(["Pick"], complete["library"]!["matches"]!.AsArray().Select(match => (string?)match));
        Assert.Contains("kept", complete["own"]!["matches"]!.AsArray().Select(match => (string?)match));
        // Python counts the emoji as one.
        Assert.Equal((4, 7), ((int)complete["emoji"]!["cursor_start"]!, (int)complete["emoji"]!["cursor_end"]!));
        Assert.Equal(["Length"], complete["emoji"]!["matches"]!.AsArray().Select(match => (string?)match));
    }

    [Fact]
    public async Task What_stands_there_is_explained_from_the_librarys_documentation()
    {
        var inspect = (await session.SaidAsync())["inspect"]!;
        var text = (string?)inspect["library"]!["data"]!["text/plain"];
        Assert.Contains("Session.Pick<int>(int smoke, int quick, int full)", text);
        Assert.Contains("The value for the current scale.", text);
        Assert.False((bool)inspect["nothing"]!["found"]!);
        Assert.Equal(["complete", "incomplete", "incomplete"], (await session.SaidAsync())["is complete"]!.AsArray().Select(reply => (string?)reply!["status"]));
    }

    [Fact]
    public async Task A_second_client_hears_all_and_gets_its_own_answers()
    {
        var second = (await session.SaidAsync())["second client"]!;
        Assert.Equal("to all", (string?)Outputs(second, "stream").Single()["content"]!["text"]);
        Assert.Equal("ok", (string?)second["own"]);
    }

    [Fact]
    public async Task What_is_signed_with_another_key_is_not_run() => Assert.Equal("False", Shown((await session.SaidAsync())["after a forger"]!));

    [Fact]
    public async Task A_restart_begins_anew_and_nothing_is_left_at_the_end()
    {
        var said = await session.SaidAsync();
        Assert.Equal("error", (string?)said["restarted"]);
        Assert.Equal(0, (int)said["exit code"]!);
        Assert.True((bool)said["orphan ended"]!);
    }

    [Fact]
    public async Task A_cell_that_hangs_has_not_passed() => Assert.Equal("timeout", (string?)(await session.SaidAsync())["hung"]);

    private static JsonNode[] Outputs(JsonNode run, string type) => [.. run["outputs"]!.AsArray().Where(output => (string?)output!["type"] == type)!];

    private static string? Shown(JsonNode run) => (string?)Outputs(run, "display_data").Single()["content"]!["data"]!["text/plain"];

    /// <summary>One run of the script for all tests.</summary>
    public sealed class Session(Jupyter jupyter)
    {
        private readonly Lazy<Task<JsonNode>> _said = new(async () =>
        {
            var run = await jupyter.RunAsync("clients.py", Jupyter.Kernel);
            Assert.True(run.Succeeded, run.Output);
            // Python may complain on its way out.
            return JsonNode.Parse(run.Output.Split('\n').Single(line => line.StartsWith("{\"first\"", StringComparison.Ordinal)))!;
        });

        public Task<JsonNode> SaidAsync() => _said.Value;
    }
}
