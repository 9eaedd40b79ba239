using System.Text.Json.Nodes;
using EarlyExit.Host.Kernel.Wire;
using EarlyExit.Host.Kernel.Zmtp;

namespace EarlyExit.Host.Kernel;

/// <summary>What a client asks for, and the way back to it.</summary>
internal sealed record Request(Peer From, IReadOnlyList<byte[]> Prefix, Message Message)
{
    public string Type => Message.Type;

    /// <exception cref="RequestException">The content has no such text.</exception>
    public string Text(string name) => Find<string>(name) ?? throw new RequestException($"{Type}: {name} is missing or no string.");

    /// <exception cref="RequestException">The content has no such number.</exception>
    public int Number(string name) => Find<int?>(name) ?? throw new RequestException($"{Type}: {name} is missing or no whole number.");

    public bool Flag(string name, bool otherwise) => Find<bool?>(name) ?? otherwise;

    public T? Find<T>(string name) => Message.Content[name] is JsonValue value && value.TryGetValue(out T? found) ? found : default;
}

/// <summary>A request that does not say what its type says it should.</summary>
internal sealed class RequestException(string problem) : Exception(problem);
