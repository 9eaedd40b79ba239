using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using EarlyExit.Host.Insight;
using EarlyExit.Host.Kernel.Wire;
using EarlyExit.Host.Sessions;

namespace EarlyExit.Host.Kernel;

/// <summary>Answers that need no cell to run.</summary>
internal sealed class Answers(ScriptSession session, Execution execution)
{
    /// <summary>The content of the reply; null to a message that wants none.</summary>
    public JsonObject? To(Request request) => request.Type switch
    {
        "kernel_info_request" => KernelInfo(),
        "complete_request" => Complete(request),
        "inspect_request" => Inspect(request),
        "is_complete_request" => IsComplete(request.Text("code")),
        "history_request" => History(request),
        "comm_info_request" => new JsonObject { ["status"] = "ok", ["comms"] = new JsonObject() },
        _ => null,
    };

    // What identifies the machine (addresses, paths, names) has no place here.
    private static JsonObject KernelInfo() => new()
    {
        ["status"] = "ok",
        ["protocol_version"] = Message.ProtocolVersion,
        ["implementation"] = "workbook",
        ["implementation_version"] = "1.0",
        ["language_info"] = new JsonObject
        {
            ["name"] = "C#",
            ["version"] = "14.0",
            ["file_extension"] = ".cs",
            ["mimetype"] = "text/x-csharp",
            ["pygments_lexer"] = "csharp",
        },
        ["banner"] = $"C# 14 on .NET {Environment.Version}, in the workbook on early-exit networks",
        ["help_links"] = new JsonArray(),
        ["debugger"] = false,
    };

    private JsonObject Complete(Request request)
    {
        var code = request.Text("code");
        var found = Completions.At(session.Compile(code), CodePoints.ToIndex(code, request.Number("cursor_pos")));
        var (start, end) = (CodePoints.FromIndex(code, found.Start), CodePoints.FromIndex(code, found.End));
        return new JsonObject
        {
            ["status"] = "ok",
            ["matches"] = new JsonArray([.. found.Items.Select(item => (JsonNode)item.Text)]),
            ["cursor_start"] = start,
            ["cursor_end"] = end,
            ["metadata"] = new JsonObject
            {
                ["_jupyter_types_experimental"] = new JsonArray([.. found.Items.Select(item => (JsonNode)new JsonObject
                {
                    ["text"] = item.Text,
                    ["type"] = item.Kind,
                    ["signature"] = item.Signature,
                    ["start"] = start,
                    ["end"] = end,
                })]),
            },
        };
    }

    private JsonObject Inspect(Request request)
    {
        var code = request.Text("code");
        var found = Inspection.At(session.Compile(code), CodePoints.ToIndex(code, request.Number("cursor_pos")));
        return new JsonObject
        {
            ["status"] = "ok",
            ["found"] = found is not null,
            ["data"] = found is null ? [] : new JsonObject { [Mime.Text] = found.AsText(), ["text/markdown"] = found.AsMarkdown() },
            ["metadata"] = new JsonObject(),
        };
    }

    private JsonObject IsComplete(string code) => session.IsComplete(code)
        ? new JsonObject { ["status"] = "complete" }
        : new JsonObject { ["status"] = "incomplete", ["indent"] = Indentation.After(code) };

    private JsonObject History(Request request)
    {
        IEnumerable<(int Number, string Code)> cells = execution.History;
        if (request.Find<string>("hist_access_type") == "search")
        {
            var pattern = "^" + string.Join(".*", (request.Find<string>("pattern") ?? "*").Split('*').Select(Regex.Escape)) + "$";
            cells = cells.Where(cell => Regex.IsMatch(cell.Code, pattern, RegexOptions.Singleline));
        }
        if (request.Find<string>("hist_access_type") == "range")
            cells = cells.Where(cell => cell.Number >= (request.Find<int?>("start") ?? 0) && cell.Number < (request.Find<int?>("stop") ?? int.MaxValue));
        else if (request.Find<int?>("n") is { } count)
            cells = cells.TakeLast(count);
        return new JsonObject { ["status"] = "ok", ["history"] = new JsonArray([.. cells.Select(cell => (JsonNode)new JsonArray(0, cell.Number, cell.Code))]) };
    }
}
