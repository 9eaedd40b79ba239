using System.Net;
using System.Net.NetworkInformation;
using System.Text;
using System.Text.Json.Nodes;
using EarlyExit.Host.Kernel;
using EarlyExit.Host.Kernel.Wire;
using EarlyExit.Host.Sessions;

namespace EarlyExit.Tests.Host.Kernel;

/// <summary>The kernel's sockets, byte by byte: what is wrong is dropped, and what is right still answered.</summary>
public sealed class KernelServerTests : IAsyncLifetime
{
    private const string Key = "0123456789abcdef";
    private readonly TemporaryFolder _folder = new();
    private readonly List<string> _log = [];
    private readonly Correspondence _letters = new();
    private readonly KernelServer _server;
    private readonly ConnectionFile _connection;

    public KernelServerTests()
    {
        _server = new KernelServer(new ConnectionFile(0, 0, 0, 0, 0, Key), new ScriptSession(_folder.Path), line => { lock (_log) _log.Add(line); });
        _connection = _server.Connection(Key);
    }

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public void It_listens_to_this_machine_only()
    {
        int[] ports = [_connection.ShellPort, _connection.IopubPort, _connection.StdinPort, _connection.ControlPort, _connection.HeartbeatPort];
        Assert.Equal(5, ports.Distinct().Count());
        var listening = IPGlobalProperties.GetIPGlobalProperties().GetActiveTcpListeners().Where(end => ports.Contains(end.Port)).ToArray();
        Assert.All(listening, end => Assert.Equal(IPAddress.Loopback, end.Address));
        Assert.Equal(5, listening.Length);
    }

    [Fact]
    public async Task The_heartbeat_answers_while_a_cell_runs()
    {
        await using var shell = await Client.ConnectAsync(_connection.ShellPort, "DEALER");
        await using var control = await Client.ConnectAsync(_connection.ControlPort, "DEALER");
        await using var heart = await Client.ConnectAsync(_connection.HeartbeatPort, "REQ");
        var seal = new Seal(Key);
        await shell.SendAsync(seal.Close([], Ask("execute_request", new JsonObject { ["code"] = "while (true) { }" })));
        await heart.SendAsync([[], [.. "ping"u8]]);
        Assert.Equal([[], [.. "ping"u8]], await heart.ReceiveAsync());
        // The cell may not have started yet; an interrupt then has nothing to stop.
        var ended = shell.ReceiveAsync(seal, "execute_reply");
        var reader = new Seal(Key);
        while (!ended.IsCompleted)
        {
            await control.SendAsync(reader.Close([], Ask("interrupt_request", [])));
            Assert.Equal("ok", (string?)(await control.ReceiveAsync(reader, "interrupt_reply")).Content["status"]);
            await Task.WhenAny(ended, Task.Delay(200, TestContext.Current.CancellationToken));
        }
        Assert.Equal("Interrupted", (string?)(await ended).Content["ename"]);
    }

    [Fact]
    public async Task A_cell_that_is_sent_when_the_failure_is_known_is_run_while_those_behind_it_are_still_aborted()
    {
        const int behind = 1000;
        await using var shell = await Client.ConnectAsync(_connection.ShellPort, "DEALER");
        var seal = new Seal(Key);
        await SendAsync("await Task.Delay(1500); throw new Exception();");
        for (var k = 0; k < behind; k++) await SendAsync("1");
        Assert.Equal("error", await StatusAsync());
        await SendAsync("1");
        for (var k = 0; k < behind; k++) Assert.Equal("aborted", await StatusAsync());
        Assert.Equal("ok", await StatusAsync());

        Task SendAsync(string code) => shell.SendAsync(seal.Close([], Ask("execute_request", new JsonObject { ["code"] = code })));

        async Task<string?> StatusAsync() => (string?)(await shell.ReceiveAsync(seal, "execute_reply")).Content["status"];
    }

    [Fact]
    public async Task Outputs_arrive_after_every_cell()
    {
        await using var shell = await Client.ConnectAsync(_connection.ShellPort, "DEALER");
        await using var iopub = await Client.ConnectAsync(_connection.IopubPort, "SUB");
        var (ours, theirs) = (new Seal(Key), new Seal(Key));
        await SubscribedAsync(shell, iopub, ours, theirs);
        for (var cell = 1; cell <= 3; cell++)
        {
            await shell.SendAsync(ours.Close([], Ask("execute_request", new JsonObject { ["code"] = $"Console.Write({cell});" })));
            Assert.Equal(cell.ToString(), (string?)(await iopub.ReceiveAsync(theirs, "stream")).Content["text"]);
        }
    }

    [Fact]
    public async Task What_is_dropped_is_counted_and_the_next_request_answered()
    {
        await using var shell = await Client.ConnectAsync(_connection.ShellPort, "DEALER");
        var seal = new Seal(Key);
        var good = seal.Close([], Ask("kernel_info_request", []));
        await shell.SendAsync(new Seal("another key").Close([], Ask("execute_request", new JsonObject { ["code"] = "1" })));
        await shell.SendAsync([good[0], [], .. good.Skip(2)]);
        await shell.SendAsync([[.. "junk"u8]]);
        await shell.SendAsync(good);
        await shell.SendAsync(good);
        await shell.ReceiveAsync(seal, "kernel_info_reply");
        await shell.SendAsync(seal.Close([], Ask("comm_info_request", [])));
        await shell.ReceiveAsync(seal, "comm_info_reply");
        foreach (var why in Enum.GetValues<Rejection>()) Assert.Equal(1, _server.Rejected[why]);
        lock (_log) Assert.Equal(4, _log.Count);
    }

    [Fact]
    public async Task Bytes_that_are_no_ZeroMQ_end_their_connection_and_no_other()
    {
        var random = new Random(3);
        for (var trial = 0; trial < 50; trial++)
        {
            using var stray = new System.Net.Sockets.TcpClient();
            await stray.ConnectAsync(IPAddress.Loopback, _connection.ShellPort, TestContext.Current.CancellationToken);
            var bytes = new byte[random.Next(1, 200)];
            random.NextBytes(bytes);
            await stray.GetStream().WriteAsync(bytes, TestContext.Current.CancellationToken);
        }
        await using var shell = await Client.ConnectAsync(_connection.ShellPort, "DEALER");
        var seal = new Seal(Key);
        await shell.SendAsync(seal.Close([], Ask("kernel_info_request", [])));
        await shell.ReceiveAsync(seal, "kernel_info_reply");
    }

    [Fact]
    public async Task A_request_without_what_it_must_have_is_an_error_and_an_unknown_one_no_matter()
    {
        await using var shell = await Client.ConnectAsync(_connection.ShellPort, "DEALER");
        var seal = new Seal(Key);
        await shell.SendAsync(seal.Close([], Ask("execute_request", [])));
        Assert.Contains("code is missing", (string?)(await shell.ReceiveAsync(seal, "execute_reply")).Content["evalue"]);
        await shell.SendAsync(seal.Close([], Ask("complete_request", new JsonObject { ["code"] = "1", ["cursor_pos"] = "x" })));
        Assert.Contains("cursor_pos is missing or no whole number", (string?)(await shell.ReceiveAsync(seal, "complete_reply")).Content["evalue"]);
        await shell.SendAsync(seal.Close([], Ask("dance_request", [])));
        await shell.SendAsync(seal.Close([], Ask("kernel_info_request", [])));
        await shell.ReceiveAsync(seal, "kernel_info_reply");
    }

    [Fact]
    public async Task A_comm_that_nobody_here_knows_is_closed_again()
    {
        await using var shell = await Client.ConnectAsync(_connection.ShellPort, "DEALER");
        await using var iopub = await Client.ConnectAsync(_connection.IopubPort, "SUB");
        var (ours, theirs) = (new Seal(Key), new Seal(Key));
        await SubscribedAsync(shell, iopub, ours, theirs);
        await shell.SendAsync(ours.Close([], Ask("comm_open", new JsonObject { ["comm_id"] = "c", ["target_name"] = "widget", ["data"] = new JsonObject() })));
        Assert.Equal("c", (string?)(await iopub.ReceiveAsync(theirs, "comm_close")).Content["comm_id"]);
    }

    [Fact]
    public async Task Much_text_arrives_whole_and_in_larger_pieces()
    {
        await using var shell = await Client.ConnectAsync(_connection.ShellPort, "DEALER");
        await using var iopub = await Client.ConnectAsync(_connection.IopubPort, "SUB");
        var (ours, theirs) = (new Seal(Key), new Seal(Key));
        await SubscribedAsync(shell, iopub, ours, theirs);
        var request = Ask("execute_request", new JsonObject { ["code"] = "for (var i = 0; i < 50_000; i++) Console.WriteLine(i);" });
        await shell.SendAsync(ours.Close([], request));
        var text = new StringBuilder();
        var pieces = 0;
        while (true)
        {
            var message = theirs.Open((await iopub.ReceiveAsync())!)!.Value.Message;
            if ((string?)message.Parent["msg_id"] != (string?)request.Header["msg_id"]) continue;
            if (message.Type == "status" && (string?)message.Content["execution_state"] == "idle") break;
            if (message.Type != "stream") continue;
            text.Append((string?)message.Content["text"]);
            pieces++;
        }
        Assert.Equal(string.Concat(Enumerable.Range(0, 50_000).Select(i => $"{i}\n")), text.ToString());
        Assert.InRange(pieces, 1, 25_000);
    }

    // A subscription takes its time; status messages are heard once it is there.
    private async Task SubscribedAsync(Client shell, Client iopub, Seal ours, Seal theirs)
    {
        var heard = iopub.ReceiveAsync(theirs, "status", content => (string?)content["execution_state"] == "idle");
        while (!heard.IsCompleted)
        {
            await shell.SendAsync(ours.Close([], Ask("comm_info_request", [])));
            await Task.WhenAny(heard, Task.Delay(50, TestContext.Current.CancellationToken));
        }
        await heard;
    }

    private Message Ask(string type, JsonObject content) => _letters.Write(type, content, null);
}
