using System.Net;
using System.Net.NetworkInformation;
using System.Text;
using System.Text.Json.Nodes;
using EarlyExit.Host.Kernel;
using EarlyExit.Host.Kernel.Wire;
using EarlyExit.Host.Kernel.Zmtp;
using EarlyExit.Host.Sessions;
using EarlyExit.Tests.Host;
using EarlyExit.Tests.Host.Kernel;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace EarlyExit.Tests.Promises;

/// <summary>The kernel serves only its user: whoever does not have the key gets nothing run, and cannot stop it either.</summary>
public sealed class KernelTests : IAsyncDisposable
{
    private const string Key = "0123456789abcdef";
    private readonly TemporaryFolder _folder = new();
    private readonly List<string> _log = [];
    private readonly Correspondence _letters = new();
    private readonly KernelServer _server;
    private readonly ConnectionFile _connection;

    public KernelTests()
    {
        _server = new KernelServer(new ConnectionFile(0, 0, 0, 0, 0, Key), new ScriptSession(_folder.Path), line => { lock (_log) _log.Add(line); });
        _connection = _server.Connection(Key);
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public void It_listens_on_the_loopback_device_only()
    {
        int[] ports = [_connection.ShellPort, _connection.IopubPort, _connection.StdinPort, _connection.ControlPort, _connection.HeartbeatPort];
        var listening = IPGlobalProperties.GetIPGlobalProperties().GetActiveTcpListeners().Where(end => ports.Contains(end.Port)).ToArray();
        Assert.Equal(5, listening.Length);
        Assert.All(listening, end => Assert.Equal(IPAddress.Loopback, end.Address));
    }

    /// <summary>Signatures are compared by the runtime's comparison whose time does not depend on them, and by nothing else.</summary>
    [Fact]
    public void Signatures_are_compared_in_constant_time()
    {
        using var module = ModuleDefinition.ReadModule(typeof(Seal).Assembly.Location);
        var open = module.Types.Single(type => type.FullName == typeof(Seal).FullName).Methods.Single(method => method.Name == nameof(Seal.Open));
        var called = open.Body.Instructions.Where(instruction => instruction.OpCode == OpCodes.Call || instruction.OpCode == OpCodes.Callvirt).Select(instruction => ((MethodReference)instruction.Operand).FullName).ToArray();
        Assert.Single(called, name => name.Contains("CryptographicOperations::FixedTimeEquals"));
        Assert.DoesNotContain(called, name => name.Contains("String::op_Equality") || name.Contains("String::Equals") || name.Contains("SequenceEqual"));
    }

    [Fact]
    public void A_connection_file_that_others_can_read_is_kept_to_its_owner()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no such permissions");
        var path = _folder.Write("kernel.json", """{"shell_port":1,"iopub_port":2,"stdin_port":3,"control_port":4,"hb_port":5,"key":"k"}""");
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead);
        Assert.Equal("k", ConnectionFile.Read(path).Key);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path));
    }

    [Fact]
    public async Task Fuzzed_frames_are_dropped_and_the_next_request_is_answered() => await Frames(500);

    [Fact]
    [Trait("Duration", "long"), Trait("Promise", "kernel")]
    public async Task A_hundred_thousand_fuzzed_frames()
    {
        var (dropped, ended, run) = await Frames(100_000);
        Report.Count("frames sent", 100_000);
        Report.Count("messages dropped and counted", dropped);
        Report.Count("cells run by them", run);
        Report.Say($"100,000 frames to the shell of a running kernel, from a client without the key: unsigned, wrongly signed, replayed, malformed, no frames at all. {dropped:N0} messages were counted and dropped, {ended:N0} connections ended for not speaking ZMTP; none ran anything, and requests of the client with the key were answered all along.");
    }

    // Frames that carry a request to write a file, each wrong in some way; the file is never written.
    private async Task<(int Dropped, int Ended, int Run)> Frames(int count)
    {
        var marker = _folder.File("executed");
        var random = new Random(11);
        var forger = new Seal("another key");
        await using var mine = await Client.ConnectAsync(_connection.ShellPort, "DEALER");
        var seal = new Seal(Key);
        var replayed = seal.Close([], _letters.Write("kernel_info_request", [], null));
        await mine.SendAsync(replayed);
        await mine.ReceiveAsync(new Seal(Key), "kernel_info_reply");
        var attacker = await Client.ConnectAsync(_connection.ShellPort, "DEALER");
        var (messages, sound) = (0, 0);
        for (var n = 0; n < count; n++)
        {
            var parts = forger.Close([], _letters.Write("execute_request", new JsonObject { ["code"] = $"System.IO.File.WriteAllText(@\"{marker}\", \"\")" }, null)).Select(part => (byte[])part.Clone()).ToList();
            if (n % 50 == 0)
            {
                // Bytes that are no frames end the connection that they come on, and no other.
                await using var stranger = await Client.ConnectAsync(_connection.ShellPort, "DEALER");
                await stranger.SendBytesAsync([0x80, .. Mutator.Mutate(EarlyExit.Host.Kernel.Zmtp.Frames.OfMessage(parts), 11, n)]);
            }
            else
            {
                messages++;
                await attacker.SendAsync(random.Next(6) switch
                {
                    0 => With(parts, 1, []),
                    1 => parts,
                    2 => replayed,
                    3 => [.. parts.Take(random.Next(1, parts.Count))],
                    4 => With(parts, 1, Encoding.ASCII.GetBytes(new string("0123456789abcdef"[random.Next(16)], 64))),
                    _ => With(parts, random.Next(1, parts.Count), Mutator.Mutate(parts[random.Next(1, parts.Count)], 11, n)),
                });
            }
            if (n % (count / 20) != 0) continue;
            await mine.SendAsync(seal.Close([], _letters.Write("kernel_info_request", [], null)));
            await mine.ReceiveAsync(new Seal(Key), "kernel_info_reply");
            sound++;
        }
        // Every message that came in a frame is counted, sooner or later.
        var clock = System.Diagnostics.Stopwatch.StartNew();
        while (Logged("dropped") < messages && clock.Elapsed < TimeSpan.FromMinutes(2)) await Task.Delay(50, TestContext.Current.CancellationToken);
        await attacker.DisposeAsync();
        Assert.InRange(sound, 20, 21);
        Assert.Equal(messages, Logged("dropped"));
        Assert.False(File.Exists(marker));
        return (messages, Logged("flags"), File.Exists(marker) ? 1 : 0);

        static IReadOnlyList<byte[]> With(List<byte[]> parts, int index, byte[] part) => [.. parts.Select((old, place) => place == index ? part : old)];

        int Logged(string word)
        {
            lock (_log) return _log.Count(line => line.Contains(word, StringComparison.Ordinal));
        }
    }
}
