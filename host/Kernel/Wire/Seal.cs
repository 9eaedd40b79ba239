using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace EarlyExit.Host.Kernel.Wire;

/// <summary>Why a message was not taken.</summary>
internal enum Rejection
{
    /// <summary>The parts are not those of a message.</summary>
    Malformed,

    /// <summary>It has no signature.</summary>
    Unsigned,

    /// <summary>The signature is not that of its content under our key.</summary>
    WrongSignature,

    /// <summary>It has been here before.</summary>
    Replayed,
}

/// <summary>
/// Turns messages into parts signed with the connection's key and back. Nothing of a message is read before its signature has been found
/// right; what is not right is dropped without an answer and counted.
/// </summary>
internal sealed class Seal(string key)
{
    private const int Remembered = 1 << 16, SignedParts = 4;
    private static readonly byte[] Delimiter = "<IDS|MSG>"u8.ToArray();
    private readonly byte[] _key = Encoding.UTF8.GetBytes(key);
    private readonly HashSet<string> _seen = new(StringComparer.Ordinal);
    private readonly Queue<string> _order = new();
    private readonly ConcurrentDictionary<Rejection, int> _rejected = new();

    /// <summary>How many messages were dropped, and why.</summary>
    public IReadOnlyDictionary<Rejection, int> Rejected => _rejected;

    /// <summary>Hears of each message that is dropped.</summary>
    public Action<Rejection>? Dropped { get; init; }

    /// <summary>The parts that send a message.</summary>
    /// <param name="prefix">What stands before the delimiter: an address, or the topic.</param>
    /// <param name="message">What is sent.</param>
    public IReadOnlyList<byte[]> Close(IReadOnlyList<byte[]> prefix, Message message)
    {
        byte[][] signed = [.. new[] { message.Header, message.Parent, message.Metadata, message.Content }.Select(part => JsonSerializer.SerializeToUtf8Bytes(part))];
        return [.. prefix, Delimiter, Encoding.ASCII.GetBytes(Sign(signed)), .. signed];
    }

    /// <summary>The message in the parts that came, and what stood before the delimiter; null if it was dropped.</summary>
    public (IReadOnlyList<byte[]> Prefix, Message Message)? Open(IReadOnlyList<byte[]> parts)
    {
        var start = parts.TakeWhile(part => !part.AsSpan().SequenceEqual(Delimiter)).Count();
        if (parts.Count < start + 2 + SignedParts) return Drop(Rejection.Malformed);
        var signature = parts[start + 1];
        if (signature.Length == 0) return Drop(Rejection.Unsigned);
        byte[][] signed = [.. parts.Skip(start + 2).Take(SignedParts)];
        var right = Sign(signed);
        if (!CryptographicOperations.FixedTimeEquals(signature, Encoding.ASCII.GetBytes(right))) return Drop(Rejection.WrongSignature);
        if (!IsNew(right)) return Drop(Rejection.Replayed);
        return Parse(signed) is { } message ? ([.. parts.Take(start)], message) : Drop(Rejection.Malformed);
    }

    private string Sign(byte[][] parts)
    {
        using var hash = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, _key);
        foreach (var part in parts) hash.AppendData(part);
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    // Every message has a name of its own and so a signature of its own. The oldest are forgotten, or memory would grow for ever.
    private bool IsNew(string signature)
    {
        lock (_seen)
        {
            if (!_seen.Add(signature)) return false;
            _order.Enqueue(signature);
            if (_order.Count > Remembered) _seen.Remove(_order.Dequeue());
            return true;
        }
    }

    private static Message? Parse(byte[][] parts)
    {
        try
        {
            JsonObject?[] objects = [.. parts.Select(part => JsonNode.Parse(part) as JsonObject)];
            return objects is [{ } header, { } parent, { } metadata, { } content]
                && header["msg_type"] is JsonValue type && type.TryGetValue(out string? _) && header["msg_id"] is JsonValue
                    ? new Message(header, parent, metadata, content)
                    : null;
        }
        catch (Exception broken) when (broken is JsonException or ArgumentException)
        {
            return null;
        }
    }

    private (IReadOnlyList<byte[]>, Message)? Drop(Rejection why)
    {
        _rejected.AddOrUpdate(why, 1, (_, count) => count + 1);
        Dropped?.Invoke(why);
        return null;
    }
}
