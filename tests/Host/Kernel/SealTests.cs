using System.Text;
using System.Text.Json.Nodes;
using EarlyExit.Host.Kernel.Wire;

namespace EarlyExit.Tests.Host.Kernel;

/// <summary>Which messages are taken.</summary>
public class SealTests
{
    private const string Key = "a secret";
    private readonly Seal _seal = new(Key);

    private static byte[][] FromJupyter => [.. File.ReadLines(Path.Combine(AppContext.BaseDirectory, "golden", "kernel", "message.txt")).Select(Convert.FromHexString)];

    [Fact]
    public void A_message_of_Jupyters_own_library_is_understood()
    {
        var (prefix, message) = _seal.Open([[7], .. FromJupyter])!.Value;
        Assert.Equal([7], Assert.Single(prefix));
        Assert.Equal(("kernel_info_request", "m", "ä€"), (message.Type, (string?)message.Header["msg_id"], (string?)message.Content["text"]));
        Assert.Empty(_seal.Rejected);
    }

    [Fact]
    public void What_is_closed_opens_and_only_under_its_key()
    {
        var parts = _seal.Close([[1], [2]], Question());
        Assert.Equal("question", new Seal(Key).Open(parts)!.Value.Message.Type);
        var other = new Seal("another key");
        Assert.Null(other.Open(parts));
        Assert.Equal(1, other.Rejected[Rejection.WrongSignature]);
    }

    [Fact]
    public void What_is_wrong_is_dropped_and_counted()
    {
        var parts = FromJupyter;
        Assert.Null(_seal.Open(With(parts, 1, [])));
        Assert.Null(_seal.Open(With(parts, 1, parts[1][..^1])));
        Assert.Null(_seal.Open(With(parts, 1, Encoding.ASCII.GetBytes(new string('0', 64)))));
        for (var part = 2; part < 6; part++) Assert.Null(_seal.Open(With(parts, part, [.. parts[part], (byte)' '])));
        Assert.Null(_seal.Open(parts[..5]));
        Assert.Null(_seal.Open([]));
        Assert.Null(_seal.Open([[1], [2], [3]]));
        Assert.NotNull(_seal.Open(parts));
        Assert.Null(_seal.Open(parts));
        Assert.Equal((1, 6, 3, 1), (_seal.Rejected[Rejection.Unsigned], _seal.Rejected[Rejection.WrongSignature],
            _seal.Rejected[Rejection.Malformed], _seal.Rejected[Rejection.Replayed]));
    }

    [Theory]
    [InlineData("not JSON", "{}")]
    [InlineData("[]", "{}")]
    [InlineData("null", "{}")]
    [InlineData("{}", "{}")]
    [InlineData("""{ "msg_type": 3, "msg_id": "m" }""", "{}")]
    [InlineData("""{ "msg_type": "x" }""", "{}")]
    [InlineData("""{ "msg_type": "x", "msg_id": "m" }""", "3")]
    public void What_is_signed_and_yet_no_message_is_dropped(string header, string content)
    {
        byte[][] signed = [.. new[] { header, "{}", "{}", content }.Select(Encoding.UTF8.GetBytes)];
        var signature = System.Security.Cryptography.HMACSHA256.HashData(Encoding.UTF8.GetBytes(Key), signed.SelectMany(part => part).ToArray());
        Assert.Null(_seal.Open(["<IDS|MSG>"u8.ToArray(), Encoding.ASCII.GetBytes(Convert.ToHexStringLower(signature)), .. signed]));
        Assert.Equal(1, _seal.Rejected[Rejection.Malformed]);
    }

    [Fact]
    public void No_parts_at_all_do_more_than_be_dropped()
    {
        var random = new Random(2);
        for (var trial = 0; trial < 3000; trial++)
        {
            var parts = FromJupyterOnce.Take(random.Next(7)).Select(part => (byte[])part.Clone()).ToArray();
            if (parts.Length > 0 && parts[random.Next(parts.Length)] is { Length: > 0 } changed) changed[random.Next(changed.Length)] ^= (byte)(1 + random.Next(255));
            Assert.Null(_seal.Open(parts));
        }
        Assert.Equal(3000, _seal.Rejected.Values.Sum());
    }

    private static readonly byte[][] FromJupyterOnce = FromJupyter;

    private static Message Question() => new Correspondence().Write("question", new JsonObject { ["a"] = 1 }, null);

    private static byte[][] With(byte[][] parts, int index, byte[] part) => [.. parts.Select((old, place) => place == index ? part : old)];
}
