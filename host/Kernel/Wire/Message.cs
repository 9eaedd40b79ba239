using System.Text.Json.Nodes;

namespace EarlyExit.Host.Kernel.Wire;

/// <summary>A message of Jupyter's protocol, version 5.3.</summary>
/// <param name="Header">Its type, its name, who sends it and when.</param>
/// <param name="Parent">The header of the message that it answers; empty where it answers none.</param>
/// <param name="Metadata">More about it.</param>
/// <param name="Content">What it says.</param>
internal sealed record Message(JsonObject Header, JsonObject Parent, JsonObject Metadata, JsonObject Content)
{
    public const string ProtocolVersion = "5.3";

    public string Type => (string)Header["msg_type"]!;
}

/// <summary>Makes the messages of one kernel.</summary>
internal sealed class Correspondence
{
    private readonly string _session = Guid.NewGuid().ToString("N");
    private long _count;

    /// <summary>An answer to <paramref name="parent"/>, or a message of its own accord.</summary>
    public Message Write(string type, JsonObject content, Message? parent, JsonObject? metadata = null) => new(
        new JsonObject
        {
            ["msg_id"] = $"{_session}_{Interlocked.Increment(ref _count)}",
            ["session"] = _session,
            ["username"] = "kernel",
            ["date"] = DateTime.UtcNow.ToString("O"),
            ["msg_type"] = type,
            ["version"] = Message.ProtocolVersion,
        },
        parent is null ? [] : (JsonObject)parent.Header.DeepClone(), metadata ?? [], content);
}
