using System.Text.Json.Nodes;
using EarlyExit.Host.Kernel.Wire;
using EarlyExit.Host.Sessions;

namespace EarlyExit.Host.Kernel;

/// <summary>Runs the cells that clients send in the one session of the kernel, one at a time.</summary>
internal sealed class Execution(ScriptSession session, Broadcast broadcast, Prompt prompt)
{
    /// <summary>After this long, somebody who interrupted a cell is told why it still runs.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly List<(int Number, string Code)> _history = [];
    private readonly Lock _gate = new();
    private CancellationTokenSource? _running;

    /// <summary>The number of the last cell that was counted.</summary>
    public int Count { get; private set; }

    /// <summary>The cells that were run, in their order, except those that asked not to be remembered.</summary>
    public IReadOnlyList<(int Number, string Code)> History => _history;

    /// <summary>Runs a cell, tells all clients what it does, and returns the answer to the one that sent it.</summary>
    public async Task<JsonObject> RunAsync(Request request)
    {
        var code = request.Text("code");
        var silent = request.Flag("silent", false);
        var remember = !silent && request.Flag("store_history", true);
        if (string.IsNullOrWhiteSpace(code)) return await SucceededAsync(request);
        if (remember)
        {
            Count++;
            _history.Add((Count, code));
        }
        if (!silent) broadcast.Send("execute_input", new JsonObject { ["code"] = code, ["execution_count"] = Count }, request.Message);
        var error = await RunAsync(request, code, remember ? $"{ScriptSession.CellName}{Count}" : $"{ScriptSession.CellName}without a number", found =>
        {
            if (!silent) Tell(found, request.Message);
        });
        if (error is null) return await SucceededAsync(request);
        return ErrorContent(error, new JsonObject { ["status"] = "error", ["execution_count"] = Count, ["user_expressions"] = new JsonObject(), ["payload"] = new JsonArray() });
    }

    /// <summary>Stops the cell that is running, if one is, at its next turn of a loop, call or line of output.</summary>
    public void Interrupt()
    {
        lock (_gate) _running?.CancelAsync();
    }

    private async Task<CellError?> RunAsync(Request request, string code, string name, Action<SessionEvent> tell)
    {
        CellError? error = null;
        using var interrupt = new CancellationTokenSource();
        using var ended = new CancellationTokenSource();
        lock (_gate) _running = interrupt;
        await using var impatience = interrupt.Token.Register(() => _ = ExplainAsync(request.Message, ended.Token));
        await session.ExecuteAsync(code, name, () => prompt.Ask(request, interrupt.Token), found =>
        {
            error = found as CellError ?? error;
            tell(found);
        }, interrupt.Token);
        lock (_gate) _running = null;
        await ended.CancelAsync();
        return error;
    }

    private async Task ExplainAsync(Message cell, CancellationToken ended)
    {
        await Task.Delay(Patience, ended).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!ended.IsCancellationRequested)
            broadcast.Send(new StreamText("stderr", "The cell has been asked to stop. It is in a call that cannot be interrupted, and stops when that returns; restarting the kernel ends it at once.\n"), cell);
    }

    private void Tell(SessionEvent found, Message cell)
    {
        switch (found)
        {
            case StreamText text:
                broadcast.Send(text, cell);
                break;
            // Not as execute_result: a notebook that is saved then has the outputs that ./workbook run stores.
            case DisplayData shown:
                broadcast.Send("display_data", DisplayContent(shown.Data, shown.Id), cell);
                break;
            case DisplayUpdate update:
                broadcast.Send("update_display_data", DisplayContent(update.Data, update.Id), cell);
                break;
            case CellError error:
                broadcast.Send("error", ErrorContent(error, []), cell);
                break;
        }
    }

    private async Task<JsonObject> SucceededAsync(Request request)
    {
        var answers = new JsonObject();
        foreach (var (name, expression) in request.Message.Content["user_expressions"] as JsonObject ?? [])
            answers[name] = await EvaluateAsync(request, expression?.ToString() ?? "");
        return new JsonObject { ["status"] = "ok", ["execution_count"] = Count, ["user_expressions"] = answers, ["payload"] = new JsonArray() };
    }

    private async Task<JsonObject> EvaluateAsync(Request request, string expression)
    {
        DisplayData? value = null;
        var error = await RunAsync(request, expression, "expression", found => value = found as DisplayData ?? value);
        return error is not null
            ? ErrorContent(error, new JsonObject { ["status"] = "error" })
            : new JsonObject { ["status"] = "ok", ["data"] = value is null ? [] : Bundle(value.Data), ["metadata"] = new JsonObject() };
    }

    private static JsonObject DisplayContent(IReadOnlyDictionary<string, JsonNode> data, string? id) => new()
    {
        ["data"] = Bundle(data),
        ["metadata"] = new JsonObject(),
        ["transient"] = id is null ? [] : new JsonObject { ["display_id"] = id },
    };

    private static JsonObject Bundle(IReadOnlyDictionary<string, JsonNode> data) =>
        new(data.Select(entry => KeyValuePair.Create<string, JsonNode?>(entry.Key, entry.Value.DeepClone())));

    // Clients show the trace and nothing else.
    private static JsonObject ErrorContent(CellError error, JsonObject content)
    {
        (content["ename"], content["evalue"]) = (error.Type, error.Message);
        content["traceback"] = new JsonArray([$"{error.Type}: {error.Message}", .. error.Trace.Select(line => (JsonNode)line)]);
        return content;
    }
}
