using System.Text.Json.Nodes;
using System.Threading.Channels;
using EarlyExit.Host.Kernel.Wire;
using EarlyExit.Host.Kernel.Zmtp;
using EarlyExit.Host.Sessions;

namespace EarlyExit.Host.Kernel;

/// <summary>
/// A Jupyter kernel (https://jupyter-client.readthedocs.io/en/stable/messaging.html): one session, five sockets, any number of clients.
/// What clients ask on the shell is done in its order, one thing at a time; what they ask on the control socket, at once.
/// </summary>
internal sealed class KernelServer : IAsyncDisposable
{
    /// <summary>What a client sent together with the cell that failed has arrived by then.</summary>
    private static readonly TimeSpan Arrival = TimeSpan.FromMilliseconds(20);

    private readonly Correspondence _letters = new();
    private readonly Channel<Request> _queue = Channel.CreateUnbounded<Request>();
    private readonly CancellationTokenSource _ended = new();
    private readonly Seal _seal;
    private readonly Router _shell, _control, _stdin;
    private readonly Publisher _iopub;
    private readonly Echo _heartbeat;
    private readonly Broadcast _broadcast;
    private readonly Execution _execution;
    private readonly Answers _answers;
    private readonly Task[] _loops;

    /// <param name="connection">Ports and key.</param>
    /// <param name="session">Runs the cells.</param>
    /// <param name="log">Hears of what was dropped; for people who look for a reason.</param>
    public KernelServer(ConnectionFile connection, ScriptSession session, Action<string> log)
    {
        _seal = new Seal(connection.Key) { Dropped = why => log($"dropped a message: {why}") };
        _shell = new Router(connection.ShellPort) { Refused = log };
        _control = new Router(connection.ControlPort) { Refused = log };
        _stdin = new Router(connection.StdinPort) { Refused = log };
        _iopub = new Publisher(connection.IopubPort) { Refused = log };
        _heartbeat = new Echo(connection.HeartbeatPort) { Refused = log };
        _broadcast = new Broadcast(_iopub, _seal, _letters);
        var prompt = new Prompt(_stdin, _seal, _letters);
        _execution = new Execution(session, _broadcast, prompt);
        _answers = new Answers(session, _execution);
        _broadcast.Status("starting", null);
        _loops =
        [
            ReceiveAsync(_shell, request => _queue.Writer.TryWrite(request)),
            ReceiveAsync(_control, Control),
            Quietly(prompt.ListenAsync(_ended.Token)),
            WorkAsync(),
        ];
    }

    /// <summary>The ports that it listens on.</summary>
    public ConnectionFile Connection(string key) => new(
        _shell.EndPoint.Port, _iopub.EndPoint.Port, _stdin.EndPoint.Port, _control.EndPoint.Port, _heartbeat.EndPoint.Port, key);

    /// <summary>How many messages were dropped, and why.</summary>
    public IReadOnlyDictionary<Rejection, int> Rejected => _seal.Rejected;

    /// <summary>Ends when a client has asked for it.</summary>
    public Task Ended => Quietly(Task.Delay(Timeout.Infinite, _ended.Token));

    public async ValueTask DisposeAsync()
    {
        await _ended.CancelAsync();
        _execution.Interrupt();
        await _broadcast.DisposeAsync();
        foreach (var socket in new ServerSocket[] { _shell, _control, _stdin, _iopub, _heartbeat }) await socket.DisposeAsync();
    }

    private async Task ReceiveAsync(Router socket, Action<Request> take)
    {
        await foreach (var letter in socket.Received.ReadAllAsync(CancellationToken.None))
            if (_seal.Open(letter.Parts) is var (prefix, message))
                take(new Request(letter.From, prefix, message));
    }

    private async Task WorkAsync()
    {
        await foreach (var request in _queue.Reader.ReadAllAsync(CancellationToken.None))
        {
            _broadcast.Status("busy", request.Message);
            var reply = await AnswerOrErrorAsync(request);
            // Taken before the answer goes out: what a client sends once it knows of the failure is meant.
            var behind = request.Type == "execute_request" && (string?)reply?["status"] == "error" && request.Flag("stop_on_error", true) ? await QueuedAsync() : [];
            Finish(request, reply);
            await AbortAsync(behind);
        }
    }

    private async Task<List<Request>> QueuedAsync()
    {
        await Task.Delay(Arrival);
        List<Request> queued = [];
        while (_queue.Reader.TryRead(out var next)) queued.Add(next);
        return queued;
    }

    // What was sent before the failure was known would run on a state that is not what its sender thinks; questions are answered.
    private async Task AbortAsync(List<Request> queued)
    {
        foreach (var request in queued.OrderBy(request => request.Type != "execute_request"))
        {
            _broadcast.Status("busy", request.Message);
            Finish(request, request.Type == "execute_request"
                ? new JsonObject { ["status"] = "aborted", ["execution_count"] = _execution.Count }
                : await AnswerOrErrorAsync(request));
        }
    }

    private void Finish(Request request, JsonObject? reply)
    {
        if (reply is not null) Reply(request, reply);
        _broadcast.Status("idle", request.Message);
    }

    private async Task<JsonObject?> AnswerOrErrorAsync(Request request)
    {
        try
        {
            return await AnswerAsync(request);
        }
        catch (Exception problem)
        {
            return new JsonObject { ["status"] = "error", ["ename"] = problem.GetType().Name, ["evalue"] = problem.Message, ["traceback"] = new JsonArray() };
        }
    }

    private async Task<JsonObject?> AnswerAsync(Request request)
    {
        switch (request.Type)
        {
            case "execute_request":
                return await _execution.RunAsync(request);
            case "shutdown_request" or "interrupt_request":
                Control(request);
                return null;
            // Nothing here opens comms; to a client that tries, the protocol says to close it.
            case "comm_open":
                _broadcast.Send("comm_close", new JsonObject { ["comm_id"] = request.Text("comm_id"), ["data"] = new JsonObject() }, request.Message);
                return null;
            default:
                return _answers.To(request);
        }
    }

    private void Control(Request request)
    {
        if (request.Type == "interrupt_request") _execution.Interrupt();
        var reply = request.Type switch
        {
            "interrupt_request" => new JsonObject { ["status"] = "ok" },
            "shutdown_request" => new JsonObject { ["status"] = "ok", ["restart"] = request.Flag("restart", false) },
            _ => _answers.To(request),
        };
        if (reply is null) return;
        _broadcast.Status("busy", request.Message);
        Reply(request, reply);
        if (request.Type == "shutdown_request") _broadcast.Send("shutdown_reply", (JsonObject)reply.DeepClone(), request.Message);
        _broadcast.Status("idle", request.Message);
        if (request.Type == "shutdown_request") _ended.Cancel();
    }

    private void Reply(Request request, JsonObject content) => request.From.Send(_seal.Close(request.Prefix,
        _letters.Write(request.Type.Replace("_request", "_reply", StringComparison.Ordinal), content, request.Message)));

    private static async Task Quietly(Task task) => await task.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
}
