using EarlyExit.Host.Kernel.Zmtp;

namespace EarlyExit.Tests.Host.Kernel;

/// <summary>Our side of ZeroMQ's protocol, against bytes written down from its specification (rfc.zeromq.org/spec/23).</summary>
public class ZmtpTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public void A_short_part_has_a_length_of_one_byte_and_a_long_one_of_eight()
    {
        Assert.Equal([1, 2, (byte)'h', (byte)'i', 0, 0], Frames.OfMessage([[.. "hi"u8], []]));
        Assert.Equal([2, 0, 0, 0, 0, 0, 0, 1, 0], Frames.OfMessage([new byte[256]])[..9]);
        Assert.Equal([4, 3, 1, 2, 3], Frames.OfCommand([1, 2, 3]));
    }

    [Fact]
    public async Task What_is_written_is_read_and_the_end_after_a_whole_message_is_an_end()
    {
        byte[][] parts = [[], [1], new byte[255], new byte[256], new byte[70_000]];
        using var stream = new MemoryStream(Frames.OfMessage(parts));
        Assert.Equal(parts, (await Frames.ReadAsync(stream, Cancellation))!.Parts);
        Assert.Null(await Frames.ReadAsync(stream, Cancellation));
    }

    [Theory]
    [InlineData("80 01 00", "flags 80")]
    [InlineData("05 00", "command")]
    [InlineData("01 00 04 00", "command")]
    [InlineData("02 00 00 00 00 10 00 00 00", "more than")]
    [InlineData("02 ff ff ff ff ff ff ff ff", "more than")]
    public async Task What_is_no_frame_is_refused(string hex, string named)
    {
        using var stream = new MemoryStream(Bytes(hex));
        Assert.Contains(named, (await Assert.ThrowsAsync<ZmtpException>(() => Frames.ReadAsync(stream, Cancellation))).Message);
    }

    [Fact]
    public void The_greeting_is_that_of_the_specification()
    {
        var greeting = Handshake.Greeting();
        Assert.Equal(64, greeting.Length);
        Assert.Equal(Bytes("ff 00 00 00 00 00 00 00 00 7f 03 00 4e 55 4c 4c 00"), greeting[..17]);
        Assert.All(greeting[16..], zero => Assert.Equal(0, zero));
        Assert.Equal([5, .. "READY"u8, 11, .. "Socket-Type"u8, 0, 0, 0, 6, .. "ROUTER"u8], Handshake.Ready("ROUTER"));
        var properties = Handshake.Properties(Handshake.Ready("DEALER", [7, 8]));
        Assert.Equal("DEALER"u8.ToArray(), properties["socket-type"]);
        Assert.Equal([7, 8], properties["identity"]);
    }

    [Theory]
    [InlineData("47 45 54 20 2f 20 48 54 54 50 2f", "not ZeroMQ's")]
    [InlineData("ff 00 00 00 00 00 00 00 01 7f 01", "version 1")]
    public async Task Another_protocol_is_told_from_its_first_bytes(string hex, string named)
    {
        await using var stream = new TwoWay(Bytes(hex));
        Assert.Contains(named, (await Assert.ThrowsAsync<ZmtpException>(() => Handshake.AcceptAsync(stream, "ROUTER", ["DEALER"], Cancellation))).Message);
    }

    [Theory]
    [InlineData("PLAIN", "DEALER", "security")]
    [InlineData("NULL", "PUSH", "'PUSH' does not go with ROUTER")]
    [InlineData("NULL", "DEALER", null)]
    public async Task Clients_of_the_right_kind_and_without_security_are_let_in(string mechanism, string type, string? problem)
    {
        var greeting = Handshake.Greeting();
        new byte[20].CopyTo(greeting, 12);
        System.Text.Encoding.ASCII.GetBytes(mechanism).CopyTo(greeting, 12);
        await using var stream = new TwoWay([.. greeting, .. Frames.OfCommand(Handshake.Ready(type, [.. "me"u8]))]);
        var handshake = Handshake.AcceptAsync(stream, "ROUTER", ["DEALER", "REQ"], Cancellation);
        if (problem is null) Assert.Equal("me"u8.ToArray(), await handshake);
        else Assert.Contains(problem, (await Assert.ThrowsAsync<ZmtpException>(() => handshake)).Message);
    }

    [Fact]
    public async Task No_bytes_at_all_do_more_than_end_a_connection()
    {
        var random = new Random(1);
        byte[] whole = [.. Handshake.Greeting(), .. Frames.OfCommand(Handshake.Ready("DEALER")), .. Frames.OfMessage([[1], new byte[300]])];
        for (var trial = 0; trial < 3000; trial++)
        {
            var bytes = whole[..random.Next(whole.Length + 1)];
            for (var change = random.Next(4); change > 0 && bytes.Length > 0; change--) bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            await using var stream = new TwoWay(bytes);
            try
            {
                await Handshake.AcceptAsync(stream, "ROUTER", ["DEALER"], Cancellation);
                while (await Frames.ReadAsync(stream, Cancellation) is not null) { }
            }
            catch (Exception expected) when (expected is ZmtpException or EndOfStreamException)
            {
                // Anything else fails the test.
            }
        }
    }

    private static byte[] Bytes(string hex) => Convert.FromHexString(hex.Replace(" ", ""));

    /// <summary>Reads what it was given, forgets what is written to it.</summary>
    private sealed class TwoWay(byte[] incoming) : MemoryStream(incoming, writable: false)
    {
        public override bool CanWrite => true;

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) => ValueTask.CompletedTask;
    }
}
